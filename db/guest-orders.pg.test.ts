/** Orders of people without an account, and of people whose number nobody has seen, over a real PostgreSQL. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { OPEN_GUESTS_PER_SHOP, OPEN_PER_GUEST, OPEN_PER_NUMBER } from '#domain/order';
import { offerText, writeLines, writeQuantities } from '#domain/order-lines';
import type { EnginePhone } from '#sync/testing/engine-phone';
import { adoptGuest } from './adopt-guest';
import { connect, type Db } from './connect';
import { expireOrders } from './expire-orders';
import { newId } from './new-id';
import { pgServer, type PgServer } from './testing/phones';
import {
  does,
  guest,
  lineOn,
  MONDAY_NOON,
  openStall,
  orderOn,
  orders,
  promisedOf,
  somebody,
  sync,
  wants,
} from './testing/stall';
import { testDatabase, type TestDatabase } from './testing/test-database';

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

const stall = (stock = 5) => openStall(server, stock);
const promised = (listingId: string) => promisedOf(db, listingId);
let numbers = 0;
/** A number nobody has ordered with yet. */
const freshNumber = () => `+62812${String(30_000_000 + (numbers += 1))}`;
const asGuest = (
  buyer: EnginePhone,
  shopId: string,
  lines: Parameters<typeof orders>[2],
  phone = freshNumber(),
) => orders(buyer, shopId, lines, { phone });

test('a guest orders without signal; goods are kept for her from the seller’s yes on; both phones end equal', async () => {
  const { seller, shopId, chips } = await stall();
  const buyer = await guest(server);
  const id = await asGuest(buyer, shopId, [wants(chips, 2)]);
  expect(orderOn(buyer, id)).toMatchObject({ status: 'placed', trust: 'guest' });
  await sync(buyer, seller);
  expect(orderOn(seller, id)).toMatchObject({
    ...{ status: 'placed', trust: 'guest', buyerName: 'Acil Imah' },
  });
  expect(seller.shows('orderContact')).toMatchObject([{ values: { waits: true } }]);
  expect(await promised(chips)).toEqual({ stock: 5, reserved: 0, promised: 0 });

  await does(seller, 'accept', { id, shopId });
  await sync(seller);
  expect(await promised(chips)).toEqual({ stock: 5, reserved: 2, promised: 2 });
  await does(seller, 'ready', { id, shopId });
  await does(seller, 'hand-over', { id, shopId });
  await sync(seller, buyer);
  expect(await promised(chips)).toEqual({ stock: 3, reserved: 0, promised: 0 });
  for (const noun of ['order', 'orderLine', 'orderContact']) {
    expect(buyer.shows(noun)).toEqual(seller.shows(noun));
  }
  expect(buyer.shows('orderContact')).toMatchObject([{ values: { waits: false } }]);
  expect(server.poison).toEqual([]);
});

test('for an account goods are kept at once; whether anybody has seen its number is told to the seller', async () => {
  const { seller, shopId, chips } = await stall();
  const [unchecked, known] = await Promise.all([somebody(server), somebody(server)]);
  const seen = { name: 'Bu Rina', village: '', phone_verified_ms: 1, phone_verified_by: newId() };
  const row = { id: known.personId, ...seen, versions: {} };
  await db.insertInto('person').values(row).execute();
  const ids = [
    await orders(unchecked, shopId, [wants(chips, 2)]),
    await orders(known, shopId, [wants(chips, 1)]),
  ] as const;
  await sync(unchecked, known, seller);
  expect(ids.map((id) => orderOn(seller, id).trust)).toEqual(['unchecked', 'known']);
  expect(await promised(chips)).toMatchObject({ reserved: 3 });
});

test('two guests and the last piece: who gets the seller’s yes first has it, the other order says what it lacks', async () => {
  const { seller, shopId, chips } = await stall(1);
  const [first, second] = await Promise.all([guest(server), guest(server)]);
  const ids = [
    await asGuest(first, shopId, [wants(chips, 1)]),
    await asGuest(second, shopId, [wants(chips, 1)]),
  ] as const;
  await sync(first, second, seller);
  for (const id of ids.toReversed()) await does(seller, 'accept', { id, shopId });
  await sync(seller);
  expect(lineOn(seller, ids[1])).toMatchObject({ reserved: 1, lacks: 0 });
  expect(lineOn(seller, ids[0])).toMatchObject({ reserved: 0, lacks: 1 });
  expect(await promised(chips)).toEqual({ stock: 1, reserved: 1, promised: 1 });
});

test('less than she wants: she is asked as everybody is, and nothing is kept until the yes', async () => {
  const { seller, shopId, chips } = await stall(3);
  const buyer = await guest(server);
  const id = await asGuest(buyer, shopId, [wants(chips, 5)]);
  await sync(buyer);
  expect(orderOn(buyer, id)).toMatchObject({ status: 'asks', askedBy: 'stock' });
  await does(buyer, 'agree', { id, offer: offerText([lineOn(buyer, id)]) });
  await sync(buyer, seller);
  expect(orderOn(seller, id)).toMatchObject({ status: 'placed' });
  expect(await promised(chips)).toMatchObject({ reserved: 0 });
  // The seller has two of them: her yes to two is the moment from which they are kept.
  await does(seller, 'accept-part', { id, shopId, quantities: writeQuantities([2]) });
  await sync(seller, buyer);
  expect(await promised(chips)).toMatchObject({ reserved: 0 });
  await does(buyer, 'agree', { id, offer: offerText([lineOn(buyer, id)]) });
  await sync(buyer);
  expect(orderOn(buyer, id)).toMatchObject({ status: 'accepted' });
  expect(await promised(chips)).toEqual({ stock: 3, reserved: 2, promised: 2 });
  await does(buyer, 'cancel', { id });
  await sync(buyer);
  expect(await promised(chips)).toEqual({ stock: 3, reserved: 0, promised: 0 });
});

