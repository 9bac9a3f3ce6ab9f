import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'kysely';

import { connect, type Db } from '#db/connect';
import { newId } from '#db/new-id';

import { member, type SignedIn } from './testing/people';
import type { Asked, TestPhone } from './testing/test-phone';
import { testServer, type TestServer } from './testing/test-server';

let server: TestServer;
let outside: Db;
let siti: SignedIn;
let shopId: string;
let listingId: string;
beforeAll(async () => {
  server = await testServer({ statementTimeoutMs: 1_500 });
  outside = connect(server.databaseUrl, { max: 2, statementTimeoutMs: 0 });
  siti = await member(server, 'Acil Siti');
  shopId = await siti.phone.openShop('Warung Acil Siti');
  listingId = await siti.phone.addListing(shopId, 'Bingka');
});
afterAll(async () => {
  await outside.destroy();
  await server.close();
});

const movement = (quantity: number) =>
  siti.phone.entry('movement.record', {
    ...{ id: newId(), listingId, shopId, quantity, reason: 'restock' },
  });
const stock = async () =>
  (await outside.selectFrom('listing').select('stock').executeTakeFirstOrThrow()).stock;
const expectBusy = ({ status, body, headers }: Asked) => {
  expect([status, body['code']]).toEqual([503, 'busy']);
  expect(Number(headers.get('Retry-After'))).toBeGreaterThanOrEqual(2);
};
/** Somebody at the database's own console holds a table. */
async function holding(table: string, meanwhile: () => Promise<void>): Promise<void> {
  const held = await outside.startTransaction().execute();
  try {
    await sql`lock table ${sql.table(table)} in access exclusive mode`.execute(held);
    await meanwhile();
  } finally {
    await held.rollback().execute();
  }
}
const waitsForLock = () =>
  expect
    .poll(async () => {
      const { rows } = await sql<{ n: number }>`
        select count(*)::int as n from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(outside);
      return rows[0]?.n;
    })
    .toBeGreaterThan(0);

describe('transactions that stand in each other’s way', () => {
  test('[S3] the victim of a real deadlock goes again: applied once, and nobody hears of it', async () => {
    const patient = await testServer();
    const phone = (await member(patient, 'Acil Ijah')).phone;
    const shop = await phone.openShop('Warung Acil Ijah');
    const listing = await phone.addListing(shop, 'Cincin');
    const console_ = connect(patient.databaseUrl, { max: 2, statementTimeoutMs: 0 });
    const waiting = async () => {
      const { rows } = await sql<{ n: number }>`
        select count(*)::int as n from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(console_);
      return rows[0]?.n;
    };
    const other = await console_.startTransaction().execute();
    // Never the victim: only the server's wait is looked into.
    await sql`set local deadlock_timeout = '60s'`.execute(other);
    await sql`select from shop where id = ${shop} for update`.execute(other);
    const input = { id: newId(), listingId: listing, shopId: shop };
    const said = phone.sync([
      phone.entry('movement.record', { ...input, quantity: 7, reason: 'restock' }),
    ]);
    await expect.poll(waiting).toBe(1);
    await sql`select from listing where id = ${listing} for update`.execute(other);
    await other.commit().execute();
    const { status, body } = await said;
    expect([status, body['outcomes']]).toEqual([
      200,
      [expect.objectContaining({ result: 'applied' })],
    ]);
    const { rows } = await sql<{ movements: number; stock: number }>`
      select (select count(*)::int from movement) as movements,
        (select stock from listing) as stock`.execute(console_);
    expect(rows).toEqual([{ movements: 1, stock: 7 }]);
    // It was a deadlock, and not a lock that was waited for.
    const deadlocks = async () => {
      const counted = await sql<{ n: number }>`
        select deadlocks::int as n from pg_stat_database
        where datname = current_database()`.execute(console_);
      return counted.rows[0]?.n;
    };
    await expect.poll(deadlocks, { timeout: 20_000 }).toBe(1);
    await console_.destroy();
    await patient.close();
  });

  test('[S3] what collides for ever is told to come back, not refused, and is taken when it can be', async () => {
    await sql`create function collide() returns trigger language plpgsql as
      $$ begin raise exception 'on purpose' using errcode = '40001'; end $$`.execute(outside);
    await sql`create trigger collides before insert on movement
      execute function collide()`.execute(outside);
    const before = await stock();
    const entry = movement(3);
    expectBusy(await siti.phone.sync([entry]));
    await sql`drop trigger collides on movement`.execute(outside);
    await siti.phone.mustApply([entry]);
    await siti.phone.mustApply([entry]);
    expect(await stock()).toBe(before + 3);
  });
});

