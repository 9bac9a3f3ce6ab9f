/** A whole server for one test file: its own database, its own folder, a clock that can be moved. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { inject } from 'vitest';

import { connect, type Db } from '#db/connect';
import { openSecrets, type Secrets } from '#db/embedded/secrets';
import { asAdmin, testDatabase } from '#db/testing/test-database';

import { openLog } from '../log';
import { startServer } from '../main';
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
  restart(): Promise<void>;
  /** Nobody can reach the database any more, or again. */
  cutDatabase(cut: boolean): Promise<void>;
  close(): Promise<void>;
}

export async function testServer(options: { origin?: string } = {}): Promise<TestServer> {
  const database = await testDatabase();
  const { adminUrl } = inject('testPostgres');
  const dataDir = mkdtempSync(join(tmpdir(), 'jukung-api-'));
  const secrets = openSecrets(dataDir);
  const db = connect(database.url, { max: 3, onIdleFailure: () => undefined });
  let aheadMs = 0;
  const start = (port: number) =>
    startServer({
      databaseUrl: database.url,
      dataDir,
      port,
      secrets,
      log: openLog(process.env['TEST_LOG'] ?? 'silent'),
      nowMs: () => Date.now() + aheadMs,
      ...options,
    });
  let running = await start(0);
  const { port } = running;
  const url = `http://localhost:${port}`;
  return {
    url,
    databaseUrl: database.url,
    dataDir,
    secrets,
    db,
    pass: (ms) => void (aheadMs += ms),
    guest: () => TestPhone.guest(url),
    async restart() {
      await running.close();
      running = await start(port);
      // fetch() must notice that its old connections are closed before it uses one again.
      await sleep(100);
    },
    async cutDatabase(cut) {
      const name = new URL(database.url).pathname.slice(1);
      await asAdmin(adminUrl, `alter database ${name} allow_connections ${!cut}`);
      const others = `from pg_stat_activity where datname = '${name}'`;
      await asAdmin(adminUrl, `select pg_terminate_backend(pid) ${others}`);
    },
    async close() {
      await running.close();
      await db.destroy();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
