/** Orders from phone to phone over a real PostgreSQL: two buyers at once, news that comes late, stock that is sold meanwhile. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OrderLineValues } from '#domain/order';
import { offerText, writeQuantities } from '#domain/order-lines';
import type { EnginePhone } from '#sync/testing/engine-phone';
import { connect, type Db } from './connect';
import { newId } from './new-id';
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

const one = () => somebody(server);
const stall = (stock = 5) => openStall(server, stock);
const promised = (listingId: string) => promisedOf(db, listingId);

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
