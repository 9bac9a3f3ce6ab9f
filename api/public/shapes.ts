/** What public pages are made of: the public faces of the domain, with their ids. Types only. */
import type { Availability } from '#domain/availability';
import type { CategoryKey } from '#domain/categories';

export interface PublicListing {
  id: string;
  shopId: string;
  village: string;
  title: string;
  /** Whole rupiah per `unit`. */
  price: number;
  unit: string;
  category: CategoryKey;
  about: string;
  /** Ids of photo records, the first is the face of the product. */
  photos: string[];
  availability: Availability;
}

export interface PublicShop {
  id: string;
  village: string;
  slug: string;
  sample: boolean;
  name: string;
  kind: CategoryKey;
  about: string;
  /** E.164 or ''. */
  phone: string;
  open: boolean;
  verified: boolean;
  /** In which office somebody looked at it; '' when not known. */
  verifiedBy: 'facilitator' | 'dinas' | '';
  /** When. ms since epoch; 0 when not known. */
  verifiedMs: number;
}

export interface PublicPhoto {
  id: string;
  listingId: string;
  hash: string;
  width: number;
  height: number;
  /** ThumbHash, base64. */
  placeholder: string;
  /** `none`: its bytes have not arrived, draw the category. */
  rank: 'full' | 'preview' | 'none';
}

export interface CataloguePage {
  listings: PublicListing[];
  shops: PublicShop[];
  /** The first photo of each listing. */
  photos: PublicPhoto[];
  /** Goes into `after`; null on the last page. */
  next: string | null;
}

/** What a search engine is told that there is. */
export interface PublicAddresses {
  /** Slugs. */
  shops: string[];
  /** Ids of listings, newest first. */
  products: string[];
}

export interface ProductPage {
  listing: PublicListing;
  shop: PublicShop;
  photos: PublicPhoto[];
}

export interface ShopPage {
  shop: PublicShop;
  listings: PublicListing[];
  photos: PublicPhoto[];
}
