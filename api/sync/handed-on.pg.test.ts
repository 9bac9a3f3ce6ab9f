/** Over the real wire and PostgreSQL: a facilitator's price that came too late, and who may know of it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { adoptGuest } from '#db/adopt-guest';
import { erasePerson } from '#db/erase-person';
import { newId } from '#db/new-id';
import { HANDED_ON } from '#sync/entry';
import { MAX_HANDED } from '#sync/handed';
import type { EntryInput } from '#sync/entry';
import type { SyncAnswer } from '#sync/wire';

import { dinas, GALUMBANG, give, member, PANGGUNG, type SignedIn } from '../testing/people';
import { testServer, type TestServer } from '../testing/test-server';

let server: TestServer;
let admin: SignedIn;
beforeAll(async () => {
  server = await testServer();
  admin = await dinas(server);
});
afterAll(() => server.close());

let siti: SignedIn;
let udin: SignedIn;
let shopId: string;
let id: string;
let grantId: string;
beforeEach(async () => {
  siti = await member(server, 'Acil Siti');
  udin = await member(server, 'Pak Udin');
  shopId = await siti.phone.openShop('Warung Siti');
  id = await siti.phone.addListing(shopId, 'Bingka');
  grantId = await give(admin, udin, { role: 'facilitator', village: PANGGUNG });
});

const revoke = () => admin.phone.mustApply([admin.phone.entry('grant.revoke', { id: grantId })]);

/** The first outcome of one entry. */
async function says(by: SignedIn, action: string, input: EntryInput) {
  const { body } = await by.phone.sync([by.phone.entry(action, input)]);
  return (body as unknown as SyncAnswer).outcomes[0];
}

/** Rows of late work this person's phone is sent, told from nothing. */
async function handedTo(person: SignedIn): Promise<Record<string, unknown>[]> {
  const { body } = await person.phone.sync([], { cursors: {} });
  const found = new Map<string, Record<string, unknown>>();
  for (const { tables } of (body as unknown as SyncAnswer).changes)
    for (const { noun, ids, columns } of tables)
      for (const [index, rowId] of ids.entries())
        if (noun === 'handed')
          found.set(rowId, {
            id: rowId,
            ...Object.fromEntries(Object.entries(columns).map(([f, all]) => [f, all[index]])),
          });
  // The village is the same in every test, the shop is not.
  return [...found.values()].filter(({ scopes }) => String(scopes).includes(shopId));
}

async function late(price = 15_000) {
  await revoke();
  const outcome = await says(udin, 'listing.edit', { id, shopId, price });
  expect(outcome).toMatchObject({ result: 'refused', code: HANDED_ON });
  return outcome;
}

const priceNow = async () =>
  (
    await server.db
      .selectFrom('listing')
      .select('price')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
  ).price;

describe('[S23] work that came too late', () => {
  test('goes to the owner, becomes hers with one tap, and its author hears of it', async () => {
    await late();
    expect(await priceNow()).toBe(5_000);
    const [found] = await handedTo(siti);
    expect(found).toMatchObject({ action: 'listing.edit', authorName: 'Pak Udin', status: 'open' });
    const { id: handedId, action, said, author, saidMs } = found as Record<string, string>;
    const work = { id: handedId, action, said, author, saidMs } as EntryInput;
    expect(await says(siti, 'handed.take', work)).toMatchObject({ result: 'applied' });
    expect(await priceNow()).toBe(15_000);
    expect(await handedTo(udin)).toMatchObject([{ id: handedId, status: 'taken' }]);
    expect(await says(siti, 'handed.take', work)).toMatchObject({ code: 'handed.taken' });
  });

  test('is told to those who look after the shop, to its author, and to nobody else', async () => {
    await late();
    const successor = await member(server, 'Kak Laila');
    await give(admin, successor, { role: 'facilitator', village: PANGGUNG });
    const neighbour = await member(server, 'Kak Rina');
    const elsewhere = await member(server, 'Pak Amat');
    await give(admin, elsewhere, { role: 'facilitator', village: GALUMBANG });
    for (const person of [siti, successor, udin]) expect(await handedTo(person)).toHaveLength(1);
    for (const person of [neighbour, elsewhere, admin]) expect(await handedTo(person)).toEqual([]);
    const [told] = await handedTo(udin);
    expect(JSON.stringify(told)).not.toContain('Bingka');
    const { body } = await siti.phone.ask('GET', '/api/public/catalogue');
    expect(JSON.stringify(body)).not.toContain('Udin');
  });

  test('of somebody who never had the right, or had it elsewhere, is refused as ever', async () => {
    const elsewhere = await member(server, 'Pak Amat');
    const other = await give(admin, elsewhere, { role: 'facilitator', village: GALUMBANG });
    await admin.phone.mustApply([admin.phone.entry('grant.revoke', { id: other })]);
    const stranger = await member(server, 'Orang jauh');
    for (const person of [elsewhere, stranger]) {
      expect(await says(person, 'listing.edit', { id, shopId, price: 1 })).toMatchObject({
        result: 'refused',
        code: 'shop.not_yours',
      });
    }
    expect(await handedTo(siti)).toEqual([]);
  });

  test('is bounded in number for each author and shop, and in bytes', async () => {
    await revoke();
    const entries = Array.from({ length: MAX_HANDED + 2 }, (_, n) =>
      udin.phone.entry('listing.edit', { id, shopId, price: 1_000 + n }),
    );
    const { body } = await udin.phone.sync(entries);
    const codes = (body as unknown as SyncAnswer).outcomes.map(({ code }) => code);
    expect(codes.filter((code) => code === HANDED_ON)).toHaveLength(MAX_HANDED);
    expect(codes.slice(MAX_HANDED)).toEqual(['shop.not_yours', 'shop.not_yours']);
    const about = 'ß'.repeat(500);
    const title = '"'.repeat(80);
    const long = { id: newId(), shopId, title, price: 1, unit: 'x', category: 'kue', about };
    const helper = await member(server, 'Kak Nanda');
    const help = await give(siti, helper, { role: 'helper', shopId });
    await siti.phone.mustApply([siti.phone.entry('grant.revoke', { id: help, shopId })]);
    expect(await says(helper, 'listing.add', { ...long, publish: true })).toMatchObject({
      code: HANDED_ON,
    });
  });

  test('goes with its author when they are erased, and with the shop', async () => {
    await late();
    await erasePerson(server.db, udin.personId);
    expect(await handedTo(siti)).toEqual([]);
    const left = () =>
      server.db.selectFrom('handed').select('id').where('scopes', 'like', `%${shopId}%`).execute();
    expect(await left()).toEqual([]);

    udin = await member(server, 'Pak Amat');
    grantId = await give(admin, udin, { role: 'facilitator', village: PANGGUNG });
    await late();
    expect(await left()).toHaveLength(1);
    await erasePerson(server.db, siti.personId);
    expect([await left(), await handedTo(udin)]).toEqual([[], []]);
  });

  test('of a guest who signs in to an account is told to the person from then on', async () => {
    const guest = await server.guest();
    const { personId: guestId, deviceId } = guest;
    const asGuest = { phone: guest, number: '', personId: guestId };
    const help = await give(siti, asGuest, { role: 'helper', shopId });
    await siti.phone.mustApply([siti.phone.entry('grant.revoke', { id: help, shopId })]);
    expect(await says(asGuest, 'listing.edit', { id, shopId, price: 7_000 })).toMatchObject({
      code: HANDED_ON,
    });
    await adoptGuest(server.db, { deviceId, guestId, personId: udin.personId });
    expect(await handedTo(udin)).toHaveLength(1);
  });
});
