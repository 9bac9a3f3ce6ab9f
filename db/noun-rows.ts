/** Rows of any noun in and out of their tables, many at a time. */
import { sql } from 'kysely';
import type { Entity } from '#sync/entity';
import { isId } from '#sync/field';
import type { Row, RowKey } from '#sync/row';
import type { Db } from './connect';
import { entityOf } from './entity-of';
import { columnsOf, tableOfNoun } from './noun-table';
import { columnsToRow, rowToColumns, type TableRow } from './row-columns';

/**
 * Puts new rows of one noun in. Rows whose id, or another value that must be unique, is taken are
 * left out without breaking the transaction.
 *
 * @returns ids of the rows that went in
 */
export async function insertRows(
  db: Db,
  entity: Entity,
  rows: readonly Row[],
): Promise<readonly string[]> {
  const table = sql.table(tableOfNoun(entity.noun));
  const columns = columnList(entity);
  const json = JSON.stringify(rows.map((row) => rowToColumns(entity, row)));
  const inserted = await sql<{ id: string }>`
    insert into ${table} (${columns})
    select ${columns} from json_populate_recordset(null::${table}, ${json}::json)
    on conflict do nothing
    returning id`.execute(db);
  return inserted.rows.map(({ id }) => id);
}

/** @throws Error when the row does not exist: the caller holds its lock, so it must */
export async function updateRow(db: Db, entity: Entity, row: Row): Promise<void> {
  const table = sql.table(tableOfNoun(entity.noun));
  const columns = columnList(entity);
  const json = JSON.stringify(rowToColumns(entity, row));
  const { numAffectedRows } = await sql`
    update ${table} set (${columns}) =
      (select ${columns} from json_populate_record(null::${table}, ${json}::json))
    where id = ${row.id}`.execute(db);
  if (numAffectedRows !== 1n) throw new Error(`${row.noun}/${row.id} is not there to be changed`);
}

/**
 * Locks the rows that exist, one after the other in the given order, and reads them as they stand
 * once the lock is held. NO KEY UPDATE keeps two changes of a row apart and still lets others refer
 * to it: a new movement need not wait for a shop whose name is being changed.
 */
export async function lockRows(db: Db, keys: readonly RowKey[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const run of runsOfOneNoun(keys)) {
    const entity = entityOf(run.noun);
    const table = sql.table(tableOfNoun(run.noun));
    const locked = await sql<TableRow>`
      select t.* from unnest(${run.ids}::uuid[]) with ordinality as wanted (id, n)
      join ${table} t on t.id = wanted.id
      order by wanted.n
      for no key update of t`.execute(db);
    rows.push(...locked.rows.map((columns) => columnsToRow(entity, columns)));
  }
  return rows;
}

/** Rows of one noun by id, in no particular order; those that do not exist are left out. */
export async function readRows(db: Db, noun: string, ids: readonly string[]): Promise<Row[]> {
  const entity = entityOf(noun);
  const table = sql.table(tableOfNoun(noun));
  const found = await sql<TableRow>`
    select * from ${table} where id = any(${ids}::uuid[])`.execute(db);
  return found.rows.map((columns) => columnsToRow(entity, columns));
}

/** Rows of one noun whose field holds this id, in the order of their ids. */
export async function rowsHolding(db: Db, noun: string, field: string, id: string): Promise<Row[]> {
  const entity = entityOf(noun);
  const column = columnsOf(entity).find((one) => one.field === field);
  if (!column) throw new Error(`${noun} has no ${field}`);
  const found = await sql<TableRow>`
    select * from ${sql.table(tableOfNoun(noun))} where ${sql.ref(column.name)} = ${id}
    order by id`.execute(db);
  return found.rows.map((columns) => columnsToRow(entity, columns));
}

function columnList(entity: Entity) {
  const names = ['id', ...columnsOf(entity).map(({ name }) => name), 'versions'];
  return sql.join(names.map((name) => sql.ref(name)));
}

/** Neighbours of one noun together, the order kept. Texts that are no ids name no row. */
function runsOfOneNoun(keys: readonly RowKey[]): { noun: string; ids: string[] }[] {
  const runs: { noun: string; ids: string[] }[] = [];
  for (const { noun, id } of keys) {
    if (!isId(id)) continue;
    const last = runs.at(-1);
    if (last?.noun === noun) last.ids.push(id);
    else runs.push({ noun, ids: [id] });
  }
  return runs;
}
