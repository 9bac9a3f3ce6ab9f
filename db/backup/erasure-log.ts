/**
 * Who must never come back: a log beside the backups and outside the database, so that a restore of an
 * older backup does not undo an erasure. Ids only, nothing personal. One line for each person.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { isId } from '#sync/field';
import type { RowName } from '#sync/row';

export interface Erasure {
  readonly personId: string;
  /** ms since epoch. */
  readonly atMs: number;
  /** Every row that spoke of them: phones may still offer changes of these. */
  readonly rows: readonly RowName[];
}

export const erasureLogIn = (backupsDir: string): string => join(backupsDir, 'erasures.jsonl');

/** On disk when this returns: written before anything is erased, so that a crash can't lose it. */
export function noteErasure(path: string, erasure: Erasure): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = openSync(path, 'a', 0o600);
  try {
    writeSync(file, `${JSON.stringify(erasure)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Every erasure of these logs, each person once, oldest first. A line cut short is left out. */
export function readErasures(...paths: readonly string[]): Erasure[] {
  const byPerson = new Map<string, Erasure>();
  for (const line of paths.flatMap(linesOf)) {
    const read = parsed(line);
    if (!read) continue;
    const rows = new Set([...(byPerson.get(read.personId)?.rows ?? []), ...read.rows]);
    byPerson.set(read.personId, { ...read, rows: [...rows] });
  }
  return [...byPerson.values()].sort((a, b) => a.atMs - b.atMs);
}

function linesOf(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw failure;
  }
}

const isRowName = (name: unknown): name is RowName =>
  typeof name === 'string' && /^[a-zA-Z]+\//.test(name) && isId(name.slice(name.indexOf('/') + 1));

function parsed(line: string): Erasure | null {
  try {
    const { personId, atMs, rows } = JSON.parse(line) as Partial<Erasure>;
    const sound = isId(personId) && Number.isFinite(atMs) && Array.isArray(rows);
    // A name that is none would stop the erasure of all the others at the next start.
    return sound ? { personId, atMs: atMs as number, rows: rows.filter(isRowName) } : null;
  } catch {
    return null;
  }
}
