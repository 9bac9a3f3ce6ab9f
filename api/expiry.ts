/**
 * Orders whose time is over are looked for by whoever comes first: a phone that syncs, somebody who looks at
 * a shop, the clock. Not more often than twice a minute, whatever comes; each process looks for itself.
 */
import { expireOrders } from '#db/expire-orders';
import type { Db } from '#db/connect';
import type { ServerStore } from '#sync/server/store';
import { failureFacts, type Logger } from './log';

/** The clock of a process asks as often. */
export const EXPIRY_MS = 60_000;
const EVERY_MS = EXPIRY_MS / 2;

export interface Expiry {
  /** Looks if it is time to. Never throws: whoever asks has come for something else. */
  look(): Promise<void>;
}

export function openExpiry(db: Db, store: ServerStore, nowMs: () => number, log: Logger): Expiry {
  let lookedMs = -Infinity;
  return {
    async look() {
      const now = nowMs();
      if (now - lookedMs < EVERY_MS) return;
      lookedMs = now;
      try {
        const expired = await expireOrders(db, store, now);
        if (expired > 0) log.info({ expired }, 'orders expired');
      } catch (failure) {
        log.warn(failureFacts(failure), 'orders could not be looked through');
      }
    },
  };
}
