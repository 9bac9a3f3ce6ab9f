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

/** What waits for the person, as the bar tells it. */
export interface Waiting {
  /** Consignments not sent yet. */
  readonly waiting: number;
  /** Things in the basket. */
  readonly basket: number;
  /** Orders that wait for this person's answer as a seller. */
  readonly orders: number;
  /** The same as a buyer, whatever else they do. */
  readonly asked: number;
}

const place = (href: string, word: PlainKey, icon: IconName, count = 0): Place =>
  count > 0 ? { href, word, icon, count } : { href, word, icon };

/**
 * The four places of a role.
 *
 * @param role whose screen it is
 * @param counts what waits where; nothing waiting shows no count
 */
export function placesOf(role: Role, { waiting, basket, orders, asked }: Waiting): Place[] {
  const market = place('/', 'nav.market', 'store');
  if (role === 'pembeli' || role === 'kurir') {
    return [
      market,
      place('/keranjang', 'nav.basket', 'basket', basket),
      place('/pesanan', 'nav.orders', 'slip', asked),
      place('/saya', 'nav.me', 'person', waiting),
    ];
  }
  const firstTwo = {
    penjual: [
      place('/jualan', 'nav.home', 'home', orders),
      place('/jualan/produk', 'nav.products', 'tag'),
    ],
    pendamping: [place('/dampingan', 'nav.today', 'calendar'), market],
    dinas: [place('/dinas', 'nav.desk', 'chart'), market],
  }[role];
  return [
    ...firstTwo,
    place('/kiriman', 'nav.outbox', 'outbox', waiting),
    // What they have ordered themselves is found there.
    place('/saya', 'nav.me', 'person', asked),
  ];
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
