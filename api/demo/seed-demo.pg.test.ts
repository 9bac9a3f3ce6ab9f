import { afterAll, beforeAll, expect, test } from 'vitest';

import { testServer, type TestServer } from '../testing/test-server';
import { type DemoSignIn, seedDemo } from './seed-demo';

let server: TestServer;
let people: DemoSignIn[];
beforeAll(async () => {
  server = await testServer();
  ({ people } = await seedDemo(server));
}, 180_000);
afterAll(() => server.close());

test('everybody of the sample village can sign in with the number and PIN that are printed', async () => {
  expect(people.map(({ role }) => role).sort()).toEqual([
    'buyer',
    'courier',
    'dinas',
    'facilitator',
    'helper',
    'seller',
    'seller',
  ]);
  for (const { phone, pin, name } of people) {
    const guest = await server.guest();
    const { status, body } = await guest.signIn(phone, pin);
    expect(status).toBe(200);
    expect(body['name']).toBe(name);
    const synced = await guest.sync();
    expect(synced.body['actor']).toMatchObject({ hasAccount: true, session: 'live' });
  }
});

test('its market has at least 60 shops and 600 products, and its photos can be looked at', async () => {
  const { db } = server;
  const photos = await db
    .selectFrom('photo as p')
    .innerJoin('photo_file as f', 'f.hash', 'p.hash')
    .select(['p.hash', 'f.visibility', 'f.variants'])
    .execute();
  expect(photos.length).toBeGreaterThanOrEqual(40);
  const weights = photos.map(({ variants }) => variants as Record<string, number>);
  for (const variant of ['w160.avif', 'w160.webp']) {
    expect(Math.max(...weights.map((of) => of[variant] ?? Infinity))).toBeLessThanOrEqual(2400);
  }
  for (const variant of ['w480.avif', 'w480.webp']) {
    const sorted = weights.map((of) => of[variant] ?? Infinity).sort((a, b) => a - b);
    expect(sorted[sorted.length >> 1]).toBeLessThanOrEqual(17_000);
  }
  for (const { hash } of photos.slice(0, 3)) {
    const answer = await fetch(`${server.url}/photo/${hash}/w160.avif`);
    expect(answer.status).toBe(200);
  }
  const shops = await db.selectFrom('shop').select('id').where('sample', '=', true).execute();
  const listings = await db
    .selectFrom('listing')
    .select('id')
    .where('status', '=', 'published')
    .execute();
  expect(shops.length).toBeGreaterThanOrEqual(60);
  expect(listings.length).toBeGreaterThanOrEqual(600);
});

test('seeded twice, nothing changes and nobody loses their PIN', async () => {
  const before = await server.db.selectFrom('auth_user').select('id').orderBy('id').execute();
  expect((await seedDemo(server)).people).toEqual(people);
  expect(await server.db.selectFrom('auth_user').select('id').orderBy('id').execute()).toEqual(
    before,
  );
});
