/**
 * Everything a server keeps, seen from outside: a number that changes when anything of it changes, and a
 * way back to how it was, so that each seed begins in the same house.
 */
import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';

import type { Db } from '#db/connect';

/** Counts that a refused request is meant to move: how often somebody has tried. */
const MEANT = new Set(['try_count', 'kysely_migration', 'kysely_migration_lock']);
/** Made beside all requests, whenever it is time. */
const BESIDE = new Set(['snapshot', 'snapshot_stream']);

export interface House {
  /** One mark for each table and for the pictures: what differs has changed. */
  marks(): Promise<ReadonlyMap<string, string>>;
  /** Puts everything back as it was when the house was opened. */
  back(): Promise<void>;
}

export async function openHouse(db: Db, dataDir: string): Promise<House> {
  const { rows } = await sql<{ name: string }>`
    select tablename::text as name from pg_tables where schemaname = 'public' order by 1`.execute(
    db,
  );
  const tables = rows.map(({ name }) => name).filter((name) => !name.startsWith('kysely_'));
  const photos = join(dataDir, 'photos');
  const kept = join(dataDir, 'photos-as-they-were');
  await sql`create schema as_it_was`.execute(db);
  for (const name of tables) {
    await sql`create table as_it_was.${sql.id(name)} as table public.${sql.id(name)}`.execute(db);
  }
  cpSync(photos, kept, { recursive: true });

  const looked = tables.filter((name) => !MEANT.has(name) && !BESIDE.has(name));
  const look = sql.join(
    looked.map(
      (name) => sql`select ${name}::text as name,
        md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as mark
        from public.${sql.id(name)} t`,
    ),
    sql` union all `,
  );
  return {
    async marks() {
      const found = await sql<{ name: string; mark: string }>`${look}`.execute(db);
      const marks = new Map(found.rows.map(({ name, mark }) => [name, mark]));
      return marks.set('pictures', filesIn(photos));
    },
    async back() {
      const columns = await ownColumns(db);
      await db.connection().execute(async (one) => {
        const all = sql.join(tables.map((name) => sql.id('public', name)));
        await sql`begin`.execute(one);
        await sql`set local session_replication_role = replica`.execute(one);
        await sql`truncate ${all}`.execute(one);
        for (const name of tables) {
          const own = sql.join((columns.get(name) ?? []).map((column) => sql.id(column)));
          await sql`insert into public.${sql.id(name)} (${own}) overriding system value
            select ${own} from as_it_was.${sql.id(name)}`.execute(one);
        }
        await sql`commit`.execute(one);
      });
      rmSync(photos, { recursive: true, force: true });
      cpSync(kept, photos, { recursive: true });
    },
  };
}

/** Without those PostgreSQL reckons itself. */
async function ownColumns(db: Db): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ table: string; columns: string[] }>`
    select c.relname::text as table, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    group by c.relname`.execute(db);
  return new Map(rows.map(({ table, columns }) => [table, columns]));
}

function filesIn(folder: string): string {
  const hash = createHash('sha256');
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) hash.update(path).update(readFileSync(path));
  }
  return hash.digest('hex');
}
