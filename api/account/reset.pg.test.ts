import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { dinas, GALUMBANG, give, member, PANGGUNG, PIN, type SignedIn } from '../testing/people';
import { testServer, type TestServer } from '../testing/test-server';

const NEW_PIN = '740913';
let server: TestServer;
let admin: SignedIn;
let laila: SignedIn;
beforeAll(async () => {
  server = await testServer();
  admin = await dinas(server);
  laila = await member(server, 'Kak Laila');
  await give(admin, laila, { role: 'facilitator', village: PANGGUNG });
});
afterAll(() => server.close());

const code = (by: SignedIn, personId: string) =>
  by.phone.ask('POST', '/api/account/reset-code', { personId });

describe('a forgotten PIN', () => {
  test('is replaced with a code from the facilitator, and every other phone is signed out', async () => {
    const seller = await member(server);
    const { status, body } = await code(laila, seller.personId);
    expect(status).toBe(200);
    expect(body['code']).toMatch(/^\d{8}$/);
    const fresh = await server.guest();
    const said = { phone: seller.number, code: body['code'], newPin: NEW_PIN };
    const reset = await fresh.ask('POST', '/api/account/reset', said);
    expect(reset).toMatchObject({
      status: 200,
      body: { personId: seller.personId, adopted: true },
    });
    expect((await fresh.sync()).body['actor']).toMatchObject({ session: 'live' });
    expect((await seller.phone.sync()).body['code']).toBe('session.expired');
    expect((await seller.phone.signIn(seller.number, PIN)).body['code']).toBe('account.wrong');
    expect((await seller.phone.signIn(seller.number, NEW_PIN)).status).toBe(200);
    expect(
      (await (await server.guest()).ask('POST', '/api/account/reset', said)).body['code'],
    ).toBe('account.code_wrong');

    const log = await fresh.ask('GET', '/api/account/security-log');
    const events = log.body['events'] as { kind: string; byName: string }[];
    expect(events.map(({ kind }) => kind)).toEqual([
      'signed_in',
      'signed_in',
      'reset_used',
      'reset_code_made',
      'signed_up',
    ]);
    expect(events.find(({ kind }) => kind === 'reset_code_made')).toMatchObject({
      byName: 'Kak Laila',
      byOneself: false,
    });
  });

  test('needs the right code: five wrong ones use it up, a day makes it worthless, a new one replaces it', async () => {
    const seller = await member(server);
    const first = await code(laila, seller.personId);
    const second = await code(laila, seller.personId);
    const tell = async (said: unknown) =>
      (
        await (
          await server.guest()
        ).ask('POST', '/api/account/reset', { phone: seller.number, code: said, newPin: NEW_PIN })
      ).body['code'];
    expect(await tell(first.body['code'])).toBe('account.code_wrong');
    for (const wrong of ['00000000', '1', '', '99999999'])
      expect(await tell(wrong)).toBe('account.code_wrong');
    server.pass(60_000);
    expect(await tell(second.body['code'])).toBe('account.code_wrong');

    const other = await member(server);
    const late = await code(laila, other.personId);
    server.pass(24 * 60 * 60_000 + 1000);
    const said = { phone: other.number, code: late.body['code'], newPin: NEW_PIN };
    expect(
      (await (await server.guest()).ask('POST', '/api/account/reset', said)).body['code'],
    ).toBe('account.code_wrong');
  });

  test('is not replaced on a phone of somebody else, and the code stays good', async () => {
    const seller = await member(server);
    const neighbour = await member(server);
    const { body } = await code(laila, seller.personId);
    const said = { phone: seller.number, code: body['code'], newPin: NEW_PIN };
    expect((await neighbour.phone.ask('POST', '/api/account/reset', said)).body['code']).toBe(
      'device.other_person',
    );
    expect((await seller.phone.ask('POST', '/api/account/reset', said)).status).toBe(200);
  });

  test('is not replaced by a simple one', async () => {
    const seller = await member(server);
    const { body } = await code(laila, seller.personId);
    const said = { phone: seller.number, code: body['code'], newPin: '111111' };
    expect((await seller.phone.ask('POST', '/api/account/reset', said)).body['code']).toBe(
      'pin.too_simple',
    );
  });
});

