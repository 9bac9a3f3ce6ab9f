/** Orders from phone to phone over a real PostgreSQL: two buyers at once, news that comes late, stock that is sold meanwhile. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ListingValues } from '#domain/listing';
import {
  OPEN_PER_BUYER,
  type OrderContactValues,
  type OrderLineValues,
  type OrderValues,
} from '#domain/order';
import { lineIdOf, offerText, writeLines, writeQuantities } from '#domain/order-lines';
import { nextOrderNumber } from '#domain/order-number';
import type { EnginePhone } from '#sync/testing/engine-phone';
import { connect, type Db } from './connect';
import { erasePerson } from './erase-person';
import { expireOrders } from './expire-orders';
import { newId } from './new-id';
import { pgServerStore } from './server-store';
import { personWithPhones, pgServer, type PgServer } from './testing/phones';
import { testDatabase, type TestDatabase } from './testing/test-database';

const VILLAGE = '63.11.07.2005';
/** Monday noon in WITA. */
const MONDAY_NOON = Date.UTC(2026, 10, 23, 4);
const TUESDAY_ENDS = Date.UTC(2026, 10, 24, 16);
const DAY = 24 * 60 * 60 * 1000;

let database: TestDatabase;
let db: Db;
let server: PgServer;
beforeAll(async () => {
  database = await testDatabase();
  db = connect(database.url);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});
beforeEach(() => {
  server = pgServer(db, MONDAY_NOON);
});

const one = async (): Promise<EnginePhone> => (await personWithPhones(server, 1))[0]!;

interface Stall {
  readonly seller: EnginePhone;
  readonly shopId: string;
  /** A product of which there are five, and one nobody counts. */
  readonly chips: string;
  readonly cake: string;
}

