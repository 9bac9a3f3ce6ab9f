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

/**
 * With trouble of every sort, and together with all that this ring's own tables have a part in; more of them by
 * `npm run sim -- --ring postgres`.
 */
const lives = [
  [1, 120],
  [7, 120],
  [34, 120],
  [135, 120],
  [163, 120],
  [192, 120],
  [125, 200],
] as const;
const inTables = [
  'frames cut short',
  'snapshot gone',
  'backup restored',
  'server set back unawares',
  'person erased',
  'erasure replayed',
] as const;
const met = new Set<string>();

it.each(lives)(
  '[S1] seed %i of %i steps leaves the same trace in PostgreSQL as in memory',
  async (seed, steps) => {
    const inPostgres = await live(seed, await rings.next(), steps);
    const inMemory = await live(seed, undefined, steps);
    expect(inPostgres.violations).toEqual([]);
    expect(inPostgres.trace).toBe(inMemory.trace);
    for (const [kind, count] of inPostgres.faults) if (count > 0) met.add(kind);
  },
  120_000,
);

it('[S15] among them are people erased, disks set back and snapshots cut', () => {
  expect(inTables.filter((kind) => !met.has(kind))).toEqual([]);
});
