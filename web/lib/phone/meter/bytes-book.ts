/**
 * The book of bytes: what Jukung has used on this phone, a line for each day and a column for each kind of
 * thing. It belongs to the phone and not to a person, never leaves it, and has no more than 37 lines.
 *
 * Plain IndexedDB: the worker writes it and pages read it, and neither should load Dexie for that. One
 * transaction adds a whole batch, so that two workers (an old one and one being put in place) lose nothing.
 */

/** What people pay for: their work and its answers, the market's goods, photos, the app itself. */
export const kinds = ['work', 'market', 'photos', 'app'] as const;
export type Kind = (typeof kinds)[number];

/** Bytes from the phone and to it. */
export interface Bytes {
  readonly up: number;
  readonly down: number;
}

/** One day; a kind that was not used is left out. */
export type DayBytes = { readonly day: number } & Readonly<Partial<Record<Kind, Bytes>>>;

export interface Use extends Bytes {
  readonly kind: Kind;
}

const NAME = 'jukung-bytes';
const DAYS = 'days';
/** A month of 31 days and the days before it that still belong to its first week. */
const MOST_DAYS = 37;
/** Said whenever something was added, to whoever shows the book. */
export const BYTES_CHANNEL = 'jukung.bytes';

/**
 * Adds what was used and forgets the oldest line, and those of a future that a wrong clock had seen.
 *
 * @param day number of the day in WITA since the epoch (`witaDay`)
 * @throws when nothing can be written; then the bytes go uncounted
 */
export async function addBytes(day: number, uses: readonly Use[]): Promise<void> {
  await withDays('readwrite', async (days) => {
    const held = (await done<DayBytes | undefined>(days.get(day))) ?? { day };
    days.put(uses.reduce(added, held));
    // Without a line from before, it is the clock of now that is wrong: it fell back behind the whole book.
    if ((await done(days.count(IDBKeyRange.upperBound(day, true)))) > 0)
      days.delete(IDBKeyRange.lowerBound(day + 1, true));
    // By number and not by age: a clock that leaps ahead for an hour must not wipe the book.
    const kept = await done<IDBValidKey[]>(days.getAllKeys());
    for (const old of kept.slice(0, Math.max(0, kept.length - MOST_DAYS))) days.delete(old);
  });
}

/** All days that are kept, oldest first. @throws when it can't be read */
export function readBytes(): Promise<DayBytes[]> {
  return withDays('readonly', (days) => done<DayBytes[]>(days.getAll()));
}

function added(line: DayBytes, { kind, up, down }: Use): DayBytes {
  const before = line[kind];
  return { ...line, [kind]: { up: (before?.up ?? 0) + up, down: (before?.down ?? 0) + down } };
}

async function withDays<T>(
  mode: IDBTransactionMode,
  work: (days: IDBObjectStore) => Promise<T>,
): Promise<T> {
  const opening = indexedDB.open(NAME, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(DAYS, { keyPath: 'day' });
  const db = await done(opening);
  try {
    const transaction = db.transaction(DAYS, mode, { durability: 'relaxed' });
    const written = new Promise<void>((kept, lost) => {
      transaction.oncomplete = () => kept();
      transaction.onabort = () => lost(transaction.error ?? new Error('not written'));
    });
    const [result] = await Promise.all([work(transaction.objectStore(DAYS)), written]);
    return result;
  } finally {
    db.close();
  }
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((kept, lost) => {
    request.onsuccess = () => kept(request.result);
    request.onerror = () => lost(request.error ?? new Error('not read'));
  });
}
