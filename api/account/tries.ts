/**
 * How often may somebody guess? Counted in PostgreSQL, so that every process knows, with a wait that
 * doubles. A try is taken before it is judged and given back when it was right: a thousand guesses sent
 * at once are still a thousand tries.
 *
 * A village shares one address, so addresses are only a loose ceiling. A phone that has been signed in
 * to an account before is counted by itself: whoever guesses at the account from elsewhere can make it
 * wait for strangers, never for its owner's own phone.
 */
import { createHmac } from 'node:crypto';
import { sql } from 'kysely';

import type { Db } from '#db/connect';

import { Problem } from '../problem';

interface Allowance {
  /** Tries that cost no waiting. */
  readonly free: number;
  /** Wait after the first try beyond them; doubles with each further one. */
  readonly baseMs: number;
  readonly capMs: number;
  /** Forgotten when nothing was tried for so long, */
  readonly quietMs: number;
  /** or, for ceilings, this long after the first try. 0: never. */
  readonly windowMs: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const guessing: Allowance = {
  free: 5,
  baseMs: MINUTE / 2,
  capMs: 12 * HOUR,
  quietMs: 7 * DAY,
  windowMs: 0,
};
const perHour = (free: number): Allowance => ({
  free,
  baseMs: MINUTE,
  capMs: HOUR,
  quietMs: HOUR,
  windowMs: HOUR,
});

/** Everything that is counted. Cap 12 h: about two guesses a day at a PIN, from all strangers together. */
const allowances = {
  account: guessing,
  device: guessing,
  known: { ...guessing, capMs: HOUR },
  resetCode: guessing,
  address: perHour(300),
  registration: perHour(300),
  signUp: perHour(10),
  lookUp: perHour(60),
  claim: { ...guessing, capMs: HOUR },
} as const satisfies Record<string, Allowance>;

export type TryKind = keyof typeof allowances;
export type TryKey = readonly [kind: TryKind, what: string];

export interface Tries {
  /** @throws Problem tries.wait with retryAfterMs; then none of the keys was counted */
  take(keys: readonly TryKey[]): Promise<void>;
  /** It was right: guesses are forgotten, ceilings get the one try back. */
  giveBack(keys: readonly TryKey[]): Promise<void>;
  /** Counts that no longer matter leave the table. */
  sweep(): Promise<void>;
}

/** @param seal secret that keeps the table from telling whose number was tried */
export function openTries(db: Db, seal: Buffer, nowMs: () => number): Tries {
  const sealed = (keys: readonly TryKey[]) =>
    keys
      .map(([kind, what]) => ({
        allowance: allowances[kind],
        key: `${kind}.${createHmac('sha256', seal).update(`try.${what}`).digest('base64url')}`,
      }))
      // Always in one order: two requests that need the same rows wait for each other, never both.
      .sort((a, b) => (a.key < b.key ? -1 : 1));

  return {
    take: (keys) =>
      db.transaction().execute(async (tx) => {
        const now = nowMs();
        let waitMs = 0;
        for (const { key, allowance } of sealed(keys)) {
          waitMs = Math.max(waitMs, await takeOne(tx, key, allowance, now));
        }
        // Thrown inside the transaction: nothing was counted.
        if (waitMs > 0) throw new Problem('tries.wait', { retryAfterMs: waitMs });
      }),
    async giveBack(keys) {
      for (const { key, allowance } of sealed(keys)) {
        if (allowance.windowMs === 0) {
          await db.deleteFrom('try_count').where('key', '=', key).execute();
        } else {
          await sql`
            update try_count set tries = tries - 1,
              next_ms = case when tries - 1 < ${allowance.free} then 0 else next_ms end
            where key = ${key} and tries > 1`.execute(db);
        }
      }
    },
    async sweep() {
      await db
        .deleteFrom('try_count')
        .where('last_ms', '<', nowMs() - guessing.quietMs)
        .execute();
    },
  };
}

/** @returns 0 when taken, else how long to wait in ms */
async function takeOne(db: Db, key: string, allowance: Allowance, now: number): Promise<number> {
  const { free, baseMs, capMs, quietMs, windowMs } = allowance;
  const stale = sql`(t.last_ms < ${now - quietMs} or (${windowMs} > 0 and t.first_ms < ${now - windowMs}))`;
  // Free tries wait nothing (0, not now: clocks of two requests differ), then base, 2 base, 4 base …
  const { rows } = await sql<{ key: string }>`
    insert into try_count as t (key, tries, first_ms, last_ms, next_ms)
    values (${key}, 1, ${now}, ${now}, 0)
    on conflict (key) do update set
      tries = case when ${stale} then 1 else t.tries + 1 end,
      first_ms = case when ${stale} then ${now} else t.first_ms end,
      last_ms = ${now},
      next_ms = case when ${stale} or t.tries + 1 < ${free} then 0
        else ${now} + least(${capMs}, ${baseMs} * power(2, least(t.tries + 1 - ${free}, 30)))::bigint end
    where t.next_ms <= ${now} or ${stale}
    returning key`.execute(db);
  if (rows.length > 0) return 0;
  const blocked = await db
    .selectFrom('try_count')
    .select('next_ms')
    .where('key', '=', key)
    .executeTakeFirst();
  return Math.max(1, (blocked?.next_ms ?? now) - now);
}
