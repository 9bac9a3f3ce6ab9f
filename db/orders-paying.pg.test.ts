/** Where an order's money goes, and what its two sides say of it, over PostgreSQL with phones that lie apart. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OrderPayValues } from '#domain/order';
import { offerText, writeQuantities } from '#domain/order-lines';
import { crcOf } from '#domain/qris';
import { QRIS, QRIS_27500 } from '#domain/testing/qris';
import type { EnginePhone } from '#sync/testing/engine-phone';
import { connect, type Db } from './connect';
import { erasePerson } from './erase-person';
import { newId } from './new-id';
import { personWithPhones, pgServer, type PgServer } from './testing/phones';
import {
  does,
  lineOn,
  MONDAY_NOON,
  openStall,
  orderOn,
  orders,
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

/** The lasting code of another shop. */
const OTHER = resealed(QRIS.replace('WARUNG CONTOH PANGGUNG', 'WARUNG KEDUA PANGGUNG '));
const ACCOUNT = 'BRI 1234-01-000001-50-1\nan. Ijah';

function resealed(code: string): string {
  return code.slice(0, -4) + crcOf(code.slice(0, -4));
}

const keeps = (phone: EnginePhone, shopId: string, more: Record<string, string>) =>
  phone.does({ action: 'shopMoney.keep', input: { shopId, ...more } });
const says = (phone: EnginePhone, verb: string, input: Record<string, string | number>) =>
  phone.does({ action: `order.${verb}`, input });
async function refusalOf(
  phone: EnginePhone,
  action: string,
  input: Record<string, string | number>,
) {
  const done = await phone.tap({ action, input });
  return done.ok ? 'done' : done.code;
}
const waysOn = (phone: EnginePhone): OrderPayValues[] =>
  phone.shows('orderPay').map(({ values }) => values as OrderPayValues);

async function placed(more: Record<string, string> = { qris: QRIS, account: ACCOUNT }) {
  const home = await openStall(server, 5);
  const { seller, shopId, chips } = home;
  if (Object.keys(more).length > 0) await keeps(seller, shopId, more);
  const [buyer, other] = (await personWithPhones(server, 2)) as [EnginePhone, EnginePhone];
  const id = await orders(buyer, shopId, [wants(chips, 3)]);
  await sync(seller, buyer, seller, other);
  return { ...home, buyer, other, id };
}