describe('a reset code is made', () => {
  test('by nobody for people of other villages, for oneself, or without office', async () => {
    const far = await member(server, 'Paman Jauh', GALUMBANG);
    const near = await member(server);
    expect((await code(laila, far.personId)).body['code']).toBe('account.may_not_reset');
    expect((await code(laila, laila.personId)).body['code']).toBe('account.may_not_reset');
    expect((await code(near, laila.personId)).body['code']).toBe('account.may_not_reset');
    expect((await code(admin, far.personId)).status).toBe(200);
  });

  test('by a facilitator never for somebody in office; the Dinas may', async () => {
    const colleague = await member(server, 'Kak Mina');
    await give(admin, colleague, { role: 'facilitator', village: GALUMBANG });
    expect((await code(laila, colleague.personId)).body['code']).toBe('account.may_not_reset');
    expect((await code(laila, admin.personId)).body['code']).toBe('account.may_not_reset');
    expect((await code(admin, colleague.personId)).status).toBe(200);
  });

  test('no more by somebody whose office has ended', async () => {
    const seller = await member(server);
    const mina = await member(server, 'Kak Mina');
    const grantId = await give(admin, mina, { role: 'facilitator', village: PANGGUNG });
    expect((await code(mina, seller.personId)).status).toBe(200);
    await admin.phone.mustApply([admin.phone.entry('grant.revoke', { id: grantId })]);
    expect((await code(mina, seller.personId)).body['code']).toBe('account.may_not_reset');
  });
});

describe('a PIN that is known', () => {
  test('is changed by its owner, and other phones are signed out', async () => {
    const { phone, number } = await member(server);
    const second = await server.guest();
    await second.signIn(number, PIN);
    const change = (pin: string, newPin: string) =>
      phone.ask('POST', '/api/account/change-pin', { pin, newPin });
    expect((await change('904172', NEW_PIN)).body['code']).toBe('account.wrong');
    expect((await change(PIN, '123456')).body['code']).toBe('pin.too_simple');
    expect((await change(PIN, NEW_PIN)).status).toBe(200);
    expect((await phone.sync()).status).toBe(200);
    expect((await second.sync()).body['code']).toBe('session.expired');
    expect((await second.signIn(number, NEW_PIN)).status).toBe(200);
  });
});

describe('a lost phone', () => {
  test('is cut off by its owner: it may leave its work, and learns nothing', async () => {
    const { phone, number, personId } = await member(server);
    const shopId = await phone.openShop('Warung Hilang');
    const second = await server.guest();
    await second.signIn(number, PIN);
    const { body } = await second.ask('GET', '/api/account/devices');
    const devices = body['devices'] as { id: string; current: boolean; signedIn: boolean }[];
    expect(devices).toHaveLength(2);
    expect(devices.filter(({ current }) => current)).toMatchObject([
      { id: second.deviceId, signedIn: true },
    ]);
    expect(
      (await second.ask('POST', `/api/account/devices/${phone.deviceId}/revoke`, {})).status,
    ).toBe(200);

    const late = phone.entry('listing.add', {
      id: personId,
      shopId,
      title: 'Wadai',
      price: 1000,
      unit: 'biji',
      category: 'kue',
      publish: true,
    });
    const order = { id: personId, shopId, number: '2005-K7-1', note: 'untuk Udin' };
    const bought = phone.entry('order.place', { ...order, phone: '+6281234567890', lines: '' });
    const answer = await phone.sync([late, bought]);
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({
      code: 'device.revoked',
      outcomes: [late, bought].map(({ seq }) => ({ seq, result: 'quarantined' })),
    });
    expect(answer.body).not.toHaveProperty('changes');
    const listings = await server.db
      .selectFrom('listing')
      .select('id')
      .where('id', '=', personId)
      .execute();
    expect(listings).toEqual([]);
    expect((await phone.ask('GET', '/api/account')).body['code']).toBe('device.revoked');
    expect((await phone.signIn(number, PIN)).body['code']).toBe('device.revoked');
    expect((await phone.register()).status).toBe(200);
    expect((await phone.sync()).status).toBe(403);

    const seen = await admin.phone.ask('GET', '/api/people/quarantine');
    expect(seen.body['entries']).toContainEqual(
      expect.objectContaining({
        deviceId: phone.deviceId,
        personId,
        entry: expect.objectContaining({ action: 'listing.add', subject: `listing/${personId}` }),
      }),
    );
    // What a buyer says to a shop is told to nobody else.
    const entries = seen.body['entries'] as { entry: { action: string } }[];
    const told = entries.find(({ entry }) => entry.action === 'order.place')?.entry;
    expect(told).toEqual({ action: 'order.place', subject: `order/${personId}` });
  });

  test('of somebody else is cut off only by the Dinas', async () => {
    const seller = await member(server);
    const path = `/api/people/${seller.personId}/devices/${seller.phone.deviceId}/revoke`;
    expect((await laila.phone.ask('POST', path, {})).body['code']).toBe('people.may_not_look');
    const mine = `/api/account/devices/${seller.phone.deviceId}/revoke`;
    expect((await laila.phone.ask('POST', mine, {})).body['code']).toBe('device.unknown_here');
    expect((await admin.phone.ask('POST', path, {})).status).toBe(200);
    expect((await seller.phone.sync()).status).toBe(403);
  });
});
