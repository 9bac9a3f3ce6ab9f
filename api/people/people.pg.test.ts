import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createFirstAdmin } from '../admin/first-admin';
import { dinas, GALUMBANG, give, member, PANGGUNG, type SignedIn } from '../testing/people';
import { someNumber } from '../testing/test-phone';
import { testServer, type TestServer } from '../testing/test-server';

let server: TestServer;
let admin: SignedIn;
let laila: SignedIn;
let seller: SignedIn;
beforeAll(async () => {
  server = await testServer();
  admin = await dinas(server);
  laila = await member(server, 'Kak Laila');
  seller = await member(server, 'Acil Siti');
  await give(admin, laila, { role: 'facilitator', village: PANGGUNG });
});
afterAll(() => server.close());

const find = (by: SignedIn, phone: string) =>
  by.phone.ask('GET', `/api/people/find?phone=${encodeURIComponent(phone)}`);

describe('somebody is found by their whole number', () => {
  test('by people in office and by shop owners, who then know the id to give a right to', async () => {
    expect((await find(laila, seller.number)).body).toEqual({
      personId: seller.personId,
      name: 'Acil Siti',
      village: PANGGUNG,
      phoneVerified: false,
    });
    expect((await find(seller, laila.number)).body['code']).toBe('people.may_not_look');
    await seller.phone.openShop('Warung Siti');
    expect((await find(seller, laila.number)).body['personId']).toBe(laila.personId);
  });

  test('not by a part of it, not by a guest, and not by the dozen', async () => {
    expect((await find(laila, someNumber())).body['code']).toBe('person.unknown');
    expect((await find(laila, '0811')).body['code']).toBe('phone.unreadable');
    const guest = await server.guest();
    expect((await guest.ask('GET', '/api/people/find?phone=08110000001')).body['code']).toBe(
      'session.expired',
    );
    let last = '';
    for (let i = 0; i < 61; i++) last = String((await find(laila, someNumber())).body['code']);
    expect(last).toBe('tries.wait');
  });
});

describe('a person in office sees', () => {
  test('who somebody of their village is: number, rights, phones', async () => {
    const { body } = await laila.phone.ask('GET', `/api/people/${seller.personId}`);
    expect(body).toMatchObject({ name: 'Acil Siti', village: PANGGUNG, grants: [] });
    expect(body['phone']).toMatch(/^\+62811/);
    expect(body['devices']).toMatchObject([{ id: seller.phone.deviceId, revoked: false }]);
    const far = await member(server, 'Paman Jauh', GALUMBANG);
    expect((await laila.phone.ask('GET', `/api/people/${far.personId}`)).body['code']).toBe(
      'people.may_not_look',
    );
    expect(
      (await admin.phone.ask('GET', `/api/people/${laila.personId}`)).body['grants'],
    ).toMatchObject([{ role: 'facilitator', village: PANGGUNG, status: 'active' }]);
    expect((await seller.phone.ask('GET', `/api/people/${laila.personId}`)).status).toBe(403);
    expect((await admin.phone.ask('GET', '/api/people/nobody')).body['code']).toBe(
      'person.unknown',
    );
  });

  test('which phones of the village are behind, and no others', async () => {
    const entry = seller.phone.entry('person.edit', { id: seller.personId, name: 'Acil Siti' });
    await seller.phone.sync([entry], { waiting: { count: 5, oldestAgeMs: 7_200_000 } });
    const { body } = await laila.phone.ask('GET', `/api/people/behind?village=${PANGGUNG}`);
    const phones = body['phones'] as Record<string, unknown>[];
    expect(phones[0]).toMatchObject({ name: 'Acil Siti', waitingCount: 4, oldestAgeMs: 7_200_000 });
    expect((await laila.phone.ask('GET', `/api/people/behind?village=${GALUMBANG}`)).status).toBe(
      403,
    );
    expect((await laila.phone.ask('GET', '/api/people/behind')).status).toBe(403);
    await seller.phone.sync([], { waiting: { count: 1, oldestAgeMs: Number.MAX_SAFE_INTEGER } });
    expect((await admin.phone.ask('GET', '/api/people/behind')).status).toBe(200);
    expect((await laila.phone.ask('GET', '/api/people/quarantine')).status).toBe(403);
  });
});

test('the first admin is made once', async () => {
  const { databaseUrl, secrets } = server;
  const again = createFirstAdmin({ databaseUrl, secrets, phone: '+6281199990002', name: 'Lain' });
  await expect(again).rejects.toThrow('in already');
});