describe('where the money goes', () => {
  test('is given to the buyer, and to nobody else, once the seller has said yes', async () => {
    const { seller, shopId, buyer, other, id } = await placed();
    const stranger = await somebody(server);
    const facilitator = await somebody(server);
    const role = { role: 'facilitator', village: VILLAGE };
    await db
      .insertInto('right_grant')
      .values({
        ...{ id: newId(), person_id: facilitator.personId, ...role, shop_id: null },
        ...{ person_name: '', status: 'active', given_by: newId(), versions: '{}' as never },
      } as never)
      .execute();
    expect(waysOn(buyer)).toEqual([]);
    await does(seller, 'accept', { id, shopId });
    // On the seller's phone it lies there anyway; before the server has spoken nobody else has it.
    expect(waysOn(seller)).toEqual([]);
    await sync(seller, buyer, other, stranger, facilitator);
    const given = { orderId: id, shopId, qris: QRIS, account: ACCOUNT };
    for (const phone of [buyer, other, seller]) expect(waysOn(phone)).toMatchObject([given]);
    expect(waysOn(stranger)).toEqual([]);
    expect(stranger.shows('shopMoney')).toEqual([]);
    expect(buyer.shows('shopMoney')).toEqual([]);
    // Who looks after the village helps with the order, and its money is not hers to send anywhere.
    expect(orderOn(facilitator, id)).toMatchObject({ status: 'accepted' });
    expect(facilitator.shows('shopMoney')).toEqual([]);
    expect(waysOn(facilitator)).toEqual([]);
    expect(seller.shows('shopMoney')).toMatchObject([{ values: { qris: QRIS } }]);
    const face = [...seller.store.publicRows.values()].map((row) => JSON.stringify(row));
    expect(face.filter((row) => row.includes('ID1099999999999'))).toEqual([]);
    expect(server.poison).toEqual([]);
  });

  test('is given as well when the seller had less and the buyer said yes', async () => {
    const { seller, shopId, buyer, id } = await placed();
    await does(seller, 'accept-part', { id, shopId, quantities: writeQuantities([1]) });
    await sync(seller, buyer);
    expect(waysOn(buyer)).toEqual([]);
    await does(buyer, 'agree', { id, offer: offerText([lineOn(buyer, id)]) });
    await sync(buyer);
    expect(orderOn(buyer, id).status).toBe('accepted');
    expect(waysOn(buyer)).toMatchObject([{ qris: QRIS }]);
  });

  test('kept after the yes, changed or taken away, it reaches the orders that are under way', async () => {
    const { seller, shopId, buyer, id } = await placed({});
    await does(seller, 'accept', { id, shopId });
    await sync(seller, buyer);
    expect(waysOn(buyer)).toEqual([]);
    await keeps(seller, shopId, { qris: QRIS });
    await sync(seller, buyer);
    expect(waysOn(buyer)).toMatchObject([{ qris: QRIS, account: '' }]);
    await keeps(seller, shopId, { qris: OTHER });
    await sync(seller, buyer);
    expect(waysOn(buyer)).toMatchObject([{ qris: OTHER }]);
    await keeps(seller, shopId, { qris: '' });
    await sync(seller, buyer);
    expect(waysOn(buyer)).toMatchObject([{ qris: '' }]);
    expect(server.poison).toEqual([]);
  });

  test('is said by the owner alone, and must be the lasting code of a shop', async () => {
    const { seller, shopId, chips } = await openStall(server, 5);
    const helper = await somebody(server);
    const right = { id: newId(), personId: helper.personId, role: 'helper', shopId };
    await seller.does({ action: 'grant.give', input: right });
    await keeps(seller, shopId, { qris: QRIS });
    await sync(seller, helper);
    expect(helper.shows('shopMoney')).toMatchObject([{ values: { qris: QRIS } }]);
    const keep = (phone: EnginePhone, qris: string) =>
      refusalOf(phone, 'shopMoney.keep', { shopId, qris });
    expect(await keep(helper, OTHER)).toBe('shop.owner_only');
    expect(await keep(seller, QRIS_27500)).toBe('qris.has_amount');
    expect(await keep(seller, `${QRIS.slice(0, -4)}M2B3`)).toBe('qris.crc');
    expect(await keep(seller, `https://bayar.example/${chips}`)).toBe('qris.not_qris');
  });

  test('of two codes said at once on two phones of the owner the later shows and the other is kept', async () => {
    const [one, two] = (await personWithPhones(server, 2)) as [EnginePhone, EnginePhone];
    const shopId = newId();
    const input = { id: shopId, village: VILLAGE, name: 'Warung', kind: 'kue' };
    await one.does({ action: 'shop.open', input });
    await sync(one, two);
    await keeps(one, shopId, { qris: QRIS });
    server.nowMs += 1000;
    await keeps(two, shopId, { qris: OTHER });
    await sync(two, one, two);
    for (const phone of [one, two]) {
      expect(phone.shows('shopMoney')).toMatchObject([{ values: { qris: OTHER } }]);
      expect(JSON.stringify(phone.shows('kept'))).toContain('WARUNG CONTOH PANGGUNG');
    }
    expect(server.poison).toEqual([]);
  });

  test('is forgotten with whoever asks to be forgotten', async () => {
    const { seller, shopId, buyer, id } = await placed();
    await does(seller, 'accept', { id, shopId });
    await sync(seller, buyer);
    await erasePerson(db, seller.personId);
    await sync(buyer);
    expect(waysOn(buyer)).toEqual([]);
    const left = await db
      .selectFrom('shop_money')
      .selectAll()
      .where('shop_id', '=', shopId)
      .execute();
    expect(left).toEqual([]);
  });
});

