/**
 * What did the last start leave behind? A database that still runs (PostgreSQL outlives a killed
 * server), a lock of one that does not, a folder that was never finished, or nothing at all.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import {
  isPostgresOf,
  postgresProcessesOf,
  processArguments,
  programWasReplaced,
} from './process-facts';

export type Leftover =
  /** No folder, or an empty one: the database has to be made. */
  | { kind: 'nothing' }
  /** Something is there that is no whole cluster; it holds no data of anybody. */
  | { kind: 'unfinished' }
  /** Files that look like data but lack PostgreSQL's control file: never to be touched by us. */
  | { kind: 'damaged'; reason: string }
  /** A whole cluster at rest; `orphans` are children that outlived their postmaster. */
  | { kind: 'at-rest'; major: number; orphans: number[] }
  /** A postmaster of this very folder lives. */
  | {
      kind: 'live';
      major: number;
      pid: number;
      port: number;
      ready: boolean;
      otherProgram: boolean;
    };

/**
 * Looks, and changes nothing.
 *
 * @param folder real path of the data folder
 * @param postgres path of the program that we would start
 */
export function findLeftover(folder: string, clusterName: string, postgres: string): Leftover {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return { kind: 'nothing' };
  const versionFile = join(folder, 'PG_VERSION');
  if (!existsSync(join(folder, 'global', 'pg_control'))) {
    // initdb writes pg_control before it makes the first database, so without it nobody ever stored a
    // row here, unless the folder was cut apart later: a filled base/ tells.
    const databases = join(folder, 'base');
    if (existsSync(databases) && readdirSync(databases).length > 1) {
      return { kind: 'damaged', reason: 'global/pg_control is missing' };
    }
    return { kind: 'unfinished' };
  }
  if (!existsSync(versionFile)) return { kind: 'damaged', reason: 'PG_VERSION is missing' };
  const major = Number.parseInt(readFileSync(versionFile, 'utf8'), 10);

  const lock = readLock(folder);
  if (lock && isPostgresOf(lock.pid, folder, clusterName)) {
    const otherProgram = programWasReplaced(lock.pid) || processArguments(lock.pid)[0] !== postgres;
    return { kind: 'live', major, otherProgram, ...lock };
  }
  return { kind: 'at-rest', major, orphans: postgresProcessesOf(folder, clusterName) };
}

export interface Lock {
  pid: number;
  port: number;
  ready: boolean;
}

/** postmaster.pid: line 1 the pid, 4 the port, 8 the state ("starting", "ready", "stopping"). */
export function readLock(folder: string): Lock | undefined {
  let text: string;
  try {
    text = readFileSync(join(folder, 'postmaster.pid'), 'utf8');
  } catch {
    return undefined;
  }
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number(lines[3] ?? 0), ready: lines[7]?.trim() === 'ready' };
}
