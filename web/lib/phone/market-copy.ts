/**
 * The market's copy on this phone, read with the browser's own IndexedDB before Dexie has been loaded:
 * on a cheap phone the page is there a second earlier. Read only, and gone again at once.
 */
import type { ProductPage, ShopPage } from '#api/public/shapes';
import { inMarketOrder } from '#domain/market-order';
import { CATALOGUE_DB } from './db/catalogue-name';
import { storeName } from './db/store-name';
import type { PublicListing, PublicPhoto, PublicShop } from './public-views';
import { shelf } from './shelf';

/** The first screen of the market, kept in one record. */
export interface MarketRecord {
  readonly listings: readonly PublicListing[];
  readonly shops: readonly PublicShop[];
  readonly photos: readonly PublicPhoto[];
}

export interface MarketCopy extends MarketRecord {
  /** A snapshot has not come to its end: what is not here may well be in the market. */
  readonly half: boolean;
}

/** Cards on the first screen: two of the server's pages, which a large screen shows at once. */
export const FIRST_CARDS = 24;

/** Null when this phone has never heard the market, or can't say. Never rejects. */
export function readMarketCopy(): Promise<MarketCopy | null> {
  return reading(async (db) => {
    const held = await got<{ json: string } | undefined>(
      db.transaction('firstPaint').objectStore('firstPaint').get('market'),
    );
    if (!held) return null;
    const cursors = await got<{ cursor: string }[]>(
      db.transaction('cursors').objectStore('cursors').getAll(),
    );
    // As progressCursor() of sync/wire begins.
    const half = cursors.some(({ cursor }) => cursor[0] === '~');
    return { ...(JSON.parse(held.json) as MarketRecord), half };
  });
}

export function readProductCopy(id: string): Promise<ProductPage | null> {
  return reading(async (db) => {
    const rows = db.transaction('rows').objectStore('rows');
    const listing = await row<PublicListing>(rows, `listing/${id}`);
    const shop = listing && (await row<PublicShop>(rows, `shop/${listing.shopId}`));
    if (!listing || !shop) return null;
    const photos = await Promise.all(
      listing.photos.map((photoId) => row<PublicPhoto>(rows, `photo/${photoId}`)),
    );
    return { listing, shop, photos: photos.filter((photo) => photo !== null) } as ProductPage;
  });
}

export function readShopCopy(slug: string): Promise<ShopPage | null> {
  return reading(async (db) => {
    const byNoun = db.transaction('rows').objectStore('rows').index('noun');
    const shops = faces<PublicShop>(await got<Held[]>(byNoun.getAll('shop')));
    const shop = shops.find((candidate) => candidate.slug === slug);
    if (!shop) return null;
    const all = faces<PublicListing>(await got<Held[]>(byNoun.getAll('listing')));
    const listings = all.filter(({ shopId }) => shopId === shop.id).sort(inMarketOrder);
    const wanted = new Set(listings.flatMap(({ photos }) => photos));
    const photos = faces<PublicPhoto>(await got<Held[]>(byNoun.getAll('photo')));
    return { shop, listings, photos: photos.filter(({ id }) => wanted.has(id)) } as ShopPage;
  });
}

interface Held {
  readonly id: string;
  readonly values: Readonly<Record<string, unknown>>;
}

const faces = <T>(held: readonly Held[]): T[] =>
  held.map(({ id, values }) => ({ id, ...values }) as T);

async function row<T>(store: IDBObjectStore, name: string): Promise<T | null> {
  const held = await got<Held | undefined>(store.get(name));
  return held ? ({ id: held.id, ...held.values } as T) : null;
}

function got<T>(request: IDBRequest): Promise<T> {
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result as T);
    request.onerror = () => fail(request.error ?? new Error('not read'));
  });
}

async function reading<T>(read: (db: IDBDatabase) => Promise<T | null>): Promise<T | null> {
  const db = await openExisting(storeName(CATALOGUE_DB, shelf));
  if (!db) return null;
  try {
    return await read(db);
  } catch {
    // An older or broken copy: the air, or the store's own opening, will do better.
    return null;
  } finally {
    db.close();
  }
}

function openExisting(name: string): Promise<IDBDatabase | null> {
  return new Promise((done) => {
    try {
      const opening = indexedDB.open(name);
      opening.onerror = () => done(null);
      opening.onblocked = () => done(null);
      // Nothing there yet: leave no empty database behind for the real store to stumble over.
      opening.onupgradeneeded = () => opening.transaction?.abort();
      opening.onsuccess = () => done(opening.result);
    } catch {
      done(null);
    }
  });
}
