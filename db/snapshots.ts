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

/** Keeps it and lets go of those that nobody can still be fetching. */
export async function keepSnapshot(db: Db, snapshot: NewSnapshot): Promise<void> {
  const { id, scope, epoch, cursor, rows, frames, packed } = snapshot;
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('snapshot')
      .values({ id, scope, epoch, cursor, row_count: rows, frame_count: frames })
      .onConflict((same) => same.doNothing())
      .execute();
    await keepStream(tx, id, 0, packed);
    await sql`
      delete from snapshot where scope = ${scope} and id <> ${id}
        and made_at < now() - make_interval(days => ${KEPT_DAYS})`.execute(tx);
  });
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

/** Two processes that made it at once have made the same frames; the first one's bytes stay. */
export async function keepStream(
  db: Db,
  id: string,
  fromFrame: number,
  packed: Buffer,
): Promise<void> {
  await db
    .insertInto('snapshot_stream')
    .values({ snapshot_id: id, from_frame: fromFrame, packed })
    .onConflict((same) => same.doNothing())
    .execute();
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
