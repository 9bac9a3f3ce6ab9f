/**
 * The market as anybody sees it. The same shapes come from the public API and from the local copy, so
 * a page is the same on the server, on a phone with signal and on a phone without.
 */
import type { Availability } from '#domain/availability';
import type { CategoryKey } from '#domain/categories';

export interface PublicShop {
  readonly id: string;
  readonly village: string;
  readonly slug: string;
  readonly sample: boolean;
  readonly name: string;
  readonly kind: CategoryKey;
  readonly about: string;
  readonly phone: string;
  readonly open: boolean;
  readonly verified: boolean;
  /** In which office somebody looked at it; '' when not known. */
  readonly verifiedBy?: 'facilitator' | 'dinas' | '';
  /** When. ms since epoch; 0 when not known. */
  readonly verifiedMs?: number;
}

export interface PublicPhoto {
  readonly id: string;
  readonly listingId: string;
  /** SHA-256 of the full picture, hex: `/photo/<hash>/w160.webp`. */
  readonly hash: string;
  readonly width: number;
  readonly height: number;
  /** ThumbHash, base64. */
  readonly placeholder: string;
  /** From the API only: `none` while the bytes have not arrived. */
  readonly rank?: 'full' | 'preview' | 'none';
}

export interface PublicListing {
  readonly id: string;
  readonly shopId: string;
  readonly village: string;
  readonly title: string;
  /** Whole rupiah. */
  readonly price: number;
  readonly unit: string;
  readonly category: CategoryKey;
  readonly about: string;
  /** Ids of its photos, in order. */
  readonly photos: readonly string[];
  readonly availability: Availability;
}

/** A product as a card or a page shows it. */
export interface PublicProduct extends Omit<PublicListing, 'photos'> {
  readonly photos: readonly PublicPhoto[];
  /** Null when the shop has not arrived yet. */
  readonly shop: PublicShop | null;
}

export interface Catalogue {
  readonly products: readonly PublicProduct[];
  readonly shops: readonly PublicShop[];
}

/** Rows of the three nouns, put together; the products in the order of their listings. */
export function assemble(
  listings: readonly PublicListing[],
  shops: readonly PublicShop[],
  photos: readonly PublicPhoto[],
): Catalogue {
  const shopsById = new Map(shops.map((shop) => [shop.id, shop]));
  const photosById = new Map(photos.map((photo) => [photo.id, photo]));
  return { products: listings.map((one) => productOf(one, shopsById, photosById)), shops };
}

export const productOf = (
  listing: PublicListing,
  shops: ReadonlyMap<string, PublicShop>,
  photos: ReadonlyMap<string, PublicPhoto>,
): PublicProduct => ({
  ...listing,
  shop: shops.get(listing.shopId) ?? null,
  photos: listing.photos.flatMap((id) => photos.get(id) ?? []),
});
