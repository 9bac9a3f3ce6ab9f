/**
 * The oldest transaction still under way: everything below its id is settled.
 *
 * PostgreSQL counts transactions for the whole cluster. A neighbour's database on the same server, with
 * a report that writes for half an hour, must not keep our phones from their news, so transactions
 * known to run in another database are left out of account. (PostgreSQL tells this role only about
 * roles it belongs to, unless it has pg_read_all_stats: without it, strangers do hold the horizon.)
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Db } from './connect';
import { safeInteger } from './row-columns';

export interface Horizon {
  /** All transactions of this database below this id are over; what they published can be seen. */
  readonly horizon: number;
  /** No transaction has an id at or above this one yet. */
  readonly ceiling: number;
}

interface HorizonLook {
  ceiling: string;
  oldest: string | null;
  /** True if nobody can say whose the oldest is. */
  unknown: boolean;
}

/** Whose a transaction is can be unknown when it ended between two looks; then we look again. */
const LOOKS = 4;

/**
 * Safe order of looking: first the snapshot, then who runs what. A transaction of the snapshot that is
 * listed under another database can touch nothing here; one that is not listed counts as ours. So a
 * horizon is never too high. It can be lower than an earlier one, harmlessly.
 */
export async function readHorizon(db: Db): Promise<Horizon> {
  for (let look = 1; ; look += 1) {
    const { rows } = await sql<HorizonLook>`
      with moment as materialized (select pg_current_snapshot() as seen)
      select pg_snapshot_xmax(seen)::text as ceiling, running.id::text as oldest,
        running.id is not null and running.datid is null as unknown
      from moment left join lateral (
        select x.id, activity.datid
        from pg_snapshot_xip(seen) as x (id)
        left join pg_stat_get_activity(null) activity on activity.backend_xid = x.id::xid
        where activity.datid is null
          or activity.datid = (select oid from pg_database where datname = current_database())
        order by x.id
        limit 1
      ) running on true`.execute(db);
    const [{ ceiling, oldest, unknown }] = rows as [HorizonLook];
    if (unknown && look < LOOKS) continue;
    return { horizon: safeInteger(oldest ?? ceiling), ceiling: safeInteger(ceiling) };
  }
}

/** An entry takes some milliseconds; whoever takes longer than a fifth of a second is not waited for. */
const WAITS_MS = [2, 5, 10, 20, 40, 60, 60];

/** Waits, not long, until the transaction of this id and all before it can be seen. */
export async function settle(db: Db, position: number): Promise<void> {
  for (const ms of WAITS_MS) {
    if ((await readHorizon(db)).horizon > position) return;
    await sleep(ms);
  }
}
