/** Brings a database's tables up to date, and notices when the database itself was restored or moved. */
import { randomUUID } from 'node:crypto';
import { Migrator } from 'kysely';
import { connect } from './connect';
import { migrations } from './migrations/in-order';
import { settleEpoch } from './server-epoch';

/**
 * Runs what has not run yet, all of it or nothing. Processes that start side by side wait for each
 * other at an advisory lock; the names of what has run are in `kysely_migration`. Call it before
 * anything else uses the database, at every start.
 *
 * @param url connection text; the role may make tables
 * @throws Error naming the migration that failed, with PostgreSQL's reason as its cause
 */
export async function migrate(url: string): Promise<void> {
  const db = connect(url, { max: 1, statementTimeoutMs: 0 });
  try {
    // Two series of numbers (engine and accounts) grow side by side: order across them is no promise.
    const migrator = new Migrator({
      db,
      provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
      allowUnorderedMigrations: true,
    });
    const { error, results } = await migrator.migrateToLatest();
    if (error) {
      const failed = results?.find(({ status }) => status === 'Error')?.migrationName;
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`migration ${failed ?? 'of the tables'} failed: ${reason}`, { cause: error });
    }
    // Its first characters mark cursors and seals, so they must be chance and not the time of day.
    await settleEpoch(db, randomUUID());
  } finally {
    await db.destroy();
  }
}
