import { afterAll, beforeAll, expect, it } from 'vitest';
import { live } from '#domain/simulation/life';
import { testDatabase, type TestDatabase } from '#db/testing/test-database';
import { postgresRings, type PostgresRings } from './postgres-ring';

let database: TestDatabase;
let rings: PostgresRings;

beforeAll(async () => {
  database = await testDatabase();
  rings = await postgresRings(database.url);
});
afterAll(async () => {
  await rings.close();
  await database.drop();
});

/** With trouble of every sort; more of them by `npm run sim -- --ring postgres`. */
it.each([1, 2, 4, 7])(
  '[S1] seed %i leaves the same trace in PostgreSQL as in memory',
  async (seed) => {
    const inPostgres = await live(seed, await rings.next(), 120);
    const inMemory = await live(seed, undefined, 120);
    expect(inPostgres.violations).toEqual([]);
    expect(inPostgres.trace).toBe(inMemory.trace);
  },
  240_000,
);
