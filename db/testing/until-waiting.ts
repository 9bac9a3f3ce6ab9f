/** Transactions that stand in each other's way, for tests of who comes first. */
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Db } from '../connect';

/** Waits until so many transactions stand in line for a lock. */
export async function untilWaiting(db: Db, many: number): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ count: number }>`
      select count(*) from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
    if ((rows[0]?.count ?? 0) >= many) return;
    await sleep(10);
  }
}
