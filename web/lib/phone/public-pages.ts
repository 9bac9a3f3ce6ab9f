/**
 * What public pages are made of, for their universal `load`: on the phone the copy answers, at once and
 * without signal; where there is none, and on the server, the public API does.
 */
import type { CataloguePage, ProductPage, ShopPage } from '#api/public/shapes';
import { browser } from '$app/environment';
import { readMarketCopy, readProductCopy, readShopCopy } from './market-copy';
import { assemble, type PublicProduct, type PublicShop } from './public-views';

export type Found<T> =
  | { readonly found: true; readonly page: T; readonly from: 'phone' | 'air' }
  | { readonly found: false; readonly why: 'unknown' | 'no-signal' };

export interface MarketPage {
  readonly products: readonly PublicProduct[];
  readonly shops: readonly PublicShop[];
  /** Goes into `after`; null on the last page, and always from the phone's copy. */
  readonly next: string | null;
}

export interface MarketWish {
  readonly q?: string;
  readonly village?: string;
  readonly category?: string;
  readonly after?: string;
}

type Fetch = typeof fetch;

/** In the market's order, or by fit when something is looked for. From the phone's copy only its first screen, and of half a market only without signal; the whole is `read.catalogue()`. */
export async function marketPage(fetch: Fetch, wish: MarketWish = {}): Promise<Found<MarketPage>> {
  const wishes = Object.entries(wish).filter(([, value]) => value !== undefined && value !== '');
  const copy = browser && wishes.length === 0 ? await readMarketCopy() : null;
  const here = copy && held({ ...assemble(copy.listings, copy.shops, copy.photos), next: null });
  if (here && !copy.half) return here;
  const question = new URLSearchParams(wishes as [string, string][]).toString();
  const heard = await hear<CataloguePage>(
    fetch,
    `/api/public/catalogue${question && `?${question}`}`,
  );
  if (!heard.found) return here ?? heard;
  const { listings, shops, photos, next } = heard.page;
  return { ...heard, page: { ...assemble(listings, shops, photos), next } };
}

export async function productPage(fetch: Fetch, id: string): Promise<Found<PublicProduct>> {
  const copy = browser ? await readProductCopy(id) : null;
  const heard = copy
    ? held(copy)
    : await hear<ProductPage>(fetch, `/api/public/product/${encodeURIComponent(id)}`);
  if (!heard.found) return heard;
  const { listing, shop, photos } = heard.page;
  const [product] = assemble([listing], [shop], photos).products;
  return product ? { ...heard, page: product } : { found: false, why: 'unknown' };
}

export async function shopPage(
  fetch: Fetch,
  slug: string,
): Promise<Found<{ readonly shop: PublicShop; readonly products: readonly PublicProduct[] }>> {
  const copy = browser ? await readShopCopy(slug) : null;
  const heard = copy
    ? held(copy)
    : await hear<ShopPage>(fetch, `/api/public/shop/${encodeURIComponent(slug)}`);
  if (!heard.found) return heard;
  const { shop, listings, photos } = heard.page;
  return { ...heard, page: { shop, products: assemble(listings, [shop], photos).products } };
}

const held = <T>(page: T): Found<T> => ({ found: true, page, from: 'phone' });

async function hear<T>(fetch: Fetch, path: string): Promise<Found<T>> {
  try {
    const response = await fetch(path);
    if (response.status === 404) return { found: false, why: 'unknown' };
    if (!response.ok) return { found: false, why: 'no-signal' };
    // A captive portal answers 200 with a page of its own: that is not JSON and throws.
    return { found: true, page: (await response.json()) as T, from: 'air' };
  } catch {
    return { found: false, why: 'no-signal' };
  }
}
