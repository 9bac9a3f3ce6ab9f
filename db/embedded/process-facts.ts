/**
 * Who is that process? A number alone proves nothing: after a reboot the old number may belong to
 * somebody else. So a process is known by its birth, its command line and the folder it stands in.
 * Read from /proc on Linux; from `ps` elsewhere.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

const hasProc = process.platform === 'linux';

/**
 * A text that no two processes share, not even across reboots; undefined when the process is gone.
 * A zombie counts as gone: it holds no port, no file and no lock.
 */
export function processBirth(pid: number): string | undefined {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  if (!hasProc) return psField(pid, 'lstart');
  const fields = statFields(pid);
  if (!fields || fields[0] === 'Z' || fields[0] === 'X') return undefined;
  return `${readText('/proc/sys/kernel/random/boot_id')?.trim() ?? ''}/${fields[19] ?? ''}`;
}

/** The command line in pieces, `[]` when the process is gone or hides it. */
export function processArguments(pid: number): string[] {
  if (!hasProc) return psField(pid, 'args')?.split(' ') ?? [];
  return (readText(`/proc/${pid}/cmdline`) ?? '').split('\0').filter((piece) => piece !== '');
}

/** The folder the process stands in (also one that was deleted since), undefined when not ours to see. */
export function processFolder(pid: number): string | undefined {
  return readLink(`/proc/${pid}/cwd`)?.replace(/ \(deleted\)$/, '');
}

/** True when the program's file was replaced since the process started, as by an upgrade. */
export function programWasReplaced(pid: number): boolean {
  return readLink(`/proc/${pid}/exe`)?.endsWith(' (deleted)') ?? false;
}

/** True for a living PostgreSQL, postmaster or child, that works in `folder` (a real path). */
export function isPostgresOf(pid: number, folder: string, clusterName: string): boolean {
  if (processBirth(pid) === undefined) return false;
  const pieces = processArguments(pid);
  const title = pieces.join(' ');
  const isPostmaster = basename(pieces[0] ?? '') === 'postgres';
  if (!isPostmaster && !title.startsWith('postgres:')) return false;
  // Root in a container may be refused the cwd of another user's process; the command line is
  // always readable and names the folder (postmaster) or the cluster (its children).
  const cwd = processFolder(pid);
  if (cwd !== undefined) return cwd === folder;
  return isPostmaster ? pieces.includes(folder) : title.startsWith(`postgres: ${clusterName}: `);
}

/** Every living PostgreSQL process of `folder`: also children whose postmaster was killed. */
export function postgresProcessesOf(folder: string, clusterName: string): number[] {
  return allProcesses().filter((pid) => isPostgresOf(pid, folder, clusterName));
}

/** Living processes that name this path on their command line or stand in it, ourselves excepted. */
export function processesMentioning(path: string): number[] {
  return allProcesses().filter(
    (pid) =>
      pid !== process.pid &&
      (processFolder(pid) === path || processArguments(pid).some((piece) => piece.includes(path))),
  );
}

/** The process that listens on this TCP port of this machine, undefined when none can be named. */
export function portHolder(port: number): number | undefined {
  if (!hasProc) return undefined;
  const sockets = listeningSockets(port);
  if (sockets.size === 0) return undefined;
  return allProcesses().find((pid) => openSockets(pid).some((socket) => sockets.has(socket)));
}

/** Waits until the process is gone; false when it still lives after `timeoutMs`. */
export async function waitUntilGone(pid: number, timeoutMs: number): Promise<boolean> {
  const born = processBirth(pid);
  const deadline = Date.now() + timeoutMs;
  while (born !== undefined && processBirth(pid) === born) {
    if (Date.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  return true;
}

/** Sends a signal; a process that is already gone is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function allProcesses(): number[] {
  if (hasProc) return readdirSync('/proc').filter(isNumber).map(Number);
  return execFileSync('ps', ['-axo', 'pid='], { encoding: 'utf8' })
    .split(/\s+/)
    .filter(isNumber)
    .map(Number);
}

/** Inodes of the listening sockets on the port: column 4 is the state (0A listens), column 10 the inode. */
function listeningSockets(port: number): Set<string> {
  const suffix = ':' + port.toString(16).toUpperCase().padStart(4, '0');
  const rows = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((path) =>
    (readText(path) ?? '').split('\n'),
  );
  const inodes = rows
    .map((row) => row.trim().split(/\s+/))
    .filter((columns) => columns[3] === '0A' && columns[1]?.endsWith(suffix))
    .map((columns) => `socket:[${columns[9]}]`);
  return new Set(inodes);
}

function openSockets(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => readLink(`/proc/${pid}/fd/${fd}`) ?? []);
  } catch {
    return [];
  }
}

/** The fields of /proc/PID/stat after the program's name, which may itself hold spaces and brackets. */
function statFields(pid: number): string[] | undefined {
  const text = readText(`/proc/${pid}/stat`);
  return text?.slice(text.lastIndexOf(')') + 2).split(' ');
}

function psField(pid: number, field: string): string | undefined {
  try {
    const text = execFileSync('ps', ['-o', `${field}=`, '-p', String(pid)], { encoding: 'utf8' });
    return text.trim() || undefined;
  } catch {
    return undefined;
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function readLink(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

function isNumber(text: string): boolean {
  return /^\d+$/.test(text);
}
