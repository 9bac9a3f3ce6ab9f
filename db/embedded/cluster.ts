/**
 * One PostgreSQL of our own: started, or found still running and taken over, and stopped in good order.
 *
 *   nothing / unfinished ──make──▶ at rest ──start──▶ live ──stop──▶ at rest
 *                                     ▲                 │
 *                    lock of a dead one removed     adopted when it answers
 */
import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { reachableBinaries, type Binaries } from './binaries';
import { findLeftover, readLock, type Leftover } from './leftover';
import { makeCluster } from './make-cluster';
import { keepLink, type Place } from './place';
import {
  askWhoItIs,
  clusterName,
  connectionText,
  endOrphans,
  settings,
  stopPostmaster,
  waitUntilSettled,
} from './postmaster';
import { StartFailure } from './start-failure';
import { inTurn } from './take-turns';

export interface ClusterOptions {
  place: Place;
  binaries: Binaries;
  password: string;
  /** Where PostgreSQL writes its own messages. */
  logFile: string;
  /** The port of the last start, if free still; 0 for any. */
  wishedPort: number;
  /** Always true for real data. Tests say false: a throw-away cluster need not survive a power cut. */
  durable: boolean;
  /** Told in one line what was found and done. */
  say: (line: string) => void;
}

export interface Cluster {
  pid: number;
  port: number;
  /** True when the postmaster of an earlier start was taken over. */
  adopted: boolean;
  /** Connection text for one database of the cluster. */
  url(database: string): string;
  /** Ends every connection, writes everything down, stops. Safe to call twice. */
  stop(): Promise<void>;
}

const attempts = 6;

/**
 * Brings the cluster up whatever the last start left behind.
 *
 * @throws StartFailure in plain words when it cannot: damaged folder, other version, no right to it
 */
export async function runCluster(options: ClusterOptions): Promise<Cluster> {
  const { place } = options;
  const binaries = reachableBinaries(options.binaries, place.runAs, place.programsHome);
  return inTurn(place.folder, () => bringUp({ ...options, binaries }));
}

async function bringUp(options: ClusterOptions): Promise<Cluster> {
  let trouble = '';
  for (let attempt = 0; attempt < attempts; attempt++) {
    const outcome = await tryOnce(options, attempt);
    if (typeof outcome !== 'string') return outcome;
    trouble = outcome || trouble;
  }
  throw new StartFailure(`PostgreSQL does not start.\n${trouble}`);
}

/** One look and one step; returns the running cluster, or what stood in the way this time. */
async function tryOnce(options: ClusterOptions, attempt: number): Promise<Cluster | string> {
  const { place, binaries, say } = options;
  const { folder } = place;
  const left = findLeftover(folder, clusterName(folder), binaries.postgres);
  if ('major' in left && left.major !== binaries.major)
    throw versionMismatch(folder, left.major, binaries);

  switch (left.kind) {
    case 'damaged':
      throw new StartFailure(
        `${folder} holds data but is not whole (${left.reason}). Nothing was changed. Restore the backup into it.`,
      );
    case 'unfinished':
      moveAside(folder, say);
      return '';
    case 'nothing':
      say('Making a new database …');
      rmSync(folder, { recursive: true, force: true });
      await makeCluster({ ...options, folder, runAs: place.runAs });
      keepLink(place);
      return '';
    case 'live':
      return takeOver(options, left);
    case 'at-rest':
      await endOrphans(left.orphans, say);
      if (existsSync(join(folder, 'postmaster.pid'))) {
        say('Removed the lock of a database that no longer runs.');
        rmSync(join(folder, 'postmaster.pid'), { force: true });
      }
      keepLink(place);
      return start(options, attempt === 0 ? options.wishedPort : 0);
  }
}

