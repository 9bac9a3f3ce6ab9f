/** A whole server for one test file: its own database, its own folder, a clock that can be moved. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { connect, type Db } from '#db/connect';
import { openSecrets, type Secrets } from '#db/embedded/secrets';
import { testDatabase } from '#db/testing/test-database';

import { openLog } from '../log';
import { type RunningServer, startServer } from '../main';
import { cuttableWire, type CuttableWire } from './cuttable-wire';
import { TestPhone } from './test-phone';

export interface TestServer {
  readonly url: string;
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly secrets: Secrets;
  readonly db: Db;
  /** Lets time pass for limits, sessions and nonces. */
  pass(ms: number): void;
  guest(): Promise<TestPhone>;
  /** The API itself, as it runs now. */
  app(): RunningServer['app'];
  snapshotsMade(): Promise<void>;
  restart(): Promise<void>;
  /** Another process on the same database and with the same secrets; where it listens. */
  beside(): Promise<string>;
  /** Between the server and its database. */
  readonly wire: CuttableWire;
  close(): Promise<void>;
}

export async function testServer(
  options: { origin?: string; statementTimeoutMs?: number } = {},
): Promise<TestServer> {
  const database = await testDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'jukung-api-'));
  const secrets = openSecrets(dataDir);
  const db = connect(database.url, { max: 3 });
  const wire = await cuttableWire(database.url);
  let aheadMs = 0;
  const start = (port: number) =>
    startServer({
      databaseUrl: wire.url,
      dataDir,
      port,
      secrets,
      log: openLog(process.env['TEST_LOG'] ?? 'silent'),
      nowMs: () => Date.now() + aheadMs,
      ...options,
    });
  let running = await start(0);
  const others: Awaited<ReturnType<typeof start>>[] = [];
  const { port } = running;
  const url = `http://localhost:${port}`;
  return {
    url,
    databaseUrl: database.url,
    dataDir,
    secrets,
    db,
    wire,
    pass: (ms) => void (aheadMs += ms),
    guest: () => TestPhone.guest(url),
    app: () => running.app,
    snapshotsMade: () => running.snapshotsMade(),
    async restart() {
      await running.close();
      running = await start(port);
      // fetch() must notice that its old connections are closed before it uses one again.
      await sleep(100);
    },
    async beside() {
      const other = await start(0);
      others.push(other);
      return `http://localhost:${other.port}`;
    },
    async close() {
      for (const one of [...others, running]) await one.close();
      await wire.close();
      await db.destroy();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
