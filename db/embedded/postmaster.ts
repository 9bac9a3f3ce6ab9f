/**
 * Talking to a postmaster: how it is told to run, asked who it is, waited for and stopped.
 */
import { createHash } from 'node:crypto';

import pg from 'pg';

import { readLock } from './leftover';
import { superuser } from './make-cluster';
import { postgresProcessesOf, processBirth, signal, waitUntilGone } from './process-facts';

const startingTimeoutMs = 600_000;
const pollMs = 40;

/** On the command line, so that no edit of postgresql.conf can weaken what protects the data. */
export function settings(folder: string, durable: boolean): string[] {
  const sure = durable ? 'on' : 'off';
  return Object.entries({
    fsync: sure,
    synchronous_commit: sure,
    full_page_writes: sure,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    password_encryption: 'scram-sha-256',
    cluster_name: clusterName(folder),
    timezone: 'UTC',
    log_timezone: 'UTC',
    // No personal data in the log: statements and refused values stay out, only the server's own life
    // is told. Whoever sent a wrong statement hears of it.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Shown in the titles of PostgreSQL's processes; tells which folder a child belongs to. */
export function clusterName(folder: string): string {
  return 'jukung-' + createHash('sha256').update(folder).digest('hex').slice(0, 12);
}

/** Undefined when a postmaster of `folder` answers there and knows the password; otherwise the trouble. */
export async function askWhoItIs(
  port: number,
  password: string,
  folder: string,
): Promise<string | undefined> {
  const deadline = Date.now() + startingTimeoutMs;
  for (;;) {
    const answer = await askOnce(connectionText(port, password, 'postgres'), folder);
    if (answer !== stillRecovering || Date.now() > deadline) return answer;
    await pause(200);
  }
}

const stillRecovering = 'it is still recovering';

async function askOnce(url: string, folder: string): Promise<string | undefined> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    query_timeout: 10_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const answer = await client.query<{ data_directory: string }>('SHOW data_directory');
    const serves = answer.rows[0]?.data_directory ?? 'something else';
    return serves === folder ? undefined : `its port serves ${serves}`;
  } catch (error) {
    // After a child was killed the postmaster lives on and refuses everyone until it has recovered.
    if ((error as { code?: string }).code === '57P03') return stillRecovering;
    return (error as Error).message;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Waits while the postmaster is starting, recovering or stopping; returns when it is ready or gone. */
export async function waitUntilSettled(
  pid: number,
  folder: string,
  say: (line: string) => void,
): Promise<void> {
  const started = Date.now();
  let told = false;
  while (processBirth(pid) !== undefined) {
    const lock = readLock(folder);
    if (lock?.pid === pid && lock.ready) return;
    const waitedMs = Date.now() - started;
    if (waitedMs > startingTimeoutMs) return;
    if (!told && waitedMs > 5_000) {
      told = true;
      say('The database is putting itself in order after a hard stop; please wait …');
    }
    await pause(pollMs);
  }
}

/** Fast shutdown; immediate (recovered at the next start, nothing lost) when that takes too long. */
export async function stopPostmaster(pid: number, folder: string): Promise<void> {
  const name = clusterName(folder);
  if (!postgresProcessesOf(folder, name).includes(pid)) return;
  signal(pid, 'SIGINT');
  if (await waitUntilGone(pid, 30_000)) return;
  signal(pid, 'SIGQUIT');
  if (await waitUntilGone(pid, 10_000)) return;
  await endOrphans(postgresProcessesOf(folder, name), () => undefined);
}

/** Children hold the shared memory of a killed postmaster; a new one may not start beside them. */
export async function endOrphans(orphans: number[], say: (line: string) => void): Promise<void> {
  if (orphans.length === 0) return;
  say(`Ending ${orphans.length} left-over database processes.`);
  for (const pid of orphans) signal(pid, 'SIGQUIT');
  for (const pid of orphans) {
    if (await waitUntilGone(pid, 5_000)) continue;
    signal(pid, 'SIGKILL');
    await waitUntilGone(pid, 5_000);
  }
}

export function connectionText(port: number, password: string, database: string): string {
  return `postgres://${superuser}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