async function stall(stock = 5): Promise<Stall> {
  const seller = await one();
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

const wants = (listingId: string, quantity: number, price = 10_000, title = 'Keripik') => ({
  ...{ listingId, quantity, price, title, unit: 'bungkus' },
});

/** The buyer taps; nothing is sent yet. */
async function orders(
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

const orderOn = (phone: EnginePhone, id: string) =>
  phone.shows('order').find((row) => row.id === id)?.values as OrderValues;
const lineOn = (phone: EnginePhone, id: string, index = 0): OrderLineValues =>
  phone.shows('orderLine').find((row) => row.id === lineIdOf(id, index))?.values as OrderLineValues;
const goodsOn = (phone: EnginePhone, id: string): ListingValues =>
  phone.shows('listing').find((row) => row.id === id)?.values as ListingValues;
const does = (phone: EnginePhone, verb: string, input: Record<string, string>) =>
  phone.does({ action: `order.${verb}`, input });

async function promised(listingId: string): Promise<unknown> {
  const { rows } = await sql<{ stock: number; reserved: number; promised: number }>`
    select stock, reserved, (select coalesce(sum(reserved), 0)::int from order_line
      where listing_id = ${listingId}) as promised
    from listing where id = ${listingId}`.execute(db);
  return rows[0];
}

async function sync(...phones: EnginePhone[]): Promise<void> {
  for (const phone of phones) await phone.sync();
}

test('an order goes from a phone without signal to the stall and is handed over, and all phones end equal', async () => {
  const { seller, shopId, chips, cake } = await stall();
  const [buyer, other] = (await personWithPhones(server, 2)) as [EnginePhone, EnginePhone];
  const phone = '+6281234567890';
  const id = await orders(buyer, shopId, [wants(chips, 2), wants(cake, 1, 15_000, 'Bingka')], {
    phone,
  });
  expect(orderOn(buyer, id)).toMatchObject({ status: 'placed', lineCount: 2, shopName: '' });
  expect(lineOn(buyer, id)).toMatchObject({ title: 'Keripik', quantity: 2, cost: 10_000 });

  await sync(buyer, seller, other);
  expect(orderOn(seller, id)).toMatchObject({ status: 'placed', shopName: 'Warung Bu Ijah' });
  expect(seller.shows('orderContact')).toMatchObject([{ values: { phone } }]);
  expect(await promised(chips)).toEqual({ stock: 5, reserved: 2, promised: 2 });
  expect(lineOn(seller, id, 1)).toMatchObject({ reserved: 0, lacks: 0 });

  await does(seller, 'accept', { id, shopId });
  await does(seller, 'ready', { id, shopId });
  expect(orderOn(seller, id).status).toBe('ready');
  await sync(seller, buyer);
  expect(orderOn(buyer, id)).toMatchObject({ status: 'ready', acceptedMs: MONDAY_NOON });

  await does(seller, 'hand-over', { id, shopId });
  expect(goodsOn(seller, chips)).toMatchObject({ stock: 3, reserved: 0 });
  await sync(seller, buyer, other, seller);
  expect(await promised(chips)).toEqual({ stock: 3, reserved: 0, promised: 0 });
  const sales = seller
    .shows('movement')
    .filter(({ values }) => (values as { orderId: string }).orderId === id);
  expect(sales).toMatchObject([{ values: { reason: 'sale', quantity: -2, listingId: chips } }]);
  for (const noun of ['order', 'orderLine', 'orderContact']) {
    expect(buyer.shows(noun)).toEqual(seller.shows(noun));
    expect(other.shows(noun)).toEqual(seller.shows(noun));
  }
  expect(goodsOn(seller, cake)).toMatchObject({ stock: 0, counted: false });
  expect(server.poison).toEqual([]);
});

test('two buyers want the last piece at the same moment: one has it, the other is asked', async () => {
  const { seller, shopId, chips } = await stall(1);
  const buyers = await Promise.all(Array.from({ length: 6 }, one));
  const ids = await Promise.all(buyers.map((buyer) => orders(buyer, shopId, [wants(chips, 1)])));
  await Promise.all(buyers.map((buyer) => buyer.sync()));
  const standing = buyers.map((buyer, index) => orderOn(buyer, ids[index]!).status);
  expect(standing.toSorted()).toEqual(['asks', 'asks', 'asks', 'asks', 'asks', 'placed']);
  const short = standing.indexOf('asks');
  expect(lineOn(buyers[short]!, ids[short]!)).toMatchObject({
    wanted: 1,
    quantity: 0,
    why: 'short',
  });
  expect(await promised(chips)).toEqual({ stock: 1, reserved: 1, promised: 1 });
  await seller.sync();
  expect(goodsOn(seller, chips)).toMatchObject({ stock: 1, reserved: 1 });
  const face = seller.store.publicRows.get(`listing/${chips}`);
  expect(face?.values).toMatchObject({ availability: 'habis' });
  expect(face?.values).not.toHaveProperty('reserved');

  // Nothing is left to say yes to; what is given back can be ordered anew.
  await does(buyers[short]!, 'cancel', { id: ids[short]! });
  const lucky = standing.indexOf('placed');
  await does(buyers[lucky]!, 'cancel', { id: ids[lucky]! });
  await sync(buyers[short]!, buyers[lucky]!);
  expect(await promised(chips)).toEqual({ stock: 1, reserved: 0, promised: 0 });
  const again = await orders(buyers[short]!, shopId, [wants(chips, 1)]);
  await sync(buyers[short]!, seller);
  expect(orderOn(seller, again)).toMatchObject({ status: 'placed' });
  expect(server.poison).toEqual([]);
});

describe('what is no longer as the buyer saw it is asked, never refused in silence:', () => {
  test('less is there than was ordered, and the buyer takes it', async () => {
    const { seller, shopId, chips } = await stall(3);
    const buyer = await one();
    const id = await orders(buyer, shopId, [wants(chips, 5)]);
    await sync(buyer);
    expect(orderOn(buyer, id)).toMatchObject({ status: 'asks', askedBy: 'stock' });
    const line = lineOn(buyer, id);
    expect(line).toMatchObject({ wanted: 5, quantity: 3, why: 'short', reserved: 3 });
    await does(buyer, 'agree', { id, offer: offerText([line]) });
    await sync(buyer, seller);
    expect(orderOn(seller, id)).toMatchObject({ status: 'placed', agreedMs: server.nowMs });
    expect(lineOn(seller, id)).toMatchObject({ wanted: 5, quantity: 3, cost: 10_000 });
  });

  test('it costs more since; what costs less costs less without a question', async () => {
    const { seller, shopId, chips, cake } = await stall();
    const buyer = await one();
    const dearer = await orders(buyer, shopId, [wants(chips, 1)]);
    const cheaper = await orders(buyer, shopId, [wants(cake, 2, 15_000, 'Bingka')]);
    const edit = (id: string, price: number) => ({
      action: 'listing.edit',
      input: { id, shopId, price },
    });
    await seller.does(edit(chips, 12_000), edit(cake, 14_000));
    await sync(seller, buyer);
    expect(orderOn(buyer, dearer).status).toBe('asks');
    expect(lineOn(buyer, dearer)).toMatchObject({ price: 10_000, cost: 12_000, why: 'price' });
    expect(orderOn(buyer, cheaper).status).toBe('placed');
    expect(lineOn(buyer, cheaper)).toMatchObject({ price: 15_000, cost: 14_000, why: '' });
  });

  test.each([
    ['the product was removed', 'listing.remove', 'gone', 0],
    ['the product was hidden', 'listing.hide', 'gone', 0],
    ['the shop is closed for now', 'shop.edit', 'closed', 2],
    ['the seller says that it has run out', 'listing.edit', 'short', 0],
  ])('%s', async (_what, action, why, quantity) => {
    const { seller, shopId, chips } = await stall();
    const buyer = await one();
    const id = await orders(buyer, shopId, [wants(chips, 2)]);
    const goods = { id: chips, shopId, ...(action === 'listing.edit' ? { soldOut: true } : {}) };
    const input = action === 'shop.edit' ? { id: shopId, open: false } : goods;
    await seller.does({ action, input });
    await sync(seller, buyer, seller);
    for (const phone of [buyer, seller]) {
      expect(orderOn(phone, id)).toMatchObject({ status: 'asks', askedBy: 'stock' });
      expect(lineOn(phone, id)).toMatchObject({ wanted: 2, quantity, why });
    }
    expect(await promised(chips)).toMatchObject({ reserved: quantity });
    if (quantity > 0) return;
    // There is nothing to say yes to.
    const offer = offerText([lineOn(buyer, id)]);
    expect(await buyer.tap({ action: 'order.agree', input: { id, offer } })).toEqual({
      ok: false,
      code: 'order.nothing_left',
    });
  });

  test('the seller has less than the count says: the buyer is asked, and then it is accepted', async () => {
    const { seller, shopId, chips, cake } = await stall();
    const buyer = await one();
    const id = await orders(buyer, shopId, [wants(chips, 4), wants(cake, 2, 15_000, 'Bingka')]);
    await sync(buyer, seller);
    await does(seller, 'accept-part', { id, shopId, quantities: writeQuantities([3, 0]) });
    expect(orderOn(seller, id)).toMatchObject({ status: 'asks', askedBy: 'seller' });
    await sync(seller, buyer);
    expect(await promised(chips)).toEqual({ stock: 5, reserved: 3, promised: 3 });
    const lines = [lineOn(buyer, id, 0), lineOn(buyer, id, 1)];
    expect(lines).toMatchObject([
      { quantity: 3, why: 'seller' },
      { quantity: 0, why: 'seller' },
    ]);
    // Nobody agrees to what they did not see.
    expect(
      await buyer.tap({ action: 'order.agree', input: { id, offer: '4*10000 2*15000' } }),
    ).toEqual({
      ok: false,
      code: 'order.offer_changed',
    });
    await does(buyer, 'agree', { id, offer: offerText(lines) });
    await sync(buyer, seller);
    expect(orderOn(seller, id)).toMatchObject({ status: 'accepted' });
  });
});

describe('the stall is never refused a sale', () => {
  test('and the newest promises are the ones that can not be kept', async () => {
    const { seller, shopId, chips } = await stall(5);
    const [early, late] = await Promise.all([one(), one()]);
    const first = await orders(early, shopId, [wants(chips, 2)]);
    await sync(early);
    server.nowMs += 1000;
    const second = await orders(late, shopId, [wants(chips, 3)]);
    await sync(late);
    const sale = { id: newId(), listingId: chips, shopId, quantity: -2, reason: 'sale' };
    await seller.does({ action: 'movement.record', input: sale });
    await sync(seller, early, late);
    expect(await promised(chips)).toEqual({ stock: 3, reserved: 3, promised: 3 });
    expect(lineOn(seller, first)).toMatchObject({ reserved: 2, lacks: 0 });
    expect(lineOn(seller, second)).toMatchObject({ reserved: 1, lacks: 2 });
    expect(lineOn(late, second)).toMatchObject({ lacks: 2 });

    // New goods come before the seller says yes: they are kept for the order again.
    const more = { id: newId(), listingId: chips, shopId, quantity: 1, reason: 'restock' };
    await seller.does({ action: 'movement.record', input: more });
    await does(seller, 'accept', { id: second, shopId });
    await sync(seller);
    expect(lineOn(seller, second)).toMatchObject({ reserved: 2, lacks: 1 });
    // What is handed over leaves, counted or not: the count goes on below what is promised to nobody.
    await does(seller, 'hand-over', { id: second, shopId });
    await sync(seller, early);
    expect(await promised(chips)).toEqual({ stock: 1, reserved: 1, promised: 1 });
    expect(lineOn(early, first)).toMatchObject({ reserved: 1, lacks: 1 });
    expect(server.poison).toEqual([]);
  });

  test('ten stalls and ten buyers at once leave exactly what is true', async () => {
    const { shopId, chips, seller } = await stall(40);
    const helpers = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const { phones } = { phones: [await one()] };
        const right = { id: newId(), personId: phones[0]!.personId, role: 'helper', shopId };
        await seller.does({ action: 'grant.give', input: right });
        return phones[0]!;
      }),
    );
    await seller.sync();
    await sync(...helpers);
    const buyers = await Promise.all(Array.from({ length: 6 }, one));
    for (const [n, buyer] of buyers.entries()) {
      for (let i = 0; i < 3; i += 1) await orders(buyer, shopId, [wants(chips, 1 + ((n + i) % 4))]);
    }
    for (const helper of helpers) {
      for (let i = 0; i < 5; i += 1) {
        const sale = { id: newId(), listingId: chips, shopId, quantity: -2, reason: 'sale' };
        await helper.does({ action: 'movement.record', input: sale });
      }
    }
    await Promise.all([...buyers, ...helpers].map((phone) => phone.sync()));
    await sync(seller);
    const standing = (await promised(chips)) as {
      stock: number;
      reserved: number;
      promised: number;
    };
    expect(standing.stock).toBe(0);
    expect(standing).toEqual({ stock: 0, reserved: 0, promised: 0 });
    const lines = seller.shows('orderLine').map(({ values }) => values as OrderLineValues);
    expect(lines).toHaveLength(18);
    for (const { quantity, reserved, lacks } of lines) expect(reserved + lacks).toBe(quantity);
    expect(server.poison).toEqual([]);
  });
});

