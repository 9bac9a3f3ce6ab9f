/**
 * Orders whose time is over are looked for by whoever comes first: a phone that syncs, somebody who looks at
 * a shop, the clock. Not more often than twice a minute, whatever comes; each process looks for itself. All
 * orders of a day fall due at the same midnight: whoever comes then does not wait for all of them.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { expireOrders, type LookedTo } from '#db/expire-orders';
import type { Db } from '#db/connect';
import type { ServerStore } from '#sync/server/store';
import { failureFacts, type Logger } from './log';

/** The clock of a process asks as often. */
export const EXPIRY_MS = 60_000;
const EVERY_MS = EXPIRY_MS / 2;
/** Whoever comes waits so long: on a quiet day what they see is true. */
const PATIENCE_MS = 150;
/** Of one look. */
const FAILURES_TOLD = 3;

export interface Expiry {
  /** Looks if it is time to, and waits a moment for it. Never throws: whoever asks has come for something else. */
  look(): Promise<void>;
  /** Waits for a look that is under way: before the database is closed. */
  end(): Promise<void>;
}

interface Clocks {
  /** What orders are held against: ms since epoch. */
  readonly nowMs: () => number;
  /** Never set, never back: how often is not for the wall clock to say. ms. */
  readonly steadyMs: () => number;
}

export function openExpiry(db: Db, store: ServerStore, clocks: Clocks, log: Logger): Expiry {
  let lookedMs = -Infinity;
  let from: LookedTo | null = null;
  let underWay: Promise<void> | null = null;

  async function lookThrough(): Promise<void> {
    let expired = 0;
    try {
      const nowMs = clocks.nowMs();
      for (;;) {
        const looked = await expireOrders(db, store, nowMs, from);
        expired += looked.expired;
        from = looked.to;
        for (const failure of looked.failures.slice(0, FAILURES_TOLD))
          log.warn(failureFacts(failure), 'an order could not be ended');
        if (looked.isStopped || from === null) break;
      }
    } catch (failure) {
      log.warn(failureFacts(failure), 'orders could not be looked through');
    }
    if (expired > 0) log.info({ expired }, 'orders expired');
  }

  return {
    async look() {
      const now = clocks.steadyMs();
      if (underWay || now - lookedMs < EVERY_MS) return;
      lookedMs = now;
      const look = lookThrough().finally(() => (underWay = null));
      underWay = look;
      await Promise.race([look, sleep(PATIENCE_MS, undefined, { ref: false })]);
    },
    async end() {
      await underWay;
    },
  };
}
