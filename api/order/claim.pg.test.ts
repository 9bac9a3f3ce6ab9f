/** A guest's order is fetched with its number and its code, by nobody else and not by trying. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { orderAsGuest, type GuestOrder } from '../testing/guest-order';
import { member, type SignedIn } from '../testing/people';
import type { TestPhone } from '../testing/test-phone';
import { testServer, type TestServer } from '../testing/test-server';

const HOUR = 60 * 60_000;

let server: TestServer;
let seller: SignedIn;
let shopId: string;
let listingId: string;
let guest: TestPhone;
let order: GuestOrder;
beforeAll(async () => {
  server = await testServer();
  seller = await member(server, 'Acil Siti');
  shopId = await seller.phone.openShop('Wadai Acil Siti');
  listingId = await seller.phone.addListing(shopId, 'Lamang');
});
afterAll(() => server.close());
beforeEach(async () => {
  guest = await server.guest();
  order = await orderAsGuest(guest, shopId, listingId);
});

const claim = (by: TestPhone, said: { number?: unknown; code?: unknown } = {}) =>
  by.ask('POST', '/api/order/claim', { number: order.number, code: order.code, ...said });

/** Ids of the orders, their lines and contacts that a phone is told of in its person's own scope. */
async function held(phone: TestPhone): Promise<string[]> {
  const { body } = await phone.sync();
  return JSON.stringify(body).includes(order.id) ? [order.id] : [];
}

async function buyers(): Promise<unknown[]> {
  const { db } = server;
  const rows = await Promise.all([
    db.selectFrom('market_order').select('buyer_id').where('id', '=', order.id).execute(),
    db.selectFrom('order_line').select('buyer_id').where('order_id', '=', order.id).execute(),
    db.selectFrom('order_contact').select('buyer_id').where('order_id', '=', order.id).execute(),
  ]);
  return rows.flat().map((row) => row.buyer_id);
}

test('an account fetches it with number and code: the order is hers, and the guest’s phone lets go of it', async () => {
  const owner = await member(server, 'Acil Imah');
  const code = 'k7m2-9xqp 4trw';
  const answer = await claim(owner.phone, { number: ` ${order.number.toLowerCase()} `, code });
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({
    ...{ orderId: order.id, number: order.number, shopName: 'Wadai Acil Siti' },
  });
  expect(await buyers()).toEqual(Array(3).fill(owner.personId));
  expect(await held(owner.phone)).toEqual([order.id]);
  expect(await held(guest)).toEqual([]);
  // She may do with it what its buyer may; the guest may not any more.
  const cancel = (phone: TestPhone) => phone.sync([phone.entry('order.cancel', { id: order.id })]);
  expect((await cancel(guest)).body['outcomes']).toMatchObject([{ code: 'order.not_yours' }]);
  expect((await cancel(owner.phone)).body['outcomes']).toMatchObject([{ result: 'applied' }]);
});

test('another phone without an account fetches it as well; a lost answer is asked for again, and nobody else follows', async () => {
  const other = await server.guest();
  expect((await claim(other)).status).toBe(200);
  expect((await claim(other)).body).toMatchObject({ orderId: order.id });
  const third = await server.guest();
  const answer = await claim(third);
  expect([answer.status, answer.body['code']]).toEqual([404, 'order.claim_wrong']);
  expect(await buyers()).toEqual(Array(3).fill(other.personId));
});

test('two at the same moment: one has it', async () => {
  const both = await Promise.all([server.guest(), server.guest()]);
  const answers = await Promise.all(both.map((phone) => claim(phone)));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 404]);
});

describe('nobody else', () => {
  test('a wrong code, a number nobody has and what is no code are answered alike', async () => {
    const stranger = await server.guest();
    const wrong = [
      { code: 'K7M29XQP4TRX' },
      { number: '2005-ZZ-9' },
      { code: 'satu' },
      { number: '' },
      { number: 'DROP TABLE' },
    ];
    for (const said of wrong) {
      const { status, body } = await claim(stranger, said);
      expect([status, body['code']]).toEqual([404, 'order.claim_wrong']);
    }
    expect((await claim(stranger, { code: 7 })).body['code']).toBe('request.wrong_shape');
    expect(await buyers()).toEqual(Array(3).fill(guest.personId));
  });

  test('an order of an account has no code, not even the empty one', async () => {
    await server.db
      .updateTable('order_contact')
      .set({ claim: '' })
      .where('order_id', '=', order.id)
      .execute();
    expect((await claim(await server.guest())).body['code']).toBe('order.claim_wrong');
  });

  test('tries at one order are limited whatever phones they come from, and at most for an hour', async () => {
    for (let n = 0; n < 5; n += 1) {
      const { body } = await claim(await server.guest(), { code: 'K7M29XQP4TRX' });
      expect(body['code']).toBe('order.claim_wrong');
    }
    const owner = await server.guest();
    const { status, body } = await claim(owner);
    expect([status, body['code']]).toEqual([429, 'tries.wait']);
    server.pass(HOUR);
    expect((await claim(owner)).status).toBe(200);
  });

  test('one phone tries so often at all orders together', async () => {
    const stranger = await server.guest();
    const codes: unknown[] = [];
    for (let n = 1; n <= 7; n += 1) {
      codes.push((await claim(stranger, { number: `2005-ZZ-${n}` })).body['code']);
    }
    expect(codes.at(-1)).toBe('tries.wait');
  });

  test('a phone without a device, and one that was cut off', async () => {
    const nobody = await server.guest();
    nobody.credential = '';
    expect((await claim(nobody)).body['code']).toBe('device.missing');
    const cut = await server.guest();
    await server.db
      .updateTable('device')
      .set({ revoked_at: new Date() })
      .where('id', '=', cut.deviceId)
      .execute();
    expect((await claim(cut)).body['code']).toBe('device.revoked');
  });
});

test('the server holds no code, only what it hashes to, and once fetched not even that', async () => {
  const kept = async () => {
    const { db } = server;
    const row = db.selectFrom('order_contact').select('claim').where('order_id', '=', order.id);
    return (await row.executeTakeFirstOrThrow()).claim;
  };
  expect(await kept()).toMatch(/^[A-Za-z0-9_-]{16}$/);
  expect(await kept()).not.toContain(order.code);
  await claim(await server.guest());
  expect(await kept()).toBe('');
});
