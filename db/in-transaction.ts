/** All of it or nothing, and again from the beginning if another transaction stood in the way. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from './connect';
import { isCollision } from './transient';

/** Chance and time, from outside so that a test can hold them still. */
export interface RetryPorts {
  readonly sleep: (ms: number) => Promise<unknown>;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
}

const REAL_PORTS: RetryPorts = { sleep, random: Math.random };

/** A transaction that collided goes again at most this often. */
const TRIES = 6;
const FIRST_WAIT_MS = 10;

/**
 * Runs `work` in a READ COMMITTED transaction: what must not change under it, it locks.
 *
 * It waits longer after each collision, by chance, so that two that collided do not meet again.
 *
 * @param work may run several times; only the last run stands
 */
export async function inTransaction<T>(
  db: Db,
  work: (tx: Db) => Promise<T>,
  ports: RetryPorts = REAL_PORTS,
): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await db.transaction().setIsolationLevel('read committed').execute(work);
    } catch (failure) {
      if (tried >= TRIES || !isCollision(failure)) throw failure;
      await ports.sleep(FIRST_WAIT_MS * 2 ** tried * ports.random());
    }
  }
}
