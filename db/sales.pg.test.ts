/** Sales at the stall over a real PostgreSQL: told late, from two phones, beside orders, taken back. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { backIdOf, lineIdOf, soldMoveIdOf, writeLines } from '#domain/order-lines';
import type { BaselineValues } from '#domain/baseline';
import type { SaleValues } from '#domain/sale';
import { shopScope, villageScope } from '#domain/scopes';
import { EnginePhone } from '#sync/testing/engine-phone';
import { stampMs } from '#sync/stamp';
import { connect, type Db } from './connect';
import { erasePerson } from './erase-person';
import { newId } from './new-id';
import { pgServer, type PgServer } from './testing/phones';
import {
  goodsOn,
  lineOn,
  MONDAY_NOON,
  openStall,
  orders,
  promisedOf,
  somebody,
  sync,
  VILLAGE,
  wants,
} from './testing/stall';
import { testDatabase, type TestDatabase } from './testing/test-database';

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

interface Sold {
  readonly lines?: ReturnType<typeof wants>[];
  readonly amount?: number;
  readonly words?: string;
  readonly channel?: string;
}

/** The seller taps; nothing is sent yet. */
async function sells(phone: EnginePhone, shopId: string, { lines, ...more }: Sold) {
  const id = newId();
  const input: Record<string, string | number> = { id, shopId, ...more };
  if (lines) input.lines = writeLines(lines);
  const tapped = await phone.tap({ action: 'sale.record', input });
  return { id, ...tapped };
}
const takesBack = (phone: EnginePhone, id: string, shopId: string) =>
  phone.tap({ action: 'sale.take-back', input: { id, shopId } });

const saleOn = (phone: EnginePhone, id: string) =>
  phone.shows('sale').find((row) => row.id === id)?.values as SaleValues | undefined;

/** The seller's second phone, which has heard all there is. */
async function secondPhone({ personId }: EnginePhone): Promise<EnginePhone> {
  const id = newId();
  await db
    .insertInto('device')
    .values({ id, node: id.slice(-12), person_id: personId })
    .execute();
  const phone = new EnginePhone(server, id, personId);
  await phone.sync();
  return phone;
}

/** The moment the book goes by, as a phone holds it. */
function saidAt(phone: EnginePhone, id: string): string {
  const row = phone.store.inspect().rows.find((one) => one.id === id && one.noun === 'sale');
  return row?.view?.versions.total?.order ?? '';
}

test('a sale without signal lowers the stock at once, names itself in the movement, and both phones end equal', async () => {
  const { seller, shopId, chips, cake } = await openStall(server, 5);
  const other = await secondPhone(seller);
  const lines = [wants(chips, 2), wants(cake, 1, 15_000, 'Bingka')];
  const { id, ok } = await sells(seller, shopId, { lines, amount: 3_000, words: 'Es teh' });
  expect(ok).toBe(true);
  expect(saleOn(seller, id)).toMatchObject({ total: 38_000, lineCount: 3, channel: 'stall' });
  expect(goodsOn(seller, chips).stock).toBe(3);

  await sync(seller, other);
  expect(await promisedOf(db, chips)).toEqual({ stock: 3, reserved: 0, promised: 0 });
  const movements = other.shows('movement').filter(({ id: its }) => its === soldMoveIdOf(id, 0));
  expect(movements).toMatchObject([{ values: { saleId: id, quantity: -2, reason: 'sale' } }]);
  // What nobody counts leaves no count behind.
  expect(other.shows('movement').some(({ id: its }) => its === soldMoveIdOf(id, 1))).toBe(false);
  const free = other.shows('saleLine').find(({ id: its }) => its === lineIdOf(id, 2));
  expect(free?.values).toMatchObject({ listingId: '', title: 'Es teh', cost: 3_000, quantity: 1 });
  for (const noun of ['sale', 'saleLine', 'movement', 'listing']) {
    expect(other.shows(noun)).toEqual(seller.shows(noun));
  }
  expect(server.poison).toEqual([]);
});

test('a mistake is taken back by a sale of its own; noticed on both phones it is taken back once, and quietly', async () => {
  const { seller, shopId, chips } = await openStall(server, 5);
  const other = await secondPhone(seller);
  const { id } = await sells(seller, shopId, { lines: [wants(chips, 2)], channel: 'wa' });
  await sync(seller, other);
  expect(await takesBack(seller, id, shopId)).toMatchObject({ ok: true });
  expect(await takesBack(other, id, shopId)).toMatchObject({ ok: true });
  expect(await takesBack(other, id, shopId)).toEqual({ ok: false, code: 'sale.taken_back' });
  expect(goodsOn(seller, chips).stock).toBe(5);
  await sync(seller, other, seller, other);

  expect(await promisedOf(db, chips)).toEqual({ stock: 5, reserved: 0, promised: 0 });
  for (const phone of [seller, other]) {
    // Nothing disappears: both stand, and one says of the other that it was a mistake.
    expect(saleOn(phone, id)).toMatchObject({ total: 20_000, reverses: '' });
    expect(saleOn(phone, backIdOf(id))).toMatchObject({
      total: 20_000,
      reverses: id,
      channel: 'wa',
    });
    expect(phone.shows('sale')).toHaveLength(2);
    expect(phone.refused()).toEqual([]);
  }
  expect(other.shows('movement')).toEqual(seller.shows('movement'));
  expect(await takesBack(seller, backIdOf(id), shopId)).toMatchObject({ code: 'sale.unknown' });
  expect(server.poison).toEqual([]);
});

