/** Orders in time, under their names and in the right hands, over a real PostgreSQL. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { OPEN_PER_BUYER, type OrderContactValues, type OrderValues } from '#domain/order';
import { writeLines } from '#domain/order-lines';
import type { EnginePhone } from '#sync/testing/engine-phone';
import { connect, type Db } from './connect';
import { erasePerson } from './erase-person';
import { expireOrders } from './expire-orders';
import { newId } from './new-id';
import { pgServerStore } from './server-store';
import { personWithPhones, pgServer, type PgServer } from './testing/phones';
import {
  does,
  goodsOn,
  lineOn,
  MONDAY_NOON,
  openStall,
  orderOn,
  orders,
  promisedOf,
  somebody,
  sync,
  VILLAGE,
  wants,
} from './testing/stall';
import { testDatabase, type TestDatabase } from './testing/test-database';
import { untilWaiting } from './testing/until-waiting';

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

const one = () => somebody(server);
const stall = (stock = 5) => openStall(server, stock);
const promised = (listingId: string) => promisedOf(db, listingId);

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
    expect(await expireOrders(db, store, server.nowMs)).toMatchObject({ expired: 0 });
    server.nowMs = TUESDAY_ENDS;
    // Any number of processes may look at the same moment.
    const expired = await Promise.all(
      Array.from({ length: 4 }, () => expireOrders(db, pgServerStore(db), server.nowMs)),
    );
    expect(expired.reduce((sum, one) => sum + one.expired, 0)).toBe(1);
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

  test('one order that can not be ended keeps no other one waiting, whatever the reason', async () => {
    const store = pgServerStore(db);
    const { shopId, cake } = await stall();
    const buyers = await Promise.all([one(), one(), one(), one()]);
    for (const [n, buyer] of buyers.entries()) {
      server.nowMs = MONDAY_NOON + n * DAY;
      await orders(buyer, shopId, [wants(cake, 1, 15_000, 'Bingka')]);
      await buyer.sync();
    }
    const [first, second] = buyers.map((buyer) => buyer.shows('order')[0]?.id ?? '');
    // The first is broken for good, the second only while somebody holds it.
    const broken: typeof store = {
      ...store,
      transaction: (work) =>
        store.transaction(async (tx) => {
          const result = await work(tx);
          const isOpen = async (id = '') =>
            (await tx.readRow({ noun: 'order', id }))?.values.status === 'expired';
          if (await isOpen(first)) throw new Error('constraint');
          if (await isOpen(second)) throw Object.assign(new Error('held'), { code: '55P03' });
          return result;
        }),
    };
    server.nowMs += 3 * DAY;
    const looked = await expireOrders(db, broken, server.nowMs, null, 2);
    expect(looked).toMatchObject({ expired: 0, to: { id: second }, isStopped: true });
    expect(looked.failures).toHaveLength(2);
    const rest = await expireOrders(db, broken, server.nowMs, looked.to, 3);
    expect(rest).toMatchObject({ expired: 2, to: null, failures: [] });
    expect(await expireOrders(db, store, server.nowMs)).toMatchObject({ expired: 2 });
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
    expect(await expireOrders(db, pgServerStore(db), TUESDAY_ENDS)).toMatchObject({ expired: 0 });
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
  expect(seller.shows('orderContact')).toEqual([]);
  expect(orderOn(seller, id)).toMatchObject({ status: 'cancelled', buyerName: '', note: '' });
  expect(lineOn(seller, id)).toMatchObject({ title: 'Keripik', quantity: 2, reserved: 0 });
  expect(goodsOn(seller, chips)).toMatchObject({ stock: 5, reserved: 0 });
  const left =
    await sql`select buyer_name, note, status from market_order where id = ${id}`.execute(db);
  expect(left.rows).toEqual([{ buyer_name: '', note: '', status: 'cancelled' }]);
});

test('a seller who is erased leaves the buyer a bare order that says it came to nothing', async () => {
  const { seller, shopId, chips, cake } = await stall();
  const buyer = await one();
  const phone = '+6281234567890';
  const id = await orders(buyer, shopId, [wants(chips, 2)], { phone });
  const handed = await orders(buyer, shopId, [wants(cake, 1, 15_000, 'Bingka')]);
  await sync(buyer, seller);
  for (const verb of ['accept', 'hand-over']) await does(seller, verb, { id: handed, shopId });
  await sync(seller, buyer);
  await erasePerson(db, seller.personId);
  await sync(buyer);
  expect(buyer.shows('orderContact')).toEqual([]);
  expect(orderOn(buyer, id)).toMatchObject({ status: 'cancelled', shopName: '', lineCount: 1 });
  expect(orderOn(buyer, id).endedMs).toBeGreaterThan(0);
  expect(orderOn(buyer, handed)).toMatchObject({ status: 'done', shopName: '' });
  expect(lineOn(buyer, id)).toMatchObject({ title: '', quantity: 2, reserved: 0 });
  // Nobody is left who could do anything about it, and once both are forgotten nobody holds it.
  await erasePerson(db, buyer.personId);
  const held = await sql`select scope from feed where row_id = ${id} and not gone`.execute(db);
  expect(held.rows).toEqual([]);
});

test('[S15] an order that is being placed while its seller is erased is ended as well', async () => {
  const { seller, shopId, chips } = await stall();
  const buyer = await one();
  const id = await orders(buyer, shopId, [wants(chips, 2)]);
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  let begun: () => void = () => undefined;
  const isPlaced = new Promise<void>((resolve) => (begun = resolve));
  const { store } = server;
  const slow: typeof store = {
    ...store,
    transaction: (work) =>
      store.transaction(async (tx) => {
        const result = await work(tx);
        if (await tx.readRow({ noun: 'order', id })) {
          begun();
          await held;
        }
        return result;
      }),
  };
  Object.assign(server, { store: slow });
  const sending = buyer.sync();
  await isPlaced;
  const erasure = erasePerson(db, seller.personId);
  await untilWaiting(db, 1);
  letGo();
  await Promise.all([sending, erasure]);
  const left = await sql`select status, shop_name from market_order where id = ${id}`.execute(db);
  expect(left.rows).toEqual([{ status: 'cancelled', shop_name: '' }]);
  await sync(buyer);
  expect(orderOn(buyer, id)).toMatchObject({ status: 'cancelled', shopName: '' });
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
  const seen: [boolean, string | undefined][] = [];
  await buyer.sync((answer) => {
    seen.push([answer.more, orderOn(buyer, id)?.status]);
    letGo();
  });
  await longOne;
  expect(seen[0]).toEqual([true, 'placed']);
  expect(seen.every(([, status]) => status === 'placed')).toBe(true);
  await buyer.sync();
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
