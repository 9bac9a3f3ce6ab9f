/**
 * What kind of thing is for sale: the shelves of the village market.
 *
 * The list is closed, because a category is also a drawing (every product without a photo shows the
 * picture of its shelf) and a row in every old phone's cache. A key is never renamed or reused; the
 * words people read for it live with the other messages.
 */
export const categoryKeys = [
  'sayur',
  'buah',
  'kue',
  'keripik',
  'ikan',
  'beras',
  'madu',
  'anyaman',
  'minuman',
  'bumbu',
  'ternak',
  'jahit',
  'bengkel',
  'jasa',
  'lainnya',
] as const;

/** One shelf of the market. `kue` holds wadai and wet cakes, `keripik` dry snacks. */
export type CategoryKey = (typeof categoryKeys)[number];
