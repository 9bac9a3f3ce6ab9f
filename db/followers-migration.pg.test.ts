import { Migrator, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CATALOGUE_SCOPE, shopScope } from '#domain/scopes';
import { connect, type Db } from './connect';
import { migrate } from './migrate';
import { migrations } from './migrations/in-order';
import { newId } from './new-id';
import { pgServerStore } from './server-store';
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

const VILLAGE = '63.11.07.2005';
const stamp = '0mh0000000000000000000aa00';

test('a database from before is put right: pictures of drafts leave the market, helpers get names', async () => {
  const before = Object.entries(migrations).filter(
    ([name]) => name !== '0004-followers' && name < '0007',
  );
  const provider = { getMigrations: () => Promise.resolve(Object.fromEntries(before)) };
  const migrator = new Migrator({ db, provider, allowUnorderedMigrations: true });
  expect((await migrator.migrateToLatest()).error).toBeUndefined();

  const [shop, person, draft, shown, ofDraft, taken, stays, right] = [1, 2, 3, 4, 5, 6, 7, 8].map(
    () => newId(),
  ) as [string, string, string, string, string, string, string, string];
  await sql`insert into person values
    (${person}, 'Julak Amat', ${VILLAGE}, 0, '', ${{ name: [stamp, 0, person] }})`.execute(db);
  await sql`insert into shop values (${shop}, ${person}, ${VILLAGE}, ${`warung-${shop}`}, false, 'Warung',
    'kue', '', '', true, true, ${JSON.stringify({ by: person, atMs: 5 })}, '{}')`.execute(db);
  for (const [id, status, live] of [
    [draft, 'draft', ofDraft],
    [shown, 'published', stays],
  ] as const) {
    await sql`insert into listing values (${id}, ${shop}, ${VILLAGE}, 'Bingka', 1000, 'biji', 'kue', '',
      false, false, ${{ live: { [live]: stamp }, dead: {} }}, 0, ${status}, '{}')`.execute(db);
  }
  for (const [id, listing] of [
    [ofDraft, draft],
    [taken, shown],
    [stays, shown],
  ] as const) {
    await sql`insert into photo values (${id}, ${listing}, ${shop}, ${VILLAGE}, ${'ab'.repeat(32)}, 640,
      480, '', 'public', '{}')`.execute(db);
    await sql`insert into feed values ('photo', ${id}, ${CATALOGUE_SCOPE}, false, pg_current_xact_id())`.execute(
      db,
    );
  }
  await sql`insert into right_grant values (${right}, ${person}, 'helper', '', ${shop}, ${person}, 'active',
    ${{ status: [stamp, 0, person] }})`.execute(db);
  for (const [noun, id, scope] of [
    ['grant', right, shopScope(shop)],
    ['shop', shop, CATALOGUE_SCOPE],
  ]) {
    await sql`insert into feed values (${noun}, ${id}, ${scope}, false, pg_current_xact_id())`.execute(
      db,
    );
  }
  const store = pgServerStore(db);
  const market = await store.pull(CATALOGUE_SCOPE, '', 10);
  expect(market.rows).toHaveLength(4);

  await migrate(database.url);
  const news = await store.pull(CATALOGUE_SCOPE, market.cursor, 10);
  expect(news.gone.toSorted()).toEqual([`photo/${ofDraft}`, `photo/${taken}`].toSorted());
  expect(news.rows.map(({ row }) => row.id)).toEqual([shop]);
  const [named] = (await store.pull(shopScope(shop), '', 10)).rows;
  expect(named?.row).toMatchObject({
    id: right,
    values: { personName: 'Julak Amat' },
    versions: { personName: { id: stamp, by: person }, status: { id: stamp } },
  });
});
