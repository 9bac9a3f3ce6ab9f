/**
 * Opening a database that does not want to be opened. Chrome repairs simple damage by itself between
 * tries; where it can't, the person gets a new, empty store and an honest word, never a white page.
 */
import type { Dexie } from 'dexie';
import type { Shelf } from '../shelf';
import { rememberStoreName, storeName } from './store-name';

/** Nothing can be stored on this phone at all. */
export class PhoneBroken extends Error {
  override readonly name = 'PhoneBroken';
}

export interface Opened<D> {
  readonly db: D;
  /** True if the store known so far could not be opened and this one begins empty. */
  readonly renamed: boolean;
}

/** A store is given up only after some seconds: most reasons not to open pass by themselves. */
const TRIES = 6;
const PAUSE_MS = 300;

/**
 * @param base name of the database when all is well
 * @param memory outlives the databases: where the name in use is written down
 * @throws PhoneBroken when not even a new one can be opened
 */
export async function openSafely<D extends Dexie>(
  base: string,
  make: (name: string) => D,
  memory: Pick<Shelf, 'getItem' | 'setItem'>,
  wait: (ms: number) => Promise<void> = (ms) => new Promise((done) => setTimeout(done, ms)),
): Promise<Opened<D>> {
  const known = storeName(base, memory);
  const db = await tryOpen(known, make, wait);
  if (db) return { db, renamed: false };
  const next = `${base}.${generationOf(known) + 1}`;
  const fresh = await tryOpen(next, make, wait);
  if (!fresh) throw new PhoneBroken(base);
  rememberStoreName(base, next, memory);
  return { db: fresh, renamed: true };
}

async function tryOpen<D extends Dexie>(
  name: string,
  make: (name: string) => D,
  wait: (ms: number) => Promise<void>,
): Promise<D | null> {
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const db = make(name);
    try {
      await db.open();
      return db;
    } catch {
      db.close();
      if (attempt < TRIES) await wait(PAUSE_MS * attempt);
    }
  }
  return null;
}

function generationOf(name: string): number {
  const tail = /\.(\d+)$/.exec(name)?.[1];
  return tail === undefined ? 1 : Number(tail);
}
