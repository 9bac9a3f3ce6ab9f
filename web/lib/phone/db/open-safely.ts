/**
 * Opening a database that does not want to be opened. Chrome repairs simple damage by itself between
 * tries; where it can't, the person gets a new, empty store and an honest word, never a white page. The
 * old one is tried again at every start: when it opens, life goes on in it.
 */
import type { Dexie } from 'dexie';
import type { Shelf } from '../shelf';
import { rememberStoreNames, storeNames } from './store-name';

/** Nothing can be stored on this phone at all. */
export class PhoneBroken extends Error {
  override readonly name = 'PhoneBroken';
}

export interface Opened<D> {
  readonly db: D;
  /** True if the store known so far could not be opened and this one begins empty. */
  readonly renamed: boolean;
  /** Stores of the same owner that may hold something and are not in use. */
  readonly left: readonly string[];
}

/** A store is given up only after some seconds: most reasons not to open pass by themselves. */
const TRIES = 6;
const PAUSE_MS = 300;
/** One that was left behind may not hold up the start by opening for ever. ms. */
const LEFT_LIMIT_MS = 3_000;

/**
 * @param base name of the database when all is well
 * @param memory outlives the databases: where the names in use are written down
 * @param worth of what a store holds, asked when several can be opened: the highest is lived in, of equals
 *   the oldest
 * @throws PhoneBroken when not even a new one can be opened
 */
export async function openSafely<D extends Dexie>(
  base: string,
  make: (name: string) => D,
  memory: Pick<Shelf, 'getItem' | 'setItem'>,
  worth: (db: D) => Promise<number> = () => Promise.resolve(0),
  wait: (ms: number) => Promise<void> = pause,
): Promise<Opened<D>> {
  const known = storeNames(base, memory);
  const opened: D[] = [];
  for (const name of [...known].sort((a, b) => generationOf(a) - generationOf(b))) {
    const db = await (name === known[0]
      ? tryOpen(name, make, wait)
      : within(LEFT_LIMIT_MS, make(name)));
    if (db) opened.push(db);
  }
  let best = await bestOf(opened, worth);
  const renamed = best === null;
  best ??= await tryOpen(nextName(base, known), make, wait);
  if (!best) throw new PhoneBroken(base);
  const { name } = best;
  const left = known.filter((other) => other !== name);
  if (name !== known[0]) rememberStoreNames(base, [name, ...left], memory);
  return { db: best, renamed, left };
}

/** The one to live in; the others are closed. */
async function bestOf<D extends Dexie>(
  opened: readonly D[],
  worth: (db: D) => Promise<number>,
): Promise<D | null> {
  const [only] = opened;
  if (opened.length < 2) return only ?? null;
  const weighed = await Promise.all(
    opened.map(async (db) => ({ db, worth: await worth(db).catch(() => -1) })),
  );
  const [best, ...others] = weighed.sort((a, b) => b.worth - a.worth);
  others.forEach(({ db }) => db.close());
  return best?.db ?? null;
}

async function tryOpen<D extends Dexie>(
  name: string,
  make: (name: string) => D,
  wait: (ms: number) => Promise<void>,
): Promise<D | null> {
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const db = await openOnce(make(name));
    if (db) return db;
    if (attempt < TRIES) await wait(PAUSE_MS * attempt);
  }
  return null;
}

/** However long it takes: a slow store is not a broken one. */
async function openOnce<D extends Dexie>(db: D): Promise<D | null> {
  try {
    await db.open();
    return db;
  } catch {
    db.close();
    return null;
  }
}

async function within<D extends Dexie>(ms: number, db: D): Promise<D | null> {
  const opened = await Promise.race([openOnce(db), pause(ms)]);
  if (!opened) db.close();
  return opened ?? null;
}

const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

const nextName = (base: string, known: readonly string[]): string =>
  `${base}.${Math.max(...known.map(generationOf)) + 1}`;

function generationOf(name: string): number {
  const tail = /\.(\d+)$/.exec(name)?.[1];
  return tail === undefined ? 1 : Number(tail);
}
