import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#db/new-id';

import { TestPhone } from '../testing/test-phone';
import { testServer, type TestServer } from '../testing/test-server';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server.close());

describe('a phone introduces itself', () => {
  test('with a key it proves to hold, and gets a credential that opens the sync', async () => {
    const phone = await server.guest();
    expect(phone.credential).toMatch(/^[\w-]{43}$/);
    const { status, body } = await phone.sync();
    expect(status).toBe(200);
    expect(body['actor']).toMatchObject({
      personId: phone.personId,
      hasAccount: false,
      session: 'none',
    });
    const kept = await server.db
      .selectFrom('device')
      .selectAll()
      .where('id', '=', phone.deviceId)
      .execute();
    expect(JSON.stringify(kept)).not.toContain(phone.credential);
  });

  test('again after a lost answer: a new credential, and the old one stops', async () => {
    const phone = await server.guest();
    const old = phone.credential;
    expect((await phone.register()).status).toBe(200);
    expect((await phone.sync()).status).toBe(200);
    phone.credential = old;
    expect(await phone.sync()).toMatchObject({ status: 401, body: { code: 'device.unknown' } });
  });

  test('not with a signature over other ids, another key or an old nonce', async () => {
    const phone = new TestPhone(server.url);
    const honest = await phone.registration();
    const tell = async (change: Record<string, unknown>) =>
      (await phone.ask('POST', '/api/device', { ...honest, ...change })).body['code'];
    expect(await tell({ deviceId: newId() })).toBe('device.proof_wrong');
    expect(await tell({ personId: newId() })).toBe('device.proof_wrong');
    const other = await new TestPhone(server.url).registration();
    expect(await tell({ publicKey: other['publicKey'] })).toBe('device.proof_wrong');
    expect(await tell({ proof: 'AAAA' })).toBe('device.proof_wrong');
    expect(await tell({ nonce: 'abc.def.ghi' })).toBe('device.nonce_stale');
    expect(await tell({ nonce: `zzzzzzzzz${String(honest['nonce']).slice(8)}` })).toBe(
      'device.nonce_stale',
    );
    server.pass(11 * 60_000);
    expect(await tell({})).toBe('device.nonce_stale');
  });

  test('not under an id, or the tail of one, that another phone has', async () => {
    const first = await server.guest();
    const thief = new TestPhone(server.url);
    const sameId = Object.assign(thief, { deviceId: first.deviceId });
    expect((await sameId.register()).body['code']).toBe('device.id_taken');
    const sameTail = new TestPhone(server.url);
    Object.assign(sameTail, { deviceId: newId().slice(0, -12) + first.deviceId.slice(-12) });
    expect((await sameTail.register()).body['code']).toBe('device.id_taken');
    expect((await first.sync()).status).toBe(200);
  });

  test('not as a person another phone speaks for, also when both come at once', async () => {
    const first = await server.guest();
    const thief = new TestPhone(server.url);
    thief.personId = first.personId;
    expect((await thief.register()).body['code']).toBe('device.person_taken');

    const twins = [new TestPhone(server.url), new TestPhone(server.url)];
    const personId = newId();
    for (const twin of twins) twin.personId = personId;
    const answers = await Promise.all(twins.map((twin) => twin.register()));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  test.each([
    ['no key', { publicKey: null }],
    [
      'a point that is not on the curve',
      { publicKey: { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'B'.repeat(43) } },
    ],
    ['another curve', { publicKey: { kty: 'EC', crv: 'P-384', x: 'A', y: 'B' } }],
    ['a number for an id', { deviceId: 7 }],
    ['an id in capitals', { deviceId: newId().toUpperCase() }],
  ])('not with %s', async (_what, change) => {
    const phone = new TestPhone(server.url);
    expect(await phone.register(change)).toMatchObject({
      status: 400,
      body: { code: 'request.wrong_shape' },
    });
  });
});

describe('without a credential', () => {
  test('nothing but public things answer', async () => {
    const phone = new TestPhone(server.url);
    for (const path of ['/api/account', '/api/account/devices', '/api/people/find?phone=0811']) {
      expect(await phone.ask('GET', path)).toMatchObject({
        status: 401,
        body: { code: 'device.missing' },
      });
    }
    expect((await phone.sync()).body['code']).toBe('device.missing');
  });

  test('a made-up one opens nothing', async () => {
    const phone = await server.guest();
    for (const authorization of [
      `Device ${phone.deviceId}.${'A'.repeat(43)}`,
      `Device ${newId()}.${phone.credential}`,
      'Device nonsense',
      'Bearer x',
    ]) {
      const { body } = await phone.ask('GET', '/api/account', undefined, { authorization });
      expect(body['code']).toBe('device.unknown');
    }
  });
});