describe('when time has passed', () => {
  test('what nobody answered expires at the end of the next day in WITA, and the goods are free again', async () => {
    const store = pgServerStore(db);
    await expireOrders(db, store, Date.UTC(2027, 0, 1));
    const { seller, shopId, chips } = await stall();
    const buyer = await one();
    // A phone that is years behind: what counts is when the order arrived.
    buyer.aheadMs = -4 * 365 * DAY;
    const id = await orders(buyer, shopId, [wants(chips, 2)]);
    await sync(buyer, seller);
    expect(orderOn(buyer, id)).toMatchObject({ expiresMs: TUESDAY_ENDS, placedMs: MONDAY_NOON });
    server.nowMs = TUESDAY_ENDS - 1;
    expect(await expireOrders(db, store, server.nowMs)).toBe(0);
    server.nowMs = TUESDAY_ENDS;
    // Any number of processes may look at the same moment.
    const expired = await Promise.all(
      Array.from({ length: 4 }, () => expireOrders(db, pgServerStore(db), server.nowMs)),
    );
    expect(expired.reduce((sum, n) => sum + n)).toBe(1);
    expect(await promised(chips)).toEqual({ stock: 5, reserved: 0, promised: 0 });
    await sync(buyer, seller);
    for (const phone of [buyer, seller]) {
      expect(orderOn(phone, id)).toMatchObject({ status: 'expired', endedMs: TUESDAY_ENDS });
    }
    expect(await seller.tap({ action: 'order.accept', input: { id, shopId } })).toEqual({
      ok: false,
      code: 'order.is_expired',
    });
  });

  test('goods that changed hands without signal did so, however late the seller says it', async () => {
    const { seller, shopId, chips } = await stall();
    const buyer = await one();
    const id = await orders(buyer, shopId, [wants(chips, 2)]);
    await sync(buyer, seller);
    await does(seller, 'accept', { id, shopId });
    await does(seller, 'hand-over', { id, shopId });
    server.nowMs += 4 * DAY;
    await expireOrders(db, pgServerStore(db), server.nowMs);
    await sync(seller, buyer);
    expect(seller.refused()).toEqual(['order.is_expired']);
    expect(orderOn(buyer, id)).toMatchObject({ status: 'done' });
    expect(await promised(chips)).toEqual({ stock: 3, reserved: 0, promised: 0 });
  });

  test('a yes of the seller gives it another day', async () => {
    const { seller, shopId, chips } = await stall();
    const buyer = await one();
    const id = await orders(buyer, shopId, [wants(chips, 2)]);
    await sync(buyer, seller);
    server.nowMs += DAY;
    await does(seller, 'accept', { id, shopId });
    await sync(seller);
    expect(orderOn(seller, id)).toMatchObject({ expiresMs: TUESDAY_ENDS + DAY });
    expect(await expireOrders(db, pgServerStore(db), TUESDAY_ENDS)).toBe(0);
  });
});

