/** Writes what arrived of the market into its copy, a slice at a time, in one relaxed transaction. */
import type { ScopeChanges, WireTable } from '#sync/wire';
import type { CatalogueDb, PublicHeld } from './catalogue-db';
import { surviving } from './survive';

/** Rows written before the screen gets a turn; larger slices block a cheap phone for half a second. */
const SLICE = 300;

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
      catalogue.transaction('rw', [rows, cursors], async () => {
        const before = await cursors.get(scope);
        if (fresh) await rows.toCollection().modify({ position: 0 });
        for (let from = 0; from < arriving.length; from += SLICE) {
          const slice = arriving.slice(from, from + SLICE);
          const held = await rows.bulkGet(slice.map(({ name }) => name));
          await rows.bulkPut(
            slice.filter((row, index) => (held[index]?.position ?? -1) <= row.position),
          );
        }
        await rows.bulkDelete([...gone]);
        const hasStale = fresh || (before?.hasStale ?? false);
        if (complete && hasStale) await rows.filter(({ position }) => position === 0).delete();
        await cursors.put({ scope, cursor, hasStale: hasStale && !complete });
      }),
    makeRoom,
  );
}

function publicRow({ noun, columns, positions }: WireTable, id: string, at: number): PublicHeld {
  const values = Object.fromEntries(
    Object.entries(columns).map(([field, column]) => [field, column[at]]),
  ) as PublicHeld['values'];
  return { name: `${noun}/${id}`, noun, id, position: positions[at] ?? 0, values };
}
