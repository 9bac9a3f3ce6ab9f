/**
 * Snapshots lie in the database, so that every process gives out the same one and an address means the same
 * bytes for ever. Old ones stay for phones that have begun to fetch them.
 */
import { sql } from 'kysely';
import type { ShelvedSnapshot } from '#sync/server/store';
import type { Db } from './connect';

export interface NewSnapshot extends ShelvedSnapshot {
  readonly scope: string;
  readonly epoch: string;
  /** All frames, packed. */
  readonly packed: Buffer;
}

/** A phone that begins today and finds signal once a week. */
const KEPT_DAYS = 14;

const columns = ['id', 'cursor', 'row_count', 'frame_count'] as const;
const shelved = (found: {
  id: string;
  cursor: string;
  row_count: number;
  frame_count: number;
}) => ({
  ...{ id: found.id, cursor: found.cursor, rows: found.row_count, frames: found.frame_count },
});

export async function newestSnapshot(
  db: Db,
  scope: string,
  epoch: string,
): Promise<ShelvedSnapshot | null> {
  const found = await db
    .selectFrom('snapshot')
    .select(columns)
    .where('scope', '=', scope)
    .where('epoch', '=', epoch)
    .orderBy('made_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return found ? shelved(found) : null;
}

/** @param epoch null: of any, for whoever has begun to read it */
export async function findSnapshot(
  db: Db,
  id: string,
  epoch: string | null,
): Promise<ShelvedSnapshot | null> {
  const found = await db
    .selectFrom('snapshot')
    .select(columns)
    .where('id', '=', id)
    .$if(epoch !== null, (query) => query.where('epoch', '=', epoch ?? ''))
    .executeTakeFirst();
  return found ? shelved(found) : null;
}

/** How many rows have ever been erased: another number when somebody was forgotten meanwhile. */
export async function erasuresSoFar(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) from erased`.execute(db);
  return rows[0]?.count ?? 0;
}

/**
 * Keeps it and lets go of those that nobody can still be fetching.
 *
 * @param erasures erasuresSoFar() before its rows were read
 * @returns false if somebody was erased since then, who may be in it
 */
export async function keepSnapshot(
  db: Db,
  snapshot: NewSnapshot,
  erasures: number,
): Promise<boolean> {
  const { id, scope, epoch, cursor, rows, frames, packed } = snapshot;
  return db.transaction().execute(async (tx) => {
    await sql`lock table snapshot in row exclusive mode`.execute(tx);
    if ((await erasuresSoFar(tx)) !== erasures) return false;
    await tx
      .insertInto('snapshot')
      .values({ id, scope, epoch, cursor, row_count: rows, frame_count: frames })
      .onConflict((same) => same.doNothing())
      .execute();
    await keepStream(tx, id, 0, packed);
    await sql`
      delete from snapshot where scope = ${scope} and id <> ${id}
        and made_at < now() - make_interval(days => ${KEPT_DAYS})`.execute(tx);
    return true;
  });
}

/**
 * Security: somebody is erased whom every snapshot may show. All go, and none that is being made is kept
 * (keepSnapshot waits here and looks again); phones in the middle of one begin with the next.
 *
 * @param tx the transaction of the erasure, in which it is noted already
 */
export async function dropSnapshots(tx: Db): Promise<void> {
  await sql`lock table snapshot in share row exclusive mode`.execute(tx);
  await tx.deleteFrom('snapshot').execute();
}

export async function readStream(db: Db, id: string, fromFrame: number): Promise<Buffer | null> {
  const found = await db
    .selectFrom('snapshot_stream')
    .select('packed')
    .where('snapshot_id', '=', id)
    .where('from_frame', '=', fromFrame)
    .executeTakeFirst();
  return found?.packed ?? null;
}

/**
 * Two processes that made it at once have made the same frames; the first one's bytes stay. Nothing is kept
 * of a snapshot that is gone.
 */
export async function keepStream(
  db: Db,
  id: string,
  fromFrame: number,
  packed: Buffer,
): Promise<void> {
  await sql`
    insert into snapshot_stream (snapshot_id, from_frame, packed)
    select id, ${fromFrame}::integer, ${packed}::bytea from snapshot where id = ${id} for key share
    on conflict do nothing`.execute(db);
}

/**
 * Runs the work if no other process is at it.
 *
 * @returns false when somebody is
 */
export function aloneWith(db: Db, scope: string, work: () => Promise<void>): Promise<boolean> {
  return db.connection().execute(async (one) => {
    const key = sql`hashtextextended(${`jukung-snapshot ${scope}`}, 0)`;
    const { rows } = await sql<{ mine: boolean }>`
      select pg_try_advisory_lock(${key}) as mine`.execute(one);
    if (!rows[0]?.mine) return false;
    try {
      await work();
    } finally {
      await sql`select pg_advisory_unlock(${key})`.execute(one);
    }
    return true;
  });
}
