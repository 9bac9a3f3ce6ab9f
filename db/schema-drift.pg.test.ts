import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { declarations } from '#domain/index';
import { entity } from '#sync/entity';
import { choice, decided, fixed, integer, latest, maybeRef, text, union } from '#sync/field';
import { connect, type Db } from './connect';
import { driftOf, type ActualTable } from './schema-drift';
import { testDatabase, type TestDatabase } from './testing/test-database';

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await testDatabase();
  db = connect(database.url);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

async function readTables(): Promise<Record<string, ActualTable>> {
  const columns = await sql<{ table: string; name: string; type: string; nullable: boolean }>`
    select c.table_name as table, c.column_name as name, c.is_nullable = 'YES' as nullable,
      format_type(a.atttypid, a.atttypmod) as type
    from information_schema.columns c
    join pg_attribute a
      on a.attrelid = format('%I.%I', c.table_schema, c.table_name)::regclass
      and a.attname = c.column_name
    where c.table_schema = 'public'`.execute(db);
  const checks = await sql<{ table: string; name: string; definition: string }>`
    select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where contype = 'c'`.execute(db);
  const tables: Record<
    string,
    { columns: Record<string, object>; checks: Record<string, string> }
  > = {};
  for (const { table, name, ...column } of columns.rows) {
    (tables[table] ??= { columns: {}, checks: {} }).columns[name] = column;
  }
  for (const { table, name, definition } of checks.rows) {
    const known = tables[table];
    if (known) known.checks[name] = definition;
  }
  return tables as Record<string, ActualTable>;
}

const run = (statements: string[]) => sql.raw(statements.join('\n')).execute(db);

test('the tables say what the declarations say; what is missing would be printed here', async () => {
  expect(driftOf(declarations.entities.values(), await readTables()).join('\n')).toBe('');
});

describe('when they drift apart, the statements that are printed bring them together again:', () => {
  const boat = entity('boat', {
    fields: {
      name: latest(text(30)),
      seats: latest(integer(1, 40)),
      kind: decided(choice(['jukung', 'kelotok'])),
      owner: fixed(maybeRef('person')),
      crew: union('person', 9),
    },
    privateScopes: () => [],
  });
  const drift = async () => driftOf([boat], await readTables());

  test('a noun without a table', async () => {
    const statements = await drift();
    expect(statements).toHaveLength(1);
    await run(statements);
    expect(await drift()).toEqual([]);
  });

  test.each([
    ['a field without a column', 'alter table boat drop column kind'],
    ['a column too narrow', 'alter table boat alter column name type varchar(10)'],
    [
      'a choice too few',
      `alter table boat drop constraint boat_kind_choice, add constraint boat_kind_choice check (kind in ('jukung'))`,
    ],
    ['a range forgotten', 'alter table boat drop constraint boat_seats_range'],
    [
      'a range too wide',
      'alter table boat drop constraint boat_seats_range, add constraint boat_seats_range check (seats between 1 and 400)',
    ],
    ['a value that may be missing', 'alter table boat alter column name drop not null'],
    ['a reference that may not be empty', 'alter table boat alter column owner set not null'],
    ['a column nobody declared', 'alter table boat add column colour text'],
  ])('%s', async (_what, damage) => {
    await run([damage]);
    const statements = await drift();
    expect(statements).not.toEqual([]);
    await run(statements);
    expect(await drift()).toEqual([]);
  });
});
