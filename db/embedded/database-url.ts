/**
 * The one question everything above asks: where is the database? Either the embedded PostgreSQL, which
 * is brought up and kept up here, or the one that `DATABASE_URL` names, which is only looked at.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import pg from 'pg';

import { findBinaries } from './binaries';
import { runCluster, type Cluster } from './cluster';
import { findPlace } from './place';
import type { Secrets } from './secrets';
import { StartFailure } from './start-failure';

export interface OpenDatabase {
  /** Connection text of the application's database. */
  url: string;
  kind: 'embedded' | 'external';
  /** For people: which PostgreSQL this is and where its data lies. */
  description: string;
  /** Lets go of it. The embedded server stops when no other process of ours still uses it. */
  close(): Promise<void>;
}

export interface OpenDatabaseOptions {
  /** The app's state folder; it exists. */
  dataDir: string;
  secrets: Secrets;
  /** Text of `DATABASE_URL`; empty or undefined means the embedded PostgreSQL. */
  externalUrl: string | undefined;
  /** Told in one line what was found and done. */
  say: (line: string) => void;
}

const databaseName = 'jukung';
const oldestMajor = 15;
/** Every process that uses the embedded server holds this advisory lock, shared, while it does. */
const inUseLock = 6_311_072_026;
const reviveAttempts = 5;

/**
 * Opens the database of this installation.
 *
 * @throws StartFailure when it cannot be had, with what to do
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<OpenDatabase> {
  return options.externalUrl ? openExternal(options.externalUrl) : openEmbedded(options);
}

async function openExternal(url: string): Promise<OpenDatabase> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 15_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    // Security: the message of the driver names host and user, never the password.
    throw new StartFailure(
      `DATABASE_URL is set, but that PostgreSQL cannot be used: ${messageOf(error)}`,
    );
  }
  try {
    const version = await show(client, 'server_version');
    const refusal = whyNot({
      version,
      versionNumber: Number(await show(client, 'server_version_num')),
      encoding: await show(client, 'server_encoding'),
    });
    if (refusal) throw new StartFailure(refusal);
    const description = `PostgreSQL ${version} from DATABASE_URL`;
    return { url, kind: 'external', description, close: async () => undefined };
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Why an external PostgreSQL cannot serve Jukung; undefined when it can.
 *
 * @param versionNumber PostgreSQL's `server_version_num`: major × 10,000 + minor
 */
export function whyNot(found: {
  version: string;
  versionNumber: number;
  encoding: string;
}): string | undefined {
  if (!(found.versionNumber >= oldestMajor * 10_000)) {
    return `DATABASE_URL names PostgreSQL ${found.version}; Jukung needs ${oldestMajor} or newer.`;
  }
  if (found.encoding !== 'UTF8') {
    return `DATABASE_URL names a database with encoding ${found.encoding}; Jukung needs UTF8.`;
  }
  return undefined;
}

async function openEmbedded({ dataDir, secrets, say }: OpenDatabaseOptions): Promise<OpenDatabase> {
  const password = secrets.secret('database').toString('hex');
  const place = findPlace(dataDir, secrets.secret('instance').toString('hex'));
  const binaries = findBinaries();
  const portFile = join(dataDir, 'postgres.port');
  let closing = false;
  let reviving: Promise<void> | undefined;

  const bringUp = async (): Promise<{ running: Cluster; lease: pg.Client }> => {
    for (let attempt = 1; ; attempt++) {
      const running = await runCluster({
        place,
        binaries,
        password,
        logFile: join(dataDir, 'postgres.log'),
        wishedPort: rememberedPort(portFile),
        durable: true,
        say,
      });
      writeFileSync(portFile, `${running.port}\n`);
      try {
        await makeDatabase(running.url('postgres'));
        return { running, lease: await takeLease(running.url(databaseName)) };
      } catch (error) {
        // Another process of ours may have stopped the server between our look and our call.
        if (attempt >= reviveAttempts) throw error;
      }
    }
  };

  let { running, lease } = await bringUp();
  const url = running.url(databaseName);
  if (place.link)
    say(`PostgreSQL's user cannot enter this folder, so the database lies in ${place.folder}`);

  /** The lease breaking means that the server died under us: bring it back on the same port. */
  const watch = (client: pg.Client): void => {
    client.once('error', () => {
      if (closing) return;
      say('The database stopped unexpectedly; starting it again.');
      reviving = revive().catch((error: unknown) => {
        say(`The database could not be started again: ${messageOf(error)}`);
        process.exit(1);
      });
    });
  };
  const revive = async (): Promise<void> => {
    ({ running, lease } = await bringUp());
    watch(lease);
    if (running.url(databaseName) !== url) throw new StartFailure('its port was taken meanwhile');
  };
  watch(lease);

  return {
    url,
    kind: 'embedded',
    description: `PostgreSQL ${binaries.version.split('.', 2).join('.')} (embedded), data in ${place.folder}`,
    async close() {
      if (closing) return;
      closing = true;
      await reviving;
      const last = await giveBackLease(lease);
      if (last) await running.stop();
      await lease.end().catch(() => undefined);
    },
  };
}

async function makeDatabase(url: string): Promise<void> {
  await withClient(url, async (client) => {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [
      databaseName,
    ]);
    if (found.rowCount) return;
    await client.query(`CREATE DATABASE ${databaseName}`).catch((error: { code?: string }) => {
      const madeByAnother = error.code === '42P04' || error.code === '23505';
      if (!madeByAnother) throw error;
    });
  });
}

async function takeLease(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'jukung in use',
    keepAlive: true,
    connectionTimeoutMillis: 15_000,
  });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('SELECT pg_advisory_lock_shared($1)', [inUseLock]);
  return client;
}

/** True when nobody else holds a lease: then the server is ours to stop. */
async function giveBackLease(lease: pg.Client): Promise<boolean> {
  try {
    await lease.query('SELECT pg_advisory_unlock_shared($1)', [inUseLock]);
    const answer = await lease.query<{ alone: boolean }>(
      'SELECT pg_try_advisory_lock($1) AS alone',
      [inUseLock],
    );
    return answer.rows[0]?.alone === true;
  } catch {
    return true;
  }
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 15_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function show(
  client: pg.Client,
  setting: 'server_version' | 'server_version_num' | 'server_encoding',
): Promise<string> {
  const answer = await client.query<Record<string, string>>(`SHOW ${setting}`);
  return answer.rows[0]?.[setting] ?? '';
}

function rememberedPort(portFile: string): number {
  try {
    const port = Number(readFileSync(portFile, 'utf8'));
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : 0;
  } catch {
    return 0;
  }
}

function messageOf(error: unknown): string {
  // Node joins the refusals of several addresses into an AggregateError with an empty message.
  if (error instanceof AggregateError) return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
