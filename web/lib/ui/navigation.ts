/**
 * Places: the four places each role can be in, as they stand in the bottom bar. Pure: the same role
 * always gets the same bar, so it can be drawn on the phone and on the server alike.
 */
import type { PlainKey } from '../words/words';
import type { IconName } from './icons';

/** Whose cloth the screen wears. */
export type Role = 'pembeli' | 'penjual' | 'pendamping' | 'kurir' | 'dinas';

/** One place in the bar: an address, its word and picture, and how much waits there. */
export type Place = { href: string; word: PlainKey; icon: IconName; count?: number };

const outbox: Place = { href: '/kiriman', word: 'nav.outbox', icon: 'outbox' };
const me: Place = { href: '/saya', word: 'nav.me', icon: 'person' };
const market: Place = { href: '/', word: 'nav.market', icon: 'store' };

const firstTwo: Record<Role, [Place, Place]> = {
  pembeli: [market, { href: '/desa', word: 'nav.villages', icon: 'map' }],
  penjual: [
    { href: '/jualan', word: 'nav.home', icon: 'home' },
    { href: '/jualan/produk', word: 'nav.products', icon: 'tag' },
  ],
  pendamping: [{ href: '/dampingan', word: 'nav.today', icon: 'calendar' }, market],
  kurir: [market, { href: '/desa', word: 'nav.villages', icon: 'map' }],
  dinas: [{ href: '/dinas', word: 'nav.desk', icon: 'chart' }, market],
};

/**
 * The four places of a role.
 *
 * @param role whose screen it is
 * @param waiting how many consignments are not sent yet; shown as a count on Kiriman
 */
export function placesOf(role: Role, waiting = 0): Place[] {
  return [...firstTwo[role], waiting > 0 ? { ...outbox, count: waiting } : outbox, me];
}

/**
 * Which place a page belongs to: the one whose address is the longest beginning of the page's own.
 * Goods and shops (`/produk`, `/toko`) are seen from the market.
 *
 * @returns the href of the place, or null when the page stands outside all of them
 */
export function activePlace(places: Place[], pathname: string): string | null {
  const path = /^\/(produk|toko)(\/|$)/.test(pathname) ? '/' : pathname;
  const fitting = places
    .map((place) => place.href)
    .filter((href) => path === href || (href !== '/' && path.startsWith(href + '/')));
  return fitting.sort((a, b) => b.length - a.length)[0] ?? null;
}
