/**
 * Orders that nobody answered in time: what was kept for them is free again, and both sides see why. Asked
 * for by whoever comes first: a phone that syncs, somebody who looks at a shop, or the clock. Any number of
 * processes may do it at once: the row is locked, and the second one finds it done.
 */
import { declarations } from '#domain/index';
import { expireOrder } from '#domain/order-ends';
import { openStatuses } from '#domain/order-machine';
import { ownDeed } from '#sync/server/own-deed';
import type { ServerStore } from '#sync/server/store';
import type { Db } from './connect';

/** Orders in one go; more are found by the next. */
const AT_ONCE = 200;

/**
 * @param nowMs ms since epoch by the server's clock
 * @returns how many expired
 */
export async function expireOrders(db: Db, store: ServerStore, nowMs: number): Promise<number> {
  const due = await db
    .selectFrom('market_order')
    .select('id')
    .where('status', 'in', openStatuses)
    .where('expires_ms', '<=', nowMs)
    .orderBy('expires_ms')
    .orderBy('id')
    .limit(AT_ONCE)
    .execute();
  let expired = 0;
  for (const { id } of due) {
    const rows = await store.transaction((tx) =>
      ownDeed(tx, declarations, expireOrder, { id }, nowMs),
    );
    if (rows.length > 0) expired += 1;
  }
  return expired;
}
