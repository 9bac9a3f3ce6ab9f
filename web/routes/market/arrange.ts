/** Which goods stand on the table: of the whole catalogue, those of one shelf and one village. */
import type { PublicProduct } from '$lib/phone/public-views';
import { shelfOf, type Filter } from './filter';

/**
 * The goods of a shelf and a village, in the order given. What has run out stays in its place: people
 * look for what they saw yesterday, and the card says so.
 *
 * @returns the very same array when nothing is narrowed, so that nothing built on it is built anew
 */
export function narrow(goods: readonly PublicProduct[], filter: Filter): readonly PublicProduct[] {
  const shelf = shelfOf(filter);
  const { village } = filter;
  if (!shelf && !village) return goods;
  return goods.filter(
    (product) =>
      (!shelf || product.category === shelf) && (!village || product.village === village),
  );
}

/** The shelves that stand in the first row: the four most asked for, the chosen one always among them. */
export function shelvesInSight(filter: Filter): readonly string[] {
  const first = ['sayur', 'buah', 'kue', 'ikan'];
  const shelf = shelfOf(filter);
  return shelf && !first.includes(shelf) ? [...first.slice(0, 3), shelf] : first;
}