test('the stall sells what was promised to a buyer: the order says what it lacks, and stock stays true', async () => {
  const { seller, shopId, chips } = await openStall(server, 5);
  const buyer = await somebody(server);
  const order = await orders(buyer, shopId, [wants(chips, 3)]);
  await sync(buyer);
  const { id } = await sells(seller, shopId, { lines: [wants(chips, 4)] });
  await sync(seller, buyer);
  expect(await promisedOf(db, chips)).toEqual({ stock: 1, reserved: 1, promised: 1 });
  expect(lineOn(buyer, order)).toMatchObject({ reserved: 1, lacks: 2 });
  // More than there is: the count was wrong, the sale is not.
  const more = await sells(seller, shopId, { lines: [wants(chips, 6)] });
  await sync(seller);
  expect(await promisedOf(db, chips)).toEqual({ stock: -5, reserved: 0, promised: 0 });
  await takesBack(seller, more.id, shopId);
  await takesBack(seller, id, shopId);
  await sync(seller);
  expect(await promisedOf(db, chips)).toEqual({ stock: 5, reserved: 0, promised: 0 });
  expect(seller.refused()).toEqual([]);
  expect(server.poison).toEqual([]);
});

test('what was sold of a product that is no longer offered was sold all the same', async () => {
  const { seller, shopId, chips } = await openStall(server, 5);
  const other = await secondPhone(seller);
  await seller.does({ action: 'listing.remove', input: { id: chips, shopId } });
  const { id, ok } = await sells(seller, shopId, { lines: [wants(chips, 2)] });
  expect(ok).toBe(true);
  const unaware = await sells(other, shopId, { lines: [wants(chips, 1)] });
  await sync(seller, other, seller);
  await takesBack(seller, id, shopId);
  await sync(seller, other);
  expect(await promisedOf(db, chips)).toEqual({ stock: 4, reserved: 0, promised: 0 });
  expect(saleOn(seller, unaware.id)).toMatchObject({ total: 10_000 });
  expect(goodsOn(seller, chips)).toMatchObject({ status: 'removed', stock: 4 });
  for (const phone of [seller, other]) expect(phone.refused()).toEqual([]);
  expect(server.poison).toEqual([]);
});

test('a sale told three days late is written down for the day it happened, the same on every phone', async () => {
  const { seller, shopId, chips } = await openStall(server, 5);
  const other = await secondPhone(seller);
  const { id } = await sells(seller, shopId, { lines: [wants(chips, 1)] });
  const tapped = saidAt(seller, id);
  expect(Math.abs(stampMs(tapped) - MONDAY_NOON)).toBeLessThan(60_000);
  server.nowMs = MONDAY_NOON + 3 * 86_400_000;
  await sync(seller, other);
  expect(saidAt(seller, id)).toBe(tapped);
  expect(saidAt(other, id)).toBe(tapped);
});

test('a phone whose clock is years off sells before it ever had signal: the day is put right when it speaks', async () => {
  const { seller, shopId } = await openStall(server, 5);
  const other = await secondPhone(seller);
  const { deviceId } = other;
  const wrong = new EnginePhone(server, deviceId, seller.personId);
  wrong.aheadMs = -4 * 365 * 86_400_000;
  const row = seller.store.inspect().rows.find(({ noun }) => noun === 'shop');
  if (!row) throw new Error('no shop');
  await wrong.store.write((tx) => tx.saveRow(row));
  const { id } = await sells(wrong, shopId, { amount: 5_000 });
  server.nowMs += 3_600_000;
  await sync(wrong, seller);
  const atMs = stampMs(saidAt(seller, id));
  expect(Math.abs(atMs - MONDAY_NOON)).toBeLessThan(60_000);
  expect(saidAt(wrong, id)).toBe(saidAt(seller, id));
});

