import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Db } from './connect';
import { publishRows, pullScope } from './feed';
import { readHorizon } from './feed-horizon';
import { migrate } from './migrate';
import { migrations } from './migrations/in-order';
import { newId } from './new-id';
import { readEpoch, settleEpoch } from './server-epoch';
import { PgServerTx } from './server-tx';
import { testDatabase, type TestDatabase } from './testing/test-database';

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await testDatabase({ migrated: false });
  db = connect(database.url);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

test('processes that start side by side bring the tables up once, and agree on one epoch', async () => {
  await Promise.all([migrate(database.url), migrate(database.url), migrate(database.url)]);
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  expect(rows.map(({ name }) => name).toSorted()).toEqual(Object.keys(migrations).toSorted());
  const epoch = await readEpoch(db);
  await migrate(database.url);
  expect(await readEpoch(db)).toBe(epoch);
});

test('a database that wakes up elsewhere than it fell asleep begins a new epoch', async () => {
  const before = await readEpoch(db);
  expect(await settleEpoch(db, newId())).toBe(false);
  await db.updateTable('server_epoch').set({ home: 'the old machine' }).execute();
  await migrate(database.url);
  expect(await readEpoch(db)).not.toBe(before);
});

test('tables put back from a dump begin a new epoch, even into the very same database', async () => {
  const before = await readEpoch(db);
  await sql`create table dump as select * from server_epoch`.execute(db);
  await sql`truncate server_epoch`.execute(db);
  await sql`insert into server_epoch select * from dump`.execute(db);
  await sql`drop table dump`.execute(db);
  await migrate(database.url);
  const after = await readEpoch(db);
  expect(after).not.toBe(before);
  // … once, and not again at every start; housekeeping does not look like a restore.
  await sql`vacuum (freeze, full) server_epoch`.execute(db);
  await migrate(database.url);
  expect(await readEpoch(db)).toBe(after);
});

test('after a restore rows are seen at once, even if transactions count from below again', async () => {
  const scope = `shop:${newId()}`;
  const values = { name: 'Siti', village: '', phoneVerifiedMs: 0, phoneVerifiedBy: '' };
  const row = { noun: 'person', id: newId(), values, versions: {} };
  const device = newId();
  await db
    .insertInto('device')
    .values({ id: device, node: device.slice(-12), person_id: newId() })
    .execute();
  await db.transaction().execute(async (tx) => {
    const server = new PgServerTx(tx, newId);
    await server.insertRow(row);
    await server.saveOutcome(device, 0, 'aa', { seq: 1, result: 'applied', position: 9e12 });
    await server.saveOutcome(device, 0, 'bb', { seq: 2, result: 'refused', code: 'x' });
    await publishRows(tx, [{ noun: 'person', id: row.id, scopes: [scope] }]);
  });
  // As a dump of a busier cluster would bring it.
  await sql`update feed set position = '9000000000000'`.execute(db);
  expect((await pullScope(db, scope, '', 10)).rows).toEqual([]);
  await db.updateTable('server_epoch').set({ home: 'the old machine' }).execute();
  expect(await settleEpoch(db, newId())).toBe(true);
  expect((await pullScope(db, scope, '', 10)).rows).toHaveLength(1);
  const { ceiling } = await readHorizon(db);
  const outcomes = await db.selectFrom('outcome').select('outcome').orderBy('seq').execute();
  expect(outcomes[0]?.outcome?.position).toBeLessThan(ceiling);
  expect(outcomes[1]?.outcome).toEqual({ seq: 2, result: 'refused', code: 'x' });
});

test('a role that is no superuser can do all of it', async () => {
  const role = `jukung_plain_${newId().slice(-12)}`;
  const theirs = await testDatabase({ migrated: false });
  const url = new URL(theirs.url);
  const name = url.pathname.slice(1);
  await sql.raw(`create role ${role} login password 'plain'`).execute(db);
  await sql.raw(`alter database ${name} owner to ${role}`).execute(db);
  [url.username, url.password] = [role, 'plain'];
  const plain = connect(url.toString());
  try {
    await migrate(url.toString());
    expect((await readHorizon(plain)).horizon).toBeGreaterThan(0);
    expect(await settleEpoch(plain, newId())).toBe(false);
  } finally {
    await plain.destroy();
    await theirs.drop();
    await sql.raw(`drop role ${role}`).execute(db);
  }
});

test('a migration that fails is named, and nothing of the run stands', async () => {
  const other = await testDatabase({ migrated: false });
  const otherDb = connect(other.url);
  await sql`create table listing (id int)`.execute(otherDb);
  await expect(migrate(other.url)).rejects.toThrow('0002-nouns');
  const { rows } = await sql`select from pg_class where relname = 'device'`.execute(otherDb);
  expect(rows).toEqual([]);
  await otherDb.destroy();
  await other.drop();
});
