/**
 * The server is shot in the middle of its work, again and again, while a fleet goes on working: its own
 * process, its PostgreSQL, both at once. Nothing that was acknowledged may be gone and nothing twice.
 */
import { setTimeout as sleep } from 'node:timers/promises';

import type { Db } from '#db/connect';
import { readEpoch } from '#db/server-epoch';

import { type Fleet, openFleet } from './fleet';
import { makeGround } from './ground';
import { shootPostmaster, startJukung } from './jukung-process';
import { brokenPromises, promisesOf, whatIsWrong } from './what-stands';

export type Shot = 'server' | 'database' | 'both';

export interface CrashPlan {
  readonly postgres: 'embedded' | 'external';
  /** A second process on the same database, which is not shot: phones speak to either in turn. */
  readonly beside?: boolean;
  /** Shops at work, with two phones each. */
  readonly shops: number;
  readonly shots: readonly Shot[];
}

export interface Crashed {
  readonly taps: number;
  readonly synced: number;
  /** Syncs the shots cut off. */
  readonly cut: number;
  /** Entries that were committed when the server was shot and whose answer never arrived. */
  readonly answersLost: number;
  /** From each shot until every phone could have synced once more, ms. */
  readonly awayMs: readonly number[];
  /** What must not be; empty when all is well. */
  readonly wrong: readonly string[];
}

/** The phones must get so far between two shots: syncs of each. */
const SYNCS_BETWEEN = 3;
const PATIENCE_MS = 90_000;

export async function crashStorm(plan: CrashPlan): Promise<Crashed> {
  const place = await makeGround(plan.postgres);
  const stopWork = new AbortController();
  let fleet: Fleet | undefined;
  let working: Promise<unknown> = Promise.resolve();
  try {
    let server = startJukung(place);
    place.onEnd(() => server.stop());
    await server.untilOpen();
    const epoch = await place.ask(readEpoch);
    const urls = [`http://127.0.0.1:${place.port}`];
    if (plan.beside) {
      const other = await place.beside();
      const second = startJukung(other);
      place.onEnd(() => second.stop());
      await second.untilOpen();
      urls.push(`http://127.0.0.1:${other.port}`);
    }
    const inTurn = (turn: number) => urls[turn % urls.length] ?? '';
    const phones = (fleet = await openFleet(urls, plan.shops, inTurn));
    let failure: unknown;
    working = phones.work(stopWork.signal).catch((trouble: unknown) => (failure = trouble));
    const progress = async () => {
      const goal = phones.count.synced + phones.workers.length * SYNCS_BETWEEN;
      for (const fromMs = Date.now(); phones.count.synced < goal; await sleep(20)) {
        if (failure) throw failure;
        if (Date.now() - fromMs > PATIENCE_MS) throw new Error('the phones do not get on');
      }
    };
    const wrong: string[] = [];
    const awayMs: number[] = [];
    let answersLost = 0;
    for (const shot of plan.shots) {
      await progress();
      const shotMs = Date.now();
      if (shot !== 'database') await server.kill9();
      if (shot !== 'server') await shootPostmaster(place.folder());
      const promises = promisesOf(phones);
      if (shot === 'server') answersLost += (await place.ask(countOutcomes)) - promises.length;
      if (shot !== 'server') await place.bringUp();
      if (shot !== 'database') {
        server = startJukung(place);
        await server.untilOpen();
      }
      await progress();
      awayMs.push(Date.now() - shotMs);
      wrong.push(...(await place.ask((db) => brokenPromises(db, promises))));
    }
    stopWork.abort();
    await working;
    if (failure) throw failure;
    await phones.come();
    wrong.push(...(await place.ask((db) => whatIsWrong(db, phones))));
    if ((await place.ask(readEpoch)) !== epoch) wrong.push('the server took itself for restored');
    return { ...phones.count, answersLost, awayMs, wrong };
  } finally {
    stopWork.abort();
    await working;
    fleet?.close();
    await place.end();
  }
}

async function countOutcomes(db: Db): Promise<number> {
  const { n } = await db
    .selectFrom('outcome')
    .select((e) => e.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return n;
}
