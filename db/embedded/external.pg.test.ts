import pg from 'pg';
import { expect, it } from 'vitest';

import { testDatabase } from '../testing/test-database';
import { openDatabase } from './database-url';

it('uses the PostgreSQL that DATABASE_URL names as it is, and leaves it running', async () => {
  const { url, drop } = await testDatabase();
  const database = await openDatabase({
    dataDir: '/nowhere',
    secrets: { secret: () => Buffer.alloc(32) },
    externalUrl: url,
    say: () => undefined,
  });
  expect(database).toMatchObject({ url, kind: 'external' });
  expect(database.description).toMatch(/^PostgreSQL (1[5-9]|[2-9]\d)\b.* from DATABASE_URL$/);
  await database.close();

  const client = new pg.Client({ connectionString: url });
  await client.connect();
  expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await client.end();
  await drop();
});
