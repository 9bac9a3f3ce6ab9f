/**
 * Orders that nobody answered in time: what was kept for them is free again, and both sides see why. Asked
 * for by whoever comes first: a phone that syncs, somebody who looks at a shop, or the clock. Any number of
 * processes may do it at once: the row is locked, and the second one finds it done.
 */
import { sql } from 'kysely';
import { declarations } from '#domain/index';
import { expireOrder } from '#domain/order-ends';
import { openStatuses } from '#domain/order-machine';
import { ownDeed } from '#sync/server/own-deed';
import type { ServerStore } from '#sync/server/store';
import type { Db } from './connect';

/** Orders in one go; more are found by the next. */
const AT_ONCE = 200;

/** Where a look ended: what could not be ended there does not stand before the rest at the next one. */
export interface LookedTo {
  readonly expiresMs: number;
  readonly id: string;
}

interface Looked {
  /** How many expired. */
  readonly expired: number;
  /** Where the next look goes on; null: everything that was due was looked at. */
  readonly to: LookedTo | null;
  /** What went wrong, one for each order. */
  readonly failures: readonly unknown[];
  /** The road failed, not an order: going on at once would not help. */
  readonly isStopped: boolean;
}

/**
 * @param nowMs ms since epoch by the server's clock
 * @param from where the last look ended; null: from the longest overdue on
 * @param atOnce orders it looks at
 */
export async function expireOrders(
  db: Db,
  store: ServerStore,
  nowMs: number,
  from: LookedTo | null = null,
  atOnce = AT_ONCE,
): Promise<Looked> {
  const due = await db
    .selectFrom('market_order')
    .select(['id', 'expires_ms as expiresMs'])
    .where('status', 'in', openStatuses)
    .where('expires_ms', '<=', nowMs)
    .$if(from !== null, (query) =>
      query.where(sql<boolean>`(expires_ms, id) > (${from?.expiresMs}::bigint, ${from?.id}::uuid)`),
    )
    .orderBy('expires_ms')
    .orderBy('id')
    .limit(atOnce)
    .execute();
  let expired = 0;
  const failures: unknown[] = [];
  for (const one of due) {
    try {
      const { id } = one;
      const rows = await store.transaction((tx) =>
        ownDeed(tx, declarations, expireOrder, { id }, nowMs),
      );
      if (rows.length > 0) expired += 1;
    } catch (failure) {
      failures.push(failure);
      if (store.isTransient(failure)) return { expired, to: one, failures, isStopped: true };
    }
  }
  const last = due.length === atOnce ? due.at(-1) : undefined;
  return { expired, to: last ?? null, failures, isStopped: false };
}
