/**
 * The sample village, made once for all journeys: the real start command fills a database and a state
 * folder, and every journey gets copies of both, which takes a fraction of a second.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { TestProject } from 'vitest/node';

import { asAdmin, databaseUrl } from '#db/testing/admin';

import { ServerProcess } from './server-process';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Name of the filled database to copy, and the state folder that belongs to it. */
    sampleVillage: { database: string; dataDir: string };
  }
}

/** Called by vitest once before the journeys, after the PostgreSQL of the tests is up. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { adminUrl } = project.getProvidedContext().testPostgres;
  const database = `jukung_test_village_${randomBytes(6).toString('hex')}`;
  const dataDir = mkdtempSync(join(tmpdir(), 'jukung-e2e-seed-'));
  await asAdmin(adminUrl, `CREATE DATABASE ${database}`);
  const server = new ServerProcess({ dataDir, databaseUrl: databaseUrl(adminUrl, database) });
  await server.start({ words: ['--demo', '--force-demo'] });
  await server.stop();
  project.provide('sampleVillage', { database, dataDir });
  return async () => {
    await asAdmin(adminUrl, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    rmSync(dataDir, { recursive: true, force: true });
  };
}