describe('numbers', () => {
  test('two phones that gave one number: the later order gets another name, and keeps its number', async () => {
    const { seller, shopId, cake } = await stall();
    const buyers = await Promise.all(Array.from({ length: 4 }, one));
    const place = async (buyer: EnginePhone) => {
      const lines = writeLines([wants(cake, 1, 15_000, 'Bingka')]);
      const id = newId();
      const input = { id, shopId, number: `2005-K7-${(seq += 1) > 0 ? 1 : 0}`, lines };
      await buyer.does({ action: 'order.place', input });
      return id;
    };
    let seq = 0;
    for (const buyer of buyers) await place(buyer);
    await Promise.all(buyers.map((buyer) => buyer.sync()));
    await seller.sync();
    const held = seller.shows('order').map(({ values }) => values as OrderValues);
    expect(held.map(({ number }) => number)).toEqual(Array(4).fill('2005-K7-1'));
    expect(held.map(({ alias }) => alias).toSorted()).toEqual([
      '',
      ...['B', 'C', 'D'].map((letter) => `2005-K7-1-${letter}`),
    ]);
    expect(server.poison).toEqual([]);
  });
});

describe('who may', () => {
  test('a buyer has so many open orders and no more', async () => {
    const { shopId, cake } = await stall();
    const [phone, twin] = (await personWithPhones(server, 2)) as [EnginePhone, EnginePhone];
    const line = () => [wants(cake, 1, 15_000, 'Bingka')];
    for (let n = 0; n < OPEN_PER_BUYER - 1; n += 1) await orders(phone, shopId, line());
    await sync(phone);
    await orders(phone, shopId, line());
    await orders(twin, shopId, line());
    await Promise.all([phone.sync(), twin.sync()]);
    expect([...phone.refused(), ...twin.refused()]).toEqual(['order.too_many_open']);
  });

  test('nobody touches the order of another, and nobody learns of it', async () => {
    const { seller, shopId, chips } = await stall();
    const [buyer, stranger] = await Promise.all([one(), one()]);
    const phone = '+6281234567890';
    const id = await orders(buyer, shopId, [wants(chips, 2)], { phone });
    await sync(buyer, stranger);
    expect([...stranger.shows('order'), ...stranger.shows('orderContact')]).toEqual([]);
    const ours = await stall();
    await sync(ours.seller);
    expect(ours.seller.shows('order')).toEqual([]);
    const offer = '2*10000';
    for (const [action, input] of [
      ['order.cancel', { id }],
      ['order.agree', { id, offer }],
      ['order.accept', { id, shopId }],
      ['order.accept', { id, shopId: ours.shopId }],
      ['order.hand-over', { id, shopId: ours.shopId }],
    ] as const) {
      expect(await stranger.tap({ action, input })).toEqual({ ok: false, code: 'order.unknown' });
    }
    expect(await seller.tap({ action: 'order.place', input: ownOrder(shopId, chips) })).toEqual({
      ok: false,
      code: 'order.own_shop',
    });
  });

  test('the facilitator of the village helps the shop, and is not told the number of the buyer', async () => {
    const { seller, shopId, chips } = await stall();
    const [buyer, facilitator] = await Promise.all([one(), one()]);
    const right = { id: newId(), person_id: facilitator.personId, given_by: facilitator.personId };
    const role = { role: 'facilitator', village: VILLAGE, shop_id: null } as const;
    const row = { ...right, ...role, person_name: '', status: 'active' as const, versions: {} };
    await db.insertInto('right_grant').values(row).execute();
    const id = await orders(buyer, shopId, [wants(chips, 2)], { phone: '+6281234567890' });
    await sync(buyer, facilitator);
    expect(
      facilitator.shows('orderContact').map(({ values }) => values as OrderContactValues),
    ).toEqual([]);
    await does(facilitator, 'accept', { id, shopId });
    await sync(facilitator, seller);
    expect(orderOn(seller, id)).toMatchObject({ status: 'accepted' });
  });

  const ownOrder = (shopId: string, listingId: string) => ({
    ...{ id: newId(), shopId, number: '2005-K7-1', lines: writeLines([wants(listingId, 1)]) },
  });
});