test('who looks after the village sells for a seller and holds that; what the seller sells alone stays in the shop', async () => {
  const { seller, shopId, chips } = await openStall(server, 5);
  const facilitator = await somebody(server);
  const stranger = await somebody(server);
  await db
    .insertInto('right_grant')
    .values({
      ...{ id: newId(), person_id: facilitator.personId, role: 'facilitator', village: VILLAGE },
      ...{ shop_id: null, given_by: facilitator.personId, person_name: 'x', status: 'active' },
      versions: JSON.stringify({}) as never,
    })
    .execute();
  await sync(facilitator);
  const own = await sells(seller, shopId, { lines: [wants(chips, 1)] });
  const forSeller = await sells(facilitator, shopId, { lines: [wants(chips, 1)] });
  expect(forSeller.ok).toBe(true);
  await sync(seller, facilitator, seller, facilitator);
  expect(
    seller
      .shows('sale')
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual([own.id, forSeller.id].toSorted());
  expect(facilitator.shows('sale').map(({ id }) => id)).toEqual([forSeller.id]);
  expect(facilitator.shows('saleLine')).toHaveLength(1);
  const { rows } = await sql<{ scope: string }>`
    select scope from feed where noun = 'sale' and row_id = ${own.id}`.execute(db);
  expect(rows).toEqual([{ scope: shopScope(shopId) }]);
  const assisted = await sql<{ scope: string }>`
    select scope from feed where noun = 'sale' and row_id = ${forSeller.id} order by 1`.execute(db);
  expect(assisted.rows.map(({ scope }) => scope)).toEqual([
    shopScope(shopId),
    villageScope(VILLAGE),
  ]);

  // Somebody else's stall: refused on the server, whatever a phone makes of it.
  const input = { id: newId(), shopId, amount: 5_000 };
  const shopRow = seller.store.inspect().rows.find(({ noun }) => noun === 'shop');
  if (!shopRow) throw new Error('no shop');
  await stranger.store.write((tx) => tx.saveRow(shopRow));
  expect(await stranger.tap({ action: 'sale.record', input })).toMatchObject({
    code: 'shop.not_yours',
  });
  await seller.sync();
  expect(seller.shows('sale')).toHaveLength(2);
  expect(server.poison).toEqual([]);
});

test('bad input is turned away on the phone, with a code of its own', async () => {
  const { seller, shopId, chips } = await openStall(server, 5);
  const other = await openStall(server, 5);
  const code = async (sold: Sold) => {
    const tapped = await sells(seller, shopId, sold);
    return tapped.ok ? 'ok' : tapped.code;
  };
  expect(await code({})).toBe('sale.empty');
  expect(await code({ amount: 0 })).toBe('sale.empty');
  expect(await code({ lines: [wants(chips, 2, 1_999_999_999)] })).toBe('sale.too_much');
  expect(await code({ lines: [wants(chips, 1), wants(chips, 1)] })).toBe('sale.lines_unfit');
  expect(await code({ channel: 'shopee', amount: 1_000 })).toBe('input.unfit');
  // An id that follows from another row's is nobody's to give.
  const kin = { id: backIdOf(newId()), shopId, amount: 1_000 };
  expect(await seller.tap({ action: 'sale.record', input: kin })).toMatchObject({
    code: 'input.unfit',
  });
  const input = { id: newId(), shopId, lines: writeLines([wants(other.chips, 1)]) };
  await seller.does({ action: 'sale.record', input });
  await seller.sync();
  // Another shop's goods: this phone does not hold them, the server does.
  expect(seller.refused()).toEqual(['listing.unknown']);
  expect(goodsOn(other.seller, other.chips).stock).toBe(5);
});

test('what was earned before Jukung is the shop’s alone; a later answer stands beside the earlier one', async () => {
  const { seller, shopId } = await openStall(server, 5);
  const say = (low: number, high: number) => {
    const input = { id: newId(), shopId, low, high };
    return seller.tap({ action: 'baseline.say', input });
  };
  await say(500_000, 1_000_000);
  await say(750_000, 750_000);
  expect(await say(2, 1)).toEqual({ ok: false, code: 'baseline.unfit' });
  await seller.sync();
  const held = seller.shows('baseline').map(({ values }) => (values as BaselineValues).low);
  expect(held.toSorted((a, b) => a - b)).toEqual([500_000, 750_000]);
  const { rows } = await sql<{ scope: string }>`
    select distinct scope from feed where noun = 'baseline'
      and row_id in (select id from baseline where shop_id = ${shopId})`.execute(db);
  expect(rows).toEqual([{ scope: shopScope(shopId) }]);
});

test('a seller who is forgotten leaves no sale, no line and no answer behind', async () => {
  const { seller, shopId, chips } = await openStall(server, 5);
  const { id } = await sells(seller, shopId, {
    lines: [wants(chips, 1)],
    amount: 500,
    words: 'Es',
  });
  const input = { id: newId(), shopId, low: 1, high: 2 };
  await seller.does({ action: 'baseline.say', input });
  await seller.sync();
  await erasePerson(db, seller.personId);
  const left = await sql<{ lines: number; answers: number; total: number }>`
    select (select count(*)::int from sale_line where shop_id = ${shopId}) as lines,
      (select count(*)::int from baseline where shop_id = ${shopId}) as answers,
      (select total from sale where id = ${id}) as total`.execute(db);
  expect(left.rows).toEqual([{ lines: 0, answers: 0, total: 0 }]);
});
