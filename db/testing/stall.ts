/** A stall with two products, and what buyers and sellers do on their phones; for tests of orders. */
import { sql } from 'kysely';
import type { ListingValues } from '#domain/listing';
import type { OrderLineValues, OrderValues } from '#domain/order';
import { lineIdOf, writeLines } from '#domain/order-lines';
import { nextOrderNumber } from '#domain/order-number';
import { EnginePhone } from '#sync/testing/engine-phone';
import type { Db } from '../connect';
import { newId } from '../new-id';
import { personWithPhones, type PgServer } from './phones';

export const VILLAGE = '63.11.07.2005';
/** Monday noon in WITA, ms since epoch. */
export const MONDAY_NOON = Date.UTC(2026, 10, 23, 4);

/** Somebody with an account and one phone. */
export async function somebody(server: PgServer): Promise<EnginePhone> {
  const [phone] = await personWithPhones(server, 1);
  return phone as EnginePhone;
}

/** Somebody without an account who has said who she is, on a phone that knows nothing yet. */
export async function guest(server: PgServer, name = 'Acil Imah'): Promise<EnginePhone> {
  const [deviceId, personId] = [newId(), newId()];
  const device = { id: deviceId, node: deviceId.slice(-12), person_id: personId };
  await server.db.insertInto('device').values(device).execute();
  const phone = new EnginePhone(server, deviceId, personId, false);
  const input = { id: personId, name, village: VILLAGE };
  await phone.does({ action: 'person.introduce', input });
  return phone;
}

/** A shop with two products. */
interface Stall {
  readonly seller: EnginePhone;
  readonly shopId: string;
  /** A product of which there are five, and one nobody counts. */
  readonly chips: string;
  readonly cake: string;
}

/** @param stock of the counted product */
export async function openStall(server: PgServer, stock: number): Promise<Stall> {
  const seller = await somebody(server);
  const [shopId, chips, cake] = [newId(), newId(), newId()];
  const shop = { id: shopId, village: VILLAGE, name: 'Warung Bu Ijah', kind: 'kue' };
  const usual = { shopId, unit: 'bungkus', category: 'kue', publish: true };
  const counted = { stock, movementId: newId() };
  await seller.does(
    { action: 'shop.open', input: shop },
    {
      action: 'listing.add',
      input: { ...usual, ...counted, id: chips, title: 'Keripik', price: 10_000 },
    },
    { action: 'listing.add', input: { ...usual, id: cake, title: 'Bingka', price: 15_000 } },
  );
  await seller.sync();
  return { seller, shopId, chips, cake };
}

export const wants = (listingId: string, quantity: number, price = 10_000, title = 'Keripik') => ({
  ...{ listingId, quantity, price, title, unit: 'bungkus' },
});

/** The buyer taps; nothing is sent yet. */
export async function orders(
  buyer: EnginePhone,
  shopId: string,
  lines: ReturnType<typeof wants>[],
  more: Record<string, string> = {},
): Promise<string> {
  const id = newId();
  const known = buyer.shows('order').map(({ values }) => (values as OrderValues).number);
  const number = nextOrderNumber(VILLAGE, buyer.deviceId, known);
  const input = { id, shopId, number, lines: writeLines(lines), ...more };
  await buyer.does({ action: 'order.place', input });
  return id;
}

export const orderOn = (phone: EnginePhone, id: string) =>
  phone.shows('order').find((row) => row.id === id)?.values as OrderValues;
export const lineOn = (phone: EnginePhone, id: string, index = 0): OrderLineValues =>
  phone.shows('orderLine').find((row) => row.id === lineIdOf(id, index))?.values as OrderLineValues;
export const goodsOn = (phone: EnginePhone, id: string): ListingValues =>
  phone.shows('listing').find((row) => row.id === id)?.values as ListingValues;
export const does = (phone: EnginePhone, verb: string, input: Record<string, string>) =>
  phone.does({ action: `order.${verb}`, input });

/** What the database keeps of a product, and what its order lines say is kept. */
export async function promisedOf(db: Db, listingId: string): Promise<unknown> {
  const { rows } = await sql<{ stock: number; reserved: number; promised: number }>`
    select stock, reserved, (select coalesce(sum(reserved), 0)::int from order_line
      where listing_id = ${listingId}) as promised
    from listing where id = ${listingId}`.execute(db);
  return rows[0];
}

export async function sync(...phones: EnginePhone[]): Promise<void> {
  for (const phone of phones) await phone.sync();
}
