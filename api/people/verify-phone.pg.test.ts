/** "Nomor terverifikasi": whoever stood face to face with somebody says so; nobody says it of themselves. */
import { afterAll, beforeAll, expect, test } from 'vitest';

import { newId } from '#db/new-id';

import { dinas, GALUMBANG, give, member, PANGGUNG, type SignedIn } from '../testing/people';
import type { TestPhone } from '../testing/test-phone';
import { testServer, type TestServer } from '../testing/test-server';

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

/** Result and code that the server answers to "I have seen that this number is theirs". */
async function verify(by: TestPhone, personId: string) {
  const { body } = await by.sync([by.entry('person.verify-phone', { id: personId })]);
  const outcomes = body['outcomes'] as { result: string; code?: string }[];
  return outcomes.map(({ result, code }) => code ?? result);
}

async function isVerified(person: SignedIn): Promise<unknown> {
  const { body } = await admin.phone.ask('GET', `/api/people/${person.personId}`);
  return body['phoneVerified'];
}

test('the facilitator of the village and the Dinas verify, and everybody in office sees it', async () => {
  for (const by of [laila, admin]) {
    const seller = await member(server, 'Acil Siti');
    expect(await isVerified(seller)).toBe(false);
    expect(await verify(by.phone, seller.personId)).toEqual(['applied']);
    expect(await isVerified(seller)).toBe(true);
    const kept = await server.db
      .selectFrom('person')
      .select('phone_verified_by')
      .where('id', '=', seller.personId)
      .executeTakeFirstOrThrow();
    expect(kept.phone_verified_by).toBe(by.personId);
  }
});

test('nobody else does: not oneself, whatever the office, no neighbour, no other village, no guest', async () => {
  const seller = await member(server, 'Acil Siti');
  const neighbour = await member(server, 'Paman Udin');
  await neighbour.phone.openShop('Warung Udin');
  const elsewhere = await member(server, 'Kak Ruli');
  await give(admin, elsewhere, { role: 'facilitator', village: GALUMBANG });
  const guest = await server.guest();
  for (const by of [seller.phone, neighbour.phone, elsewhere.phone, guest]) {
    expect(await verify(by, seller.personId)).toEqual(['person.may_not_verify']);
  }
  for (const self of [laila, admin]) {
    expect(await verify(self.phone, self.personId)).toEqual(['person.may_not_verify']);
  }
  // Who says no village belongs to no facilitator.
  expect(await verify(laila.phone, admin.personId)).toEqual(['person.may_not_verify']);
  const ids = [seller, laila, admin].map(({ personId }) => personId);
  const verified = await server.db
    .selectFrom('person')
    .select('id')
    .where('id', 'in', ids)
    .where('phone_verified_ms', '>', 0)
    .execute();
  expect(verified).toEqual([]);
  expect(await verify(admin.phone, newId())).toEqual(['person.unknown']);
});