describe('a slow database', () => {
  test('[S17] is said with 503 and a moment to come back, and what was said meanwhile is taken once', async () => {
    const before = await stock();
    const entry = movement(5);
    await holding('listing', async () => expectBusy(await siti.phone.sync([entry])));
    await siti.phone.mustApply([entry]);
    await siti.phone.mustApply([entry]);
    expect(await stock()).toBe(before + 5);
  });

  test('[S17] keeps nobody hanging when every connection waits: all are answered, none with our mistake', async () => {
    const guests: TestPhone[] = [];
    for (let n = 0; n < 40; n += 1) guests.push(await server.guest());
    let answers: Asked[] = [];
    let pages: number[] = [];
    await holding('device', async () => {
      const asked = Promise.all(guests.map((guest) => guest.sync()));
      await waitsForLock();
      const looked = Promise.all(
        guests.map(() => siti.phone.ask('GET', '/api/public/changes?rows=5')),
      );
      answers = await asked;
      pages = (await looked).map(({ status }) => status);
    });
    answers.forEach(expectBusy);
    const waits = answers.map(({ body }) => Number(body['retryAfterMs']));
    expect(new Set(waits).size).toBeGreaterThan(20);
    expect(pages.filter((status) => status !== 200 && status !== 503)).toEqual([]);
    for (const { status } of await Promise.all(guests.map((guest) => guest.sync())))
      expect(status).toBe(200);
  });

  test('[S17] is told at /healthz soon, also while every connection waits', async () => {
    const patient = await testServer({ statementTimeoutMs: 30_000 });
    const console_ = connect(patient.databaseUrl, { max: 2, statementTimeoutMs: 0 });
    const guests: TestPhone[] = [];
    for (let n = 0; n < 12; n += 1) guests.push(await patient.guest());
    const held = await console_.startTransaction().execute();
    await sql`lock table device in access exclusive mode`.execute(held);
    const asked = Promise.all(guests.map((guest) => guest.sync()));
    await expect
      .poll(async () => {
        const { rows } = await sql<{ n: number }>`
          select count(*)::int as n from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`.execute(console_);
        return rows[0]?.n;
      })
      .toBe(10);
    const health = await fetch(`${patient.url}/healthz`, { signal: AbortSignal.timeout(5_000) });
    expect([health.status, await health.json()]).toMatchObject([503, { ok: false }]);
    await held.rollback().execute();
    for (const { status } of await asked) expect(status).toBe(200);
    expect((await fetch(`${patient.url}/healthz`)).status).toBe(200);
    await console_.destroy();
    await patient.close();
  });

  test('[S17] is nobody’s mistake at any door: accounts, people, pictures, the market', async () => {
    const hash = 'ab'.repeat(32);
    const questions = [
      ['POST', '/api/sync', siti.phone.syncRequest()],
      ['GET', '/api/account', undefined],
      ['GET', '/api/account/devices', undefined],
      ['POST', '/api/account/sign-in', { phone: '081100000001', pin: '493817' }],
      ['GET', '/api/people/find?phone=081100000001', undefined],
      ['GET', '/api/people/behind', undefined],
      ['GET', '/api/public/changes', undefined],
      ['GET', '/api/public/catalogue', undefined],
      ['GET', `/api/public/product/${listingId}`, undefined],
      ['GET', `/photo/${hash}/w160.webp`, undefined],
    ] as const;
    const askAll = () =>
      Promise.all(
        questions.map(async ([method, path, body]) => {
          const { status } = await siti.phone.ask(method, path, body);
          return `${status} ${method} ${path}`;
        }),
      );
    for (const table of ['listing', 'device', 'right_grant', 'photo_file']) {
      let answers: string[] = [];
      await holding(table, async () => {
        answers = await askAll();
      });
      expect(answers.filter((answer) => answer.startsWith('500'))).toEqual([]);
      expect(answers.filter((answer) => answer.startsWith('503'))).not.toEqual([]);
      const picture = table === 'photo_file' ? 503 : 404;
      expect(answers).toContain(`${picture} GET /photo/${hash}/w160.webp`);
    }
    expect((await askAll()).filter((answer) => answer.startsWith('50'))).toEqual([]);
  });
});
