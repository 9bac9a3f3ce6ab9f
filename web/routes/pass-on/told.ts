/**
 * What is passed on: one product or one whole shop, from the market's copy or from the seller's own
 * shelf, brought into one shape so that the card, the text and the address are the same from both.
 */
import type { Availability } from '#domain/availability';
import type { CategoryKey } from '#domain/categories';

/** A photo by its fingerprint; `none` when the market has heard of it and its bytes never came. */
export interface ToldPhoto {
  readonly hash: string;
  readonly rank?: 'full' | 'preview' | 'none';
}

/** Common to `PublicShop` and `ShopView`. */
export interface ShopFacts {
  readonly slug: string;
  readonly name: string;
  /** Village code. */
  readonly village: string;
  readonly kind: CategoryKey;
  readonly about: string;
  /** E.164 or ''. */
  readonly phone: string;
  readonly open: boolean;
  readonly sample: boolean;
}

/** Common to `PublicProduct` and `ProductView`. */
export interface ProductFacts {
  readonly id: string;
  readonly title: string;
  /** Whole rupiah per `unit`. */
  readonly price: number;
  readonly unit: string;
  readonly category: CategoryKey;
  readonly village: string;
  readonly availability: Availability;
  readonly photos: readonly ToldPhoto[];
}

export type Told =
  | { readonly what: 'product'; readonly product: ProductFacts; readonly shop: ShopFacts | null }
  | { readonly what: 'shop'; readonly shop: ShopFacts; readonly goods: readonly ProductFacts[] };

/** What it is called. */
export function nameOf(told: Told): string {
  return told.what === 'product' ? told.product.title : told.shop.name;
}

/** Goods people can come for, in the order given: those that have run out are told last. */
export function thereFirst(goods: readonly ProductFacts[]): readonly ProductFacts[] {
  const there = goods.filter(({ availability }) => availability !== 'habis');
  return [...there, ...goods.filter(({ availability }) => availability === 'habis')];
}
