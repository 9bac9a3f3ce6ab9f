/** The way in: one pool of connections, tuned so that nothing can hold the whole village up. */
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { safeInteger } from './row-columns';
import type { Database } from './tables';

/** A pool or a transaction: whatever can be asked. */
export type Db = Kysely<Database>;

export interface ConnectOptions {
  /** Connections at most. */
  max?: number;
  /** No statement may take longer, 0 for no limit (migrations wait for each other). ms. */
  statementTimeoutMs?: number;
  /** Told when a connection that nobody was using breaks; the pool opens another by itself. */
  onIdleFailure?: (failure: Error) => void;
}

const INT8 = pg.types.builtins.INT8;

/**
 * Opens a pool on a database; `destroy()` closes it. Connections are made when first needed.
 *
 * A transaction left open would hold back what all phones may see (feed.ts), so PostgreSQL itself
 * ends one that sits idle for ten seconds, and any statement after twenty.
 */
export function connect(url: string, options: ConnectOptions = {}): Db {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: options.statementTimeoutMs ?? 20_000,
    idle_in_transaction_session_timeout: 10_000,
    application_name: 'jukung',
    types: { getTypeParser },
  });
  pool.on('error', (failure) => options.onIdleFailure?.(failure));
  // A connection that breaks while somebody holds it, between two queries, has no listener but this one,
  // and an unheard 'error' ends the process. Whoever holds it learns of it from the next query.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}

const getTypeParser = ((typeId: number, format?: 'text' | 'binary') =>
  typeId === INT8 && format !== 'binary'
    ? safeInteger
    : pg.types.getTypeParser(typeId, format as 'text')) as typeof pg.types.getTypeParser;
