/**
 * Pictures of the market are the first to go when room is short: they can be had again. A file of its own,
 * for whoever only looks needs no more of making room than this.
 */
import type { CatalogueDb } from './catalogue-db';

/** Stored market pictures. Resolves to the bytes freed. */
export async function dropThumbs({ thumbs }: CatalogueDb): Promise<number> {
  const held = await thumbs.toArray();
  if (held.length === 0) return 0;
  await thumbs.clear();
  return held.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
}
