/**
 * Which life of the database is this? Phones remember how far they had read in it. After a restore
 * those memories are worth nothing, so the epoch changes and every phone reads again and offers again
 * what it sent.
 *
 * A restore is noticed by what it cannot help changing:
 *
 *   pg_restore, COPY      the epoch's row was written by another transaction than it says itself
 *   another server        the cluster's system identifier or the database's number differs
 *   point in time         recovery to a moment, or a standby that took over, begins a new timeline
 *   files copied back     the files of the cluster are new, however old their content
 *
 * A disk set back as a whole (a snapshot of the machine) brings all of that along; that is noticed
 * later, by a cursor ahead of the server (feed.ts). A false alarm costs every phone one full reading
 * and nothing else.
 */
import { sql } from 'kysely';
import type { Db } from './connect';
import { inTransaction } from './in-transaction';

/** The current epoch, one UUID. */
export async function readEpoch(db: Db): Promise<string> {
  const { id } = await db.selectFrom('server_epoch').select('id').executeTakeFirstOrThrow();
  return id;
}

/**
 * Begins the first epoch, or a new one if the database was restored since the last; else changes
 * nothing. Safe to run from several processes at once.
 *
 * @param freshId UUID of the new epoch, should one begin
 * @returns true when an epoch began
 */
export async function settleEpoch(db: Db, freshId: string): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const home = await homeOf(tx);
    const first = await tx
      .insertInto('server_epoch')
      .values({ id: freshId, home, written_in: sql`pg_current_xact_id()` })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (first.numInsertedOrUpdatedRows) return true;
    // A row remembers in its xmin the low 32 bits of the transaction that wrote it; VACUUM FULL puts
    // a 2 there when that is long ago.
    const standing = await tx
      .selectFrom('server_epoch')
      .select('home')
      .select(
        sql<boolean>`xmin::text::bigint in (2, written_in::text::bigint % 4294967296)`.as(
          'original',
        ),
      )
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (standing.home === home && standing.original) return false;
    await moveToEpoch(tx, freshId, home);
    return true;
  });
}

/**
 * Begins a new epoch in a running server: a phone has shown an answer of ours that we do not hold, so the
 * disk was set back without leaving a trace.
 *
 * @param after the epoch that was shown wrong: of phones that show it side by side one is enough
 */
export async function beginEpoch(db: Db, after: string, freshId: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    // Every line of the feed is written: in a large market longer than a statement may take.
    await sql`set local statement_timeout = 0`.execute(tx);
    const standing = await tx
      .selectFrom('server_epoch')
      .select('id')
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (standing.id === after) await moveToEpoch(tx, freshId, await homeOf(tx));
  });
}

/** Where this database lives: cluster, database, timeline, and when the cluster's files were made. */
async function homeOf(db: Db): Promise<string> {
  const { rows } = await sql<{ home: string; mayLook: boolean }>`
    select concat_ws('/', s.system_identifier, d.oid, c.timeline_id) as home,
      has_function_privilege('pg_stat_file(text)', 'execute') as "mayLook"
    from pg_control_system() s, pg_control_checkpoint() c, pg_database d
    where d.datname = current_database()`.execute(db);
  const [{ home, mayLook }] = rows as [(typeof rows)[0]];
  if (!mayLook) return home;
  // Written once when the cluster is made; only a copy of it is younger.
  const files = await sql<{ made: number }>`
    select extract(epoch from change)::bigint as made from pg_stat_file('PG_VERSION')`.execute(db);
  return `${home}/${files.rows[0]?.made}`;
}

/**
 * Feed positions are transaction ids of the old home. In a new cluster ids may start again far below
 * them, and every row would stay invisible until they have caught up: so all rows move to now.
 */
async function moveToEpoch(tx: Db, id: string, home: string): Promise<void> {
  await tx
    .updateTable('server_epoch')
    .set({ id, home, written_in: sql`pg_current_xact_id()`, begun_at: sql`now()` })
    .execute();
  await sql`update feed set position = pg_current_xact_id()`.execute(tx);
  await sql`
    update outcome
    set outcome = jsonb_set(outcome, '{position}', to_jsonb(pg_current_xact_id()::text::bigint))
    where outcome ? 'position'`.execute(tx);
}
