import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'kysely';

import { testServer, type TestServer } from '#api/testing/test-server';
import { newId } from '#db/new-id';

import { type Fleet, openFleet } from './fleet';
import { brokenPromises, promisesOf, whatIsWrong } from './what-stands';

const SYNCS = 60;

let server: TestServer;
let fleet: Fleet;
beforeAll(async () => {
  server = await testServer();
  const urls = [server.url, await server.beside()];
  fleet = await openFleet(urls, 3, (turn) => urls[turn % 2] ?? '');
});
afterAll(async () => {
  fleet.close();
  await server.close();
});

describe('two processes on one database', () => {
  it('[S1] [S10] lose nothing and double nothing while phones hop between them, and each tells what the other heard', async () => {
    const enough = new AbortController();
    const working = fleet.work(enough.signal);
    await expect.poll(() => fleet.count.synced, { timeout: 100_000 }).toBeGreaterThan(SYNCS);
    enough.abort();
    await working;
    await fleet.come();
    expect(await whatIsWrong(server.db, fleet)).toEqual([]);
    expect(fleet.count.cut).toBe(0);
  }, 150_000);
});

describe('the judge of storms', () => {
  const [movement, listing] = ['movement', 'listing'] as const;
  const found = async () => (await whatIsWrong(server.db, fleet)).join('\n');

  it('notices a movement that was taken twice, or not at all', async () => {
    const [row] = await server.db.selectFrom(movement).selectAll().limit(1).execute();
    if (!row) throw new Error('nobody moved anything');
    const id = newId();
    const twice = { ...row, id, versions: JSON.stringify(row.versions) as never };
    await server.db.insertInto(movement).values(twice).execute();
    expect(await found()).toMatch(/movements were made, \d+ stand/);
    await server.db.deleteFrom(movement).where('id', 'in', [id, row.id]).execute();
    expect(await found()).toMatch(/movements were made, \d+ stand/);
    await server.db
      .insertInto(movement)
      .values({ ...twice, id: row.id })
      .execute();
    expect(await found()).toBe('');
  });

  it('notices a sum that does not agree, and a phone that was told something else', async () => {
    await sql`update listing set stock = stock + 1`.execute(server.db);
    expect(await found()).toMatch(/stock is -?\d+, the movements say/);
    expect(await found()).toContain('a phone shows');
    await sql`update listing set stock = stock - 1`.execute(server.db);
    expect(await found()).toBe('');
  });

  it('notices a product the market has and a phone has not', async () => {
    const [row] = await server.db.selectFrom(listing).select('id').limit(1).execute();
    await sql`update listing set status = 'hidden' where id = ${row?.id}`.execute(server.db);
    expect(await found()).toContain('a phone’s copy of the market is not the market');
    await sql`update listing set status = 'published' where id = ${row?.id}`.execute(server.db);
    expect(await found()).toBe('');
  });

  it('notices an answer that was given and is forgotten', async () => {
    const promises = promisesOf(fleet);
    expect(promises.length).toBeGreaterThan(SYNCS / 2);
    const [first] = promises;
    await server.db
      .deleteFrom('outcome')
      .where('device_id', '=', first?.deviceId ?? '')
      .where('seq', '=', first?.seq ?? 0)
      .execute();
    expect(await brokenPromises(server.db, promises)).toEqual([
      expect.stringContaining('was acknowledged and is gone'),
    ]);
  });
});