describe('open orders of guests are bounded', () => {
  test('by the phone: so many and no more, until one is over', async () => {
    const { shopId, cake } = await stall();
    const buyer = await guest(server);
    const line = () => [wants(cake, 1, 15_000, 'Bingka')];
    const ids: string[] = [];
    for (let n = 0; n <= OPEN_PER_GUEST; n += 1) ids.push(await asGuest(buyer, shopId, line()));
    await sync(buyer);
    expect(buyer.refused()).toEqual(['order.guest_full']);
    await does(buyer, 'cancel', { id: ids[0]! });
    await sync(buyer);
    const again = await asGuest(buyer, shopId, line());
    await sync(buyer);
    expect(orderOn(buyer, again)).toMatchObject({ status: 'placed' });
  });

  test('by the number, whatever phones name it; one that is over makes room', async () => {
    const { seller, shopId, cake } = await stall();
    const number = freshNumber();
    const line = [wants(cake, 1, 15_000, 'Bingka')];
    const buyers = await Promise.all(
      Array.from({ length: OPEN_PER_NUMBER + 1 }, () => guest(server)),
    );
    const ids: string[] = [];
    for (const buyer of buyers) {
      ids.push(await asGuest(buyer, shopId, line, number));
      await sync(buyer);
    }
    expect(buyers.map((buyer) => buyer.refused()).flat()).toEqual(['order.number_full']);
    await sync(seller);
    await does(seller, 'refuse', { id: ids[0]!, shopId, reason: 'closed' });
    await sync(seller);
    const late = await guest(server);
    const id = await asGuest(late, shopId, line, number);
    await sync(late);
    expect(orderOn(late, id)).toMatchObject({ status: 'placed' });
    // Time makes room as well.
    server.nowMs += 3 * DAY;
    await expireOrders(db, server.store, server.nowMs);
    await sync(late);
    expect(late.shows('orderContact')).toMatchObject([{ values: { waits: false } }]);
  });

  test('by the shop: people with an account still find room in it', async () => {
    const { shopId, cake } = await stall();
    const line = [wants(cake, 1, 15_000, 'Bingka')];
    const few = OPEN_PER_GUEST;
    for (let n = 0; n < OPEN_GUESTS_PER_SHOP; n += few) {
      const buyer = await guest(server);
      for (let m = 0; m < few; m += 1) await asGuest(buyer, shopId, line);
      await sync(buyer);
      expect(buyer.refused()).toEqual([]);
    }
    const late = await guest(server);
    await asGuest(late, shopId, line);
    await sync(late);
    expect(late.refused()).toEqual(['order.shop_is_full']);
    const member = await somebody(server);
    const id = await orders(member, shopId, line);
    await sync(member);
    expect(orderOn(member, id)).toMatchObject({ status: 'placed' });
  });
});

test('a guest says who she is and how to reach her, on her phone and on the server', async () => {
  const { shopId, chips } = await stall();
  const buyer = await guest(server);
  const said = { id: newId(), shopId, number: '2005-K7-1', lines: writeLines([wants(chips, 1)]) };
  const place = (input: Record<string, string>) => buyer.tap({ action: 'order.place', input });
  expect(await place(said)).toEqual({ ok: false, code: 'order.phone_missing' });
  const nobody = await guest(server, 'x');
  await sync(nobody);
  await db.updateTable('person').set({ name: '' }).where('id', '=', nobody.personId).execute();
  await asGuest(nobody, shopId, [wants(chips, 1)]);
  await sync(nobody);
  expect(nobody.refused()).toEqual(['person.name_missing']);
});

test('when she signs in to an account she has, the orders are hers on all her phones', async () => {
  const { seller, shopId, chips } = await stall();
  const buyer = await guest(server);
  const id = await asGuest(buyer, shopId, [wants(chips, 2)]);
  await sync(buyer, seller);
  const owner = await somebody(server);
  const { deviceId, personId: guestId } = buyer;
  const adoption = { deviceId, guestId, personId: owner.personId };
  await adoptGuest(db, adoption, server.nowMs);
  await sync(owner, seller);
  expect(orderOn(owner, id)).toMatchObject({ buyerId: owner.personId, trust: 'guest' });
  expect(lineOn(owner, id)).toMatchObject({ buyerId: owner.personId });
  expect(owner.shows('orderContact')).toHaveLength(1);
  expect(orderOn(seller, id)).toMatchObject({ buyerId: owner.personId });
  await does(owner, 'cancel', { id });
  await sync(owner, seller);
  expect(orderOn(seller, id)).toMatchObject({ status: 'cancelled' });
});
