import pg from 'pg';
import { expect, it } from 'vitest';

import { testDatabase } from './test-database';

async function query(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

const tables = `SELECT count(*)::int AS n FROM information_schema.tables WHERE table_schema = 'public'`;

it('gives every test file a database of its own, with all tables and nothing in common', async () => {
  const [one, other] = await Promise.all([testDatabase(), testDatabase()]);
  await query(one.url, 'CREATE TABLE only_here (n int)');
  const [mine, theirs] = await Promise.all([query(one.url, tables), query(other.url, tables)]);
  expect(Number(theirs[0]?.['n'])).toBeGreaterThan(0);
  expect(Number(mine[0]?.['n'])).toBe(Number(theirs[0]?.['n']) + 1);
  await Promise.all([one.drop(), other.drop()]);
  await expect(query(one.url, 'SELECT 1')).rejects.toThrow(/does not exist/);
});

it('gives an empty one to those who test the migrations', async () => {
  const empty = await testDatabase({ migrated: false });
  expect(await query(empty.url, tables)).toEqual([{ n: 0 }]);
  await empty.drop();
});
