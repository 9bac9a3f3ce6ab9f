/** Rows that fit a description (Sought), found without locking them. */
import { type RawBuilder, sql } from 'kysely';
import type { Sought } from '#sync/action';
import type { Db } from './connect';
import { entityOf } from './entity-of';
import { columnsOf, tableOfNoun } from './noun-table';

/** @returns ids in their order, at most `limit` */
export async function findRows(
  db: Db,
  noun: string,
  sought: Sought,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from ${sql.table(tableOfNoun(noun))} where ${fits(noun, sought)}
    order by id limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

export async function countRows(db: Db, noun: string, sought: Sought): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from ${sql.table(tableOfNoun(noun))}
    where ${fits(noun, sought)}`.execute(db);
  return rows[0]?.count ?? 0;
}

function fits(noun: string, { is = {}, above = {} }: Sought): RawBuilder<unknown> {
  const column = (field: string) => {
    const known = columnsOf(entityOf(noun)).find((one) => one.field === field);
    if (!known) throw new Error(`${noun} has no ${field}`);
    return sql.ref(known.name);
  };
  const same = Object.entries(is).map(([field, wanted]) =>
    Array.isArray(wanted)
      ? sql`${column(field)} = any(${wanted})`
      : sql`${column(field)} = ${wanted}`,
  );
  const higher = Object.entries(above).map(([field, floor]) => sql`${column(field)} > ${floor}`);
  return sql.join([sql`true`, ...same, ...higher], sql` and `);
}
