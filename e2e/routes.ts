/**
 * Every address of the app, read from the routes folder itself, so that a page somebody adds tomorrow
 * is opened without signal, looked at by axe and stretched to double text from its first day.
 */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { laila, shopOf, siti } from './people';

const routesDir = fileURLToPath(new URL('../web/routes', import.meta.url));
const shop = shopOf(siti);
const good = shop.goods[0];

/** What stands in the place of a name in brackets, by the whole route or by the name alone. */
const examples: Record<string, string> = {
  '/produk/[id]': good?.id ?? '',
  '/toko/[slug]': shop.slug,
  '/jualan/produk/[id]': good?.id ?? '',
  '/jualan/pesanan/[id]': '01a17faa-6c44-7b5b-a0af-3b68a6fb4dfe',
  '/pesanan/[id]': '01a17faa-6c44-7b5b-a0af-3b68a6fb4dfe',
  '/dampingan/orang/[id]': siti.personId,
  '/dinas/orang/[id]': laila.personId,
  '/pilih/[id]': '01a17faa-6c44-7b5b-a0af-3b68a6fb4dfd',
  '/riwayat/[noun]/[id]': `listing/${good?.id}`,
};

/** Addresses that exist for nobody here: a message forwarded long ago, a slip of the finger. */
export const strangeAddresses = [
  '/produk/01a17faa-6c44-7b5b-a0af-3b68a6fb4dff',
  '/toko/warung-yang-tidak-ada',
  '/jualan/produk/01a17faa-6c44-7b5b-a0af-3b68a6fb4dff',
  '/jalan/yang/salah',
];

/** One address for every page of the app. */
export function everyAddress(): string[] {
  const pages = readdirSync(routesDir, { recursive: true, encoding: 'utf8' })
    .filter((path) => /(^|\/)\+page\.svelte$/.test(path))
    .map((path) => `/${path}`.replace(/\/?\+page\.svelte$/, ''))
    // Folders in round brackets are no part of the address.
    .map((path) => path.replace(/\/\([^)]*\)/g, '') || '/');
  return pages.sort().map(addressOf);
}

/** Those that look different by who works there. */
export const isAtWork = (address: string): boolean =>
  /^\/(dampingan|dinas|jualan|keranjang|kiriman|pesanan|pilih|riwayat|saya$)/.test(address);

function addressOf(route: string): string {
  if (!route.includes('[')) return route;
  const example = examples[route];
  if (!example) throw new Error(`e2e/routes.ts has no example for ${route}`);
  const fixed = route.slice(0, route.indexOf('['));
  return `${fixed}${example}`;
}
