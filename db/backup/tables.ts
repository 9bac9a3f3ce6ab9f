/** What has to be carried: every table in an order in which none refers to a later one. */
import type pg from 'pg';

export interface CarriedTable {
  readonly table: string;
  readonly columns: readonly string[];
}

export interface Counter {
  readonly sequence: string;
  readonly value: string;
}

/** Asked of PostgreSQL itself, so that a table added tomorrow is not forgotten. */
export async function carriedTables(client: pg.Client): Promise<CarriedTable[]> {
  const { rows } = await client.query<CarriedTable>(`
    select c.relname as table, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    group by c.relname order by c.relname`);
  const { rows: references } = await client.query<{ table: string; target: string }>(`
    select distinct t.relname as table, r.relname as target
    from pg_constraint k join pg_class t on t.oid = k.conrelid join pg_class r on r.oid = k.confrelid
    where k.contype = 'f' and t.relnamespace = 'public'::regnamespace and t.oid <> r.oid`);
  const ordered: CarriedTable[] = [];
  const left = new Map(rows.map((row) => [row.table, row]));
  while (left.size > 0) {
    const waits = new Set(references.filter(({ target }) => left.has(target)).map((r) => r.table));
    const ready = [...left.values()].filter(({ table }) => !waits.has(table));
    if (ready.length === 0)
      throw new Error(`tables refer to each other: ${[...left.keys()].join()}`);
    for (const one of ready) {
      ordered.push(one);
      left.delete(one.table);
    }
  }
  return ordered;
}

export async function counters(client: pg.Client): Promise<Counter[]> {
  const { rows } = await client.query<Counter>(`
    select sequencename as sequence, last_value::text as value from pg_sequences
    where schemaname = 'public' and last_value is not null`);
  return rows;
}

/** A name of a table or column as SQL. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** `copy` of these columns. */
export const copyOf = ({ table, columns }: CarriedTable, way: 'to stdout' | 'from stdin'): string =>
  `copy public.${quoted(table)} (${columns.map(quoted).join(', ')}) ${way}`;