async function takeOver(
  options: ClusterOptions,
  left: Extract<Leftover, { kind: 'live' }>,
): Promise<Cluster | string> {
  const { place, password, say } = options;
  if (left.otherProgram) {
    say(`Stopping the database of an older program (process ${left.pid}).`);
    await stopPostmaster(left.pid, place.folder);
    return '';
  }
  if (!left.ready) await waitUntilSettled(left.pid, place.folder, say);
  const lock = readLock(place.folder);
  if (!lock || lock.pid !== left.pid) return '';
  const trouble = await askWhoItIs(lock.port, password, place.folder);
  if (trouble === undefined) {
    say(`Took over the database that was still running (process ${lock.pid}).`);
    return cluster(lock.pid, lock.port, true, options);
  }
  say(`Stopping a database that does not answer (process ${left.pid}): ${trouble}`);
  await stopPostmaster(left.pid, place.folder);
  return trouble;
}

async function start(options: ClusterOptions, wishedPort: number): Promise<Cluster | string> {
  const { place, binaries, logFile, durable, password, say } = options;
  const { folder, runAs } = place;
  if (runAs) handOver(folder, runAs.uid, runAs.gid);
  const port = await freePort(wishedPort);
  rotate(logFile);
  const log = openSync(logFile, 'a', 0o600);
  const logStart = statSync(logFile).size;
  // Detached: Ctrl-C in the terminal must reach our server first, which then stops the database itself.
  const child = spawn(
    binaries.postgres,
    ['-D', folder, '-p', String(port), ...settings(folder, durable)],
    {
      ...runAs,
      cwd: folder,
      detached: true,
      env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' },
      stdio: ['ignore', log, log],
    },
  );
  const failed = new Promise<string>((resolve) =>
    child.once('error', (error) => resolve(error.message)),
  );
  closeSync(log);
  child.unref();
  const pid = child.pid;
  if (pid === undefined) throw new StartFailure(`${binaries.postgres} cannot run: ${await failed}`);

  await waitUntilSettled(pid, folder, say);
  const lock = readLock(folder);
  if (lock?.pid !== pid || !lock.ready) return readFileSync(logFile, 'utf8').slice(logStart).trim();
  const trouble = await askWhoItIs(port, password, folder);
  if (trouble === undefined) return cluster(pid, port, false, options);
  await stopPostmaster(pid, folder);
  throw new StartFailure(
    `The database in ${folder} does not accept the password in data/secrets (${trouble}). ` +
      'Data and secrets belong together: restore both from the same backup.',
  );
}

function cluster(
  pid: number,
  port: number,
  adopted: boolean,
  { place, password }: ClusterOptions,
): Cluster {
  return {
    pid,
    port,
    adopted,
    url: (database) => connectionText(port, password, database),
    stop: () => inTurn(place.folder, () => stopPostmaster(pid, place.folder)),
  };
}

function moveAside(folder: string, say: (line: string) => void): void {
  const aside = `${folder}.unfinished-${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}`;
  renameSync(folder, aside);
  say(`Moved an unfinished database folder aside: ${aside}`);
}

/** A folder restored by root belongs to root; PostgreSQL insists on its own user and on 0700. */
function handOver(folder: string, uid: number, gid: number): void {
  if (statSync(folder).uid !== uid) {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      chownSync(join(entry.parentPath, entry.name), uid, gid);
    }
    chownSync(folder, uid, gid);
  }
  chmodSync(folder, 0o700);
}

/** One generation of the log is kept; 1 MB is years of starts and stops. */
function rotate(logFile: string): void {
  if ((statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > 1_000_000) {
    renameSync(logFile, `${logFile}.1`);
  }
}

/** The wished port when nobody has it, otherwise one the system picks. */
async function freePort(wished: number): Promise<number> {
  const ask = (port: number) =>
    new Promise<number>((resolve, reject) => {
      const probe = createServer();
      probe.once('error', reject);
      probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
        const address = probe.address();
        probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
      });
    });
  return wished > 0 ? ask(wished).catch(() => ask(0)) : ask(0);
}

function versionMismatch(folder: string, found: number, { major }: Binaries): StartFailure {
  return new StartFailure(
    `${folder} was made by PostgreSQL ${found}; this Jukung brings PostgreSQL ${major}. ` +
      `Nothing was changed. docs/operate.md ("Upgrade") says how to carry the data over.`,
  );
}
