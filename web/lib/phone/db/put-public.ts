/** Writes what arrived of the market into its copy, a slice at a time, in one relaxed transaction. */
import { isProgress } from '#sync/frame-taker';
import type { ScopeChanges, WireTable } from '#sync/wire';
import type { CatalogueDb, PublicHeld } from './catalogue-db';
import { surviving } from './survive';

/**
 * Rows written before the screen gets a turn: some twenty ms of a cheap phone. They are put with the browser's own
 * IndexedDB, for Dexie's part is half of the work; what reads live follows the cursor, which Dexie writes.
 */
const SLICE = 16;

/** False for what was damaged on the way: without its list of pictures one product would stop the whole market. */
export const areGoods = ({ tables }: Pick<ScopeChanges, 'tables'>): boolean =>
  tables.every(
    ({ noun, ids, columns }) =>
      noun !== 'listing' || ids.every((_id, at) => Array.isArray(columns['photos']?.[at])),
  );

/**
 * @param makeRoom gives away what can be had again when the phone is full; bytes freed
 * @throws PhoneFull when there is no room even then; TypeError for what is no market
 */
export function putPublic(
  catalogue: CatalogueDb,
  { scope, cursor, fresh, complete, tables, gone }: ScopeChanges,
  makeRoom: () => Promise<number>,
): Promise<void> {
  const { rows, cursors } = catalogue;
  const arriving = tables.flatMap((table) => table.ids.map((id, at) => publicRow(table, id, at)));
  if (!areGoods({ tables })) return Promise.reject(new TypeError('not a product'));
  return surviving(
    () =>
      catalogue.transaction('rw', [rows, cursors], async ({ idbtrans }) => {
        const before = await cursors.get(scope);
        const isFirst = fresh && (await rows.limit(1).primaryKeys()).length === 0;
        if (fresh && !isFirst) await rows.toCollection().modify({ position: 0 });
        const hasStale = fresh ? !isFirst : (before?.hasStale ?? false);
        // In the middle of a snapshot that began with nothing there is nothing but its earlier frames.
        const isNew = isFirst || (!hasStale && isProgress(before?.cursor ?? ''));
        const store = idbtrans.objectStore('rows');
        for (let from = 0; from < arriving.length; from += SLICE) {
          const slice = arriving.slice(from, from + SLICE);
          const held = isNew ? [] : await rows.bulkGet(slice.map(({ name }) => name));
          await written(
            slice
              .filter((row, index) => (held[index]?.position ?? -1) <= row.position)
              .map((row) => store.put(row)),
          );
        }
        await rows.bulkDelete([...gone]);
        if (complete && hasStale) await rows.filter(({ position }) => position === 0).delete();
        await cursors.put({ scope, cursor, hasStale: hasStale && !complete });
      }),
    makeRoom,
  );
}

/** Resolves with the last of them. @throws what the first that fails says; the whole transaction goes with it */
const written = (requests: readonly IDBRequest[]): Promise<void> =>
  new Promise((done, fail) => {
    if (requests.length === 0) done();
    for (const request of requests) {
      request.onerror = () => fail(request.error ?? new Error('not written'));
      if (request === requests.at(-1)) request.onsuccess = () => done();
    }
  });

function publicRow({ noun, columns, positions }: WireTable, id: string, at: number): PublicHeld {
  const values = Object.fromEntries(
    Object.entries(columns).map(([field, column]) => [field, column[at]]),
  ) as PublicHeld['values'];
  return { name: `${noun}/${id}`, noun, id, position: positions[at] ?? 0, values };
}
