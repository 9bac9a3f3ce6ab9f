/**
 * What the person is looking for, as it stands in the address: `/?q=pisang&kategori=buah&desa=63.11.07.2005`.
 * The address is the only memory of it, so Back, a shared link and a page without JavaScript all agree.
 */
import { categoryKeys, type CategoryKey } from '#domain/categories';
import { villageByCode } from '#domain/place/villages';

export interface Filter {
  /** As typed; empty when nothing is searched. */
  readonly q: string;
  /** One shelf, `semua` when all shelves are laid out to choose from, or empty. */
  readonly category: CategoryKey | 'semua' | '';
  /** Village code, or empty. */
  readonly village: string;
  /** Where the next page begins, for reading without JavaScript; empty on the first. */
  readonly after: string;
}

export const noFilter: Filter = { q: '', category: '', village: '', after: '' };

/** A title has at most 80 letters; nobody needs more to find one. */
const LONGEST_QUERY = 80;
const LONGEST_CURSOR = 200;

/** Reads the address. What is not a shelf or a village of ours is left out, not complained about. */
export function readFilter(search: URLSearchParams): Filter {
  const shelf = search.get('kategori') ?? '';
  const village = search.get('desa') ?? '';
  return {
    q: (search.get('q') ?? '').slice(0, LONGEST_QUERY),
    category: [...categoryKeys, 'semua' as const].find((key) => key === shelf) ?? '',
    village: villageByCode(village) ? village : '',
    after: (search.get('sesudah') ?? '').slice(0, LONGEST_CURSOR),
  };
}

/** The address of the market with these wishes; empty ones leave no trace in it. */
export function marketAddress(filter: Partial<Filter>): string {
  const search = new URLSearchParams();
  if (filter.q?.trim()) search.set('q', filter.q.trim());
  if (filter.category) search.set('kategori', filter.category);
  if (filter.village) search.set('desa', filter.village);
  if (filter.after) search.set('sesudah', filter.after);
  const wishes = search.toString();
  return wishes === '' ? '/' : `/?${wishes}`;
}

/** The shelf that narrows the list: laying all shelves out narrows nothing. */
export function shelfOf(filter: Filter): CategoryKey | '' {
  return filter.category === 'semua' ? '' : filter.category;
}
