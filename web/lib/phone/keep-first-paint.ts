/** Writes the market's first screen into one record whenever the copy of the market has changed. */
import { liveQuery } from 'dexie';
import { inMarketOrder } from '#domain/market-order';
import type { CatalogueDb } from './db/catalogue-db';
import { FIRST_CARDS, type MarketRecord } from './market-copy';
import type { PublicListing } from './public-views';

const PAUSE_MS = 1_500;

/** @returns how to stop */
export function keepFirstPaint(catalogue: CatalogueDb): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let first = true;
  const watching = liveQuery(() => catalogue.cursors.toArray()).subscribe({
    next: (cursors) => {
      // The first answer is only how things stood when we came.
      const changed = !first;
      first = false;
      if (!changed || cursors.length === 0) return;
      clearTimeout(timer);
      timer = setTimeout(() => void writeFirstPaint(catalogue).catch(() => undefined), PAUSE_MS);
    },
    error: () => undefined,
  });
  return () => {
    clearTimeout(timer);
    watching.unsubscribe();
  };
}

async function writeFirstPaint(catalogue: CatalogueDb): Promise<void> {
  const { rows } = catalogue;
  const all = found(await rows.where('noun').equals('listing').toArray());
  const listings = (all as unknown as PublicListing[]).sort(inMarketOrder).slice(0, FIRST_CARDS);
  const shopNames = [...new Set(listings.map(({ shopId }) => `shop/${shopId}`))];
  const photoNames = listings.flatMap(({ photos }) =>
    photos.slice(0, 1).map((id) => `photo/${id}`),
  );
  const [shops, photos] = await Promise.all([rows.bulkGet(shopNames), rows.bulkGet(photoNames)]);
  const record = {
    listings,
    shops: found(shops),
    photos: found(photos),
  };
  await catalogue.firstPaint.put({
    id: 'market',
    json: JSON.stringify(record as unknown as MarketRecord),
  });
}

const found = (
  held: readonly ({ id: string; values: Readonly<Record<string, unknown>> } | undefined)[],
) => held.flatMap((row) => (row ? { id: row.id, ...row.values } : [])) as Record<string, unknown>[];