test('a buyer who is erased leaves no name in the shop, and what was kept for them is free again', async () => {
  const { seller, shopId, chips } = await stall();
  const buyer = await one();
  const who = { id: buyer.personId, name: 'Amang Udin', village: VILLAGE };
  await buyer.does({ action: 'person.introduce', input: who });
  const more = { phone: '+6281234567890', note: 'untuk Udin' };
  const id = await orders(buyer, shopId, [wants(chips, 2)], more);
  await sync(buyer, seller);
  expect(orderOn(seller, id)).toMatchObject({ buyerName: 'Amang Udin', note: 'untuk Udin' });
  await erasePerson(db, buyer.personId);
  await sync(seller);
  expect([...seller.shows('order'), ...seller.shows('orderContact')]).toEqual([]);
  expect(goodsOn(seller, chips)).toMatchObject({ stock: 5, reserved: 0 });
  const left =
    await sql`select buyer_name, note, status from market_order where id = ${id}`.execute(db);
  expect(left.rows).toEqual([{ buyer_name: '', note: '', status: 'cancelled' }]);
});

test('[S10] an order does not vanish from the screen while others are still at work in the database', async () => {
  const { shopId, chips } = await stall();
  const buyer = await one();
  const id = await orders(buyer, shopId, [wants(chips, 1)]);
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  let begun: () => void = () => undefined;
  const isHolding = new Promise<void>((resolve) => (begun = resolve));
  const longOne = db.transaction().execute(async (tx) => {
    await sql`select pg_current_xact_id()`.execute(tx);
    begun();
    await held;
  });
  await isHolding;
  const seen: unknown[] = [];
  await buyer.sync((answer) => {
    seen.push([answer.more, orderOn(buyer, id)?.status]);
    letGo();
  });
  await longOne;
  expect(seen[0]).toEqual([true, 'placed']);
  expect(seen.at(-1)).toEqual([false, 'placed']);
  expect(orderOn(buyer, id)).toMatchObject({ shopName: 'Warung Bu Ijah' });
});

test('the database itself promises no more of what is counted than is there', async () => {
  const { chips } = await stall(2);
  await expect(
    sql`update listing set reserved = 3 where id = ${chips}`.execute(db),
  ).rejects.toThrow(/listing_promises_are_there/);
  await expect(
    sql`update listing set reserved = -1 where id = ${chips}`.execute(db),
  ).rejects.toThrow(/listing_reserved_range/);
});
