/** Writes the market's first screen into one record whenever the copy of the market has changed. */
import { liveQuery } from 'dexie';
import { marketTier } from '#domain/market-order';
import type { CatalogueDb } from './db/catalogue-db';
import { eachPage } from './db/each-page';
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
  // Of each tier the last that come by: they come by id, and the market has the newest first.
  const tiers: PublicListing[][] = [[], [], []];
  await eachPage(catalogue, ['listing'], ({ id, values }) => {
    const listing = { id, ...values } as unknown as PublicListing;
    const tier = tiers[marketTier(listing)];
    tier?.push(listing);
    if (tier && tier.length > FIRST_CARDS) tier.shift();
  });
  const listings = tiers.flatMap((tier) => tier.reverse()).slice(0, FIRST_CARDS);
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
