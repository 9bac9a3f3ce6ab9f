/**
 * A database of its own for one test file: copied in some tens of milliseconds from a template that
 * already holds every table. Files can run side by side and never see each other's rows.
 */
import { randomBytes } from 'node:crypto';

import { inject } from 'vitest';

import { asAdmin, databaseUrl } from './admin';

export interface TestDatabase {
  /** Connection text; the role may do everything in this database. */
  url: string;
  /** Ends every connection to it and removes it. */
  drop(): Promise<void>;
}

/**
 * Makes a fresh database; call it in `beforeAll` and `drop()` in `afterAll`.
 *
 * @param options.migrated false for a database without tables, to test the migrations themselves
 */
export async function testDatabase(options: { migrated?: boolean } = {}): Promise<TestDatabase> {
  const { adminUrl, template } = inject('testPostgres');
  const name = `jukung_test_${randomBytes(8).toString('hex')}`;
  const source = options.migrated === false ? 'template0' : template;
  await asAdmin(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${source}`);
  return {
    url: databaseUrl(adminUrl, name),
    drop: () => asAdmin(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}