describe('what is said of the money', () => {
  test('two words, each by one side without signal, and every phone ends with both', async () => {
    const { seller, shopId, buyer, other, id } = await placed();
    await does(seller, 'accept', { id, shopId });
    await sync(seller, buyer, other);
    server.nowMs += 60_000;
    await says(buyer, 'pay', { id, sum: 30_000, way: 'qris' });
    expect(orderOn(buyer, id)).toMatchObject({ paidSum: 30_000, paidWay: 'qris', receivedSum: 0 });
    // Nobody's phone calls it received because somebody says it was paid.
    await sync(buyer, seller, other);
    for (const phone of [seller, other]) {
      expect(orderOn(phone, id)).toMatchObject({ paidSum: 30_000, receivedSum: 0 });
    }
    server.nowMs += 60_000;
    await says(seller, 'receive', { id, shopId, sum: 30_000 });
    await sync(seller, buyer, other);
    const both = {
      paidMs: MONDAY_NOON + 60_000,
      receivedMs: MONDAY_NOON + 120_000,
      receivedSum: 30_000,
    };
    for (const phone of [seller, buyer, other]) {
      expect(orderOn(phone, id)).toMatchObject({ status: 'accepted', ...both });
    }
    expect(server.poison).toEqual([]);
  });

  test('each exactly once, whichever of two phones says it', async () => {
    const { seller, shopId, buyer, other, id } = await placed();
    await does(seller, 'accept', { id, shopId });
    await sync(seller, buyer, other);
    await says(buyer, 'pay', { id, sum: 30_000, way: 'qris' });
    await says(other, 'pay', { id, sum: 30_000, way: 'cash' });
    await sync(buyer, other, buyer);
    expect(other.refused()).toEqual(['order.already_paid']);
    expect(buyer.refused()).toEqual([]);
    for (const phone of [buyer, other])
      expect(orderOn(phone, id)).toMatchObject({ paidWay: 'qris' });
    expect(await refusalOf(buyer, 'order.pay', { id, sum: 30_000, way: 'qris' })).toBe(
      'order.already_paid',
    );
  });

  test('taken back by a further word, and both moments stay', async () => {
    const { seller, shopId, buyer, id } = await placed();
    await does(seller, 'accept', { id, shopId });
    await sync(seller, buyer);
    await says(buyer, 'pay', { id, sum: 30_000, way: 'transfer' });
    server.nowMs += 60_000;
    await says(buyer, 'unpay', { id });
    await says(seller, 'receive', { id, shopId, sum: 30_000 });
    server.nowMs += 60_000;
    await says(seller, 'unreceive', { id, shopId });
    await sync(buyer, seller, buyer);
    const soFar = orderOn(buyer, id);
    expect(soFar).toMatchObject({ paidSum: 0, paidWay: '', receivedSum: 0 });
    const { paidMs, unpaidMs, receivedMs, unreceivedMs } = soFar;
    expect([paidMs, unpaidMs, receivedMs, unreceivedMs].every((ms) => ms > 0)).toBe(true);
    expect(await refusalOf(buyer, 'order.unpay', { id })).toBe('order.not_paid');
    await says(buyer, 'pay', { id, sum: 30_000, way: 'cash' });
    await sync(buyer, seller);
    expect(orderOn(seller, id)).toMatchObject({ paidSum: 30_000, paidWay: 'cash' });
  });

  test('it stands beside whatever happened to the order meanwhile', async () => {
    const { seller, shopId, buyer, id } = await placed();
    await does(seller, 'accept', { id, shopId });
    await sync(seller, buyer);
    // She pays in the shop's queue without signal; meanwhile the seller finds that one is missing.
    await says(buyer, 'pay', { id, sum: 30_000, way: 'qris' });
    await does(seller, 'accept-part', { id, shopId, quantities: writeQuantities([2]) });
    await sync(seller, buyer, seller);
    for (const phone of [seller, buyer]) {
      expect(orderOn(phone, id)).toMatchObject({ status: 'asks', paidSum: 30_000 });
      expect(lineOn(phone, id)).toMatchObject({ quantity: 2 });
    }
    await does(seller, 'refuse', { id, shopId, reason: 'sold_out' });
    await says(seller, 'receive', { id, shopId, sum: 30_000 });
    await sync(seller, buyer);
    expect(orderOn(buyer, id)).toMatchObject({
      status: 'refused',
      paidSum: 30_000,
      receivedSum: 30_000,
    });
    expect(seller.refused()).toEqual([]);
  });

  test('before both have said yes there is nothing to pay, and nobody speaks for the other side', async () => {
    const { seller, shopId, buyer, id } = await placed();
    const pay = { id, sum: 30_000, way: 'qris' };
    expect(await refusalOf(buyer, 'order.pay', pay)).toBe('order.not_accepted');
    await does(seller, 'accept', { id, shopId });
    await sync(seller, buyer);
    expect(await refusalOf(seller, 'order.pay', pay)).toBe('order.not_yours');
    const got = { id, shopId, sum: 30_000 };
    expect(await refusalOf(buyer, 'order.receive', got)).toBe('order.not_yours');
    expect(await refusalOf(buyer, 'order.pay', { ...pay, sum: 0 })).toBe('order.sum_missing');
    await does(buyer, 'cancel', { id });
    await says(buyer, 'pay', pay);
    await sync(buyer, seller);
    expect(orderOn(seller, id)).toMatchObject({ status: 'cancelled', paidSum: 30_000 });
  });

  test('cash in the hand counts as received when the seller says so with the goods, and only then', async () => {
    const first = await placed();
    const { seller, shopId, buyer, id } = first;
    await does(seller, 'accept', { id, shopId });
    await says(seller, 'hand-over', { id, shopId, received: 30_000 });
    await sync(seller, buyer);
    expect(orderOn(buyer, id)).toMatchObject({ status: 'done', receivedSum: 30_000, paidSum: 0 });

    const onCredit = await placed();
    await does(onCredit.seller, 'accept', { id: onCredit.id, shopId: onCredit.shopId });
    await does(onCredit.seller, 'hand-over', { id: onCredit.id, shopId: onCredit.shopId });
    await sync(onCredit.seller, onCredit.buyer);
    expect(orderOn(onCredit.buyer, onCredit.id)).toMatchObject({ status: 'done', receivedSum: 0 });
    server.nowMs += 60_000;
    const { seller: creditor, shopId: at, id: owed } = onCredit;
    await says(creditor, 'receive', { id: owed, shopId: at, sum: 30_000 });
    await sync(creditor, onCredit.buyer);
    expect(orderOn(onCredit.buyer, owed)).toMatchObject({
      ...{ status: 'done', receivedSum: 30_000, receivedMs: server.nowMs },
    });
  });

  test('said before from another phone, the hand-over stands and the first word as well', async () => {
    const { seller, shopId, buyer, id } = await placed();
    const helper = await somebody(server);
    const right = { id: newId(), personId: helper.personId, role: 'helper', shopId };
    await seller.does({ action: 'grant.give', input: right });
    await does(seller, 'accept', { id, shopId });
    await sync(seller, helper, helper);
    await says(helper, 'receive', { id, shopId, sum: 29_000 });
    await says(seller, 'hand-over', { id, shopId, received: 30_000 });
    await sync(helper, seller, buyer);
    expect(seller.refused()).toEqual([]);
    expect(orderOn(buyer, id)).toMatchObject({ status: 'done', receivedSum: 29_000 });
  });
});
