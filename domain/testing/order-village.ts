/** A shop with one counted product, its seller, and buyers: real engine, real rules; storage is played. */
import { ownDeed } from '#sync/server/own-deed';
import { EnginePhone, type EngineServer } from '#sync/testing/engine-phone';
import { MemoryServerStore } from '#sync/testing/memory-server-store';
import { declarations } from '../index';
import type { ListingValues } from '../listing';
import type { OrderLineValues, OrderValues } from '../order';
import { expireOrder } from '../order-ends';
import { lineIdOf, writeLines } from '../order-lines';

export const NOW_MS = Date.UTC(2026, 10, 23, 4);
export const DAY = 24 * 60 * 60 * 1000;
export const idOf = (n: number) => `01990000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
export const [SHOP, CHIPS, ORDER] = [idOf(1), idOf(2), idOf(3)] as const;

/** There are five of the product. */
export async function orderVillage() {
  const store = new MemoryServerStore();
  const server: EngineServer = { store, declarations, nowMs: NOW_MS, poison: [] };
  const phone = (n: number): EnginePhone => {
    const [deviceId, personId] = [idOf(100 + n), idOf(200 + n)];
    store.people.set(personId, { name: `Orang ${n}`, facts: { hasAccount: true, rights: [] } });
    const fresh = { epoch: 0, lastSeq: 0, lastOrder: '', revoked: false, entryCount: 0 } as const;
    store.addDevice({ id: deviceId, personId, ...fresh });
    return new EnginePhone(server, deviceId, personId);
  };
  const [seller, buyer, other] = [phone(1), phone(2), phone(3)];
  const product = { title: 'Keripik', price: 10_000, unit: 'bungkus', category: 'keripik' };
  await seller.does(
    {
      action: 'shop.open',
      input: { id: SHOP, village: '63.11.07.2005', name: 'Warung', kind: 'kue' },
    },
    {
      action: 'listing.add',
      input: { id: CHIPS, shopId: SHOP, ...product, publish: true, stock: 5, movementId: idOf(4) },
    },
  );
  await seller.sync();
  /** Time has passed, as far as the server knows. */
  const expire = () =>
    store.transaction((tx) => ownDeed(tx, declarations, expireOrder, { id: ORDER }, server.nowMs));
  return { store, server, seller, buyer, other, expire };
}

/** One line of the product, as the buyer saw it. */
export const place = (phone: EnginePhone, id: string, quantity: number, more: Said = {}) => {
  const { number = `2005-K7-${quantity}`, title = 'Keripik', unit = 'bungkus' } = more;
  const lines = writeLines([{ listingId: CHIPS, title, unit, price: 10_000, quantity }]);
  return phone.does({ action: 'order.place', input: { id, shopId: SHOP, number, lines } });
};
type Said = Readonly<Partial<Record<'number' | 'title' | 'unit', string>>>;

export const says = (
  phone: EnginePhone,
  verb: string,
  more: Record<string, string> = { shopId: SHOP },
) => phone.does({ action: `order.${verb}`, input: { id: ORDER, ...more } });

const valuesOf = <V>(store: MemoryServerStore, noun: string, id: string): V =>
  store.allRows().find((row) => row.noun === noun && row.id === id)?.values as V;
export const orderOf = (store: MemoryServerStore, id = ORDER): OrderValues =>
  valuesOf<OrderValues>(store, 'order', id);
export const lineOf = (store: MemoryServerStore, id = ORDER): OrderLineValues =>
  valuesOf<OrderLineValues>(store, 'orderLine', lineIdOf(id, 0));
export const standing = (store: MemoryServerStore) => {
  const { stock, reserved } = valuesOf<ListingValues>(store, 'listing', CHIPS);
  return { status: orderOf(store).status, stock, reserved };
};
