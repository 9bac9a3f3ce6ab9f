/**
 * What the demo market is made of. Everything in it is invented, and says so: people carry
 * "(contoh)" in their name, shops the field `sample`.
 */
import type { CategoryKey } from '#domain/categories';

export interface DemoMarket {
  readonly people: readonly DemoPerson[];
  readonly shops: readonly DemoShop[];
  readonly products: readonly DemoProduct[];
}

export interface DemoGrant {
  readonly role: 'facilitator' | 'courier' | 'dinas' | 'helper';
  /** Village code, or '' when the role is not tied to one. */
  readonly village: string;
  /** Shop id for a helper, otherwise ''. */
  readonly shopId: string;
}

export interface DemoPerson {
  readonly id: string;
  readonly name: string;
  readonly village: string;
  /** E.164, in a range kept for inventions (people.ts). */
  readonly phone: string;
  /** Six digits for those one can sign in as; null for the other shop owners. */
  readonly pin: string | null;
  readonly phoneVerified: boolean;
  readonly grants: readonly DemoGrant[];
}

export interface DemoShop {
  readonly id: string;
  readonly ownerId: string;
  readonly village: string;
  /** Name in the web address, unique in the market. */
  readonly slug: string;
  readonly name: string;
  readonly kind: CategoryKey;
  readonly about: string;
  readonly phone: string;
  readonly open: boolean;
  readonly verified: boolean;
  readonly sample: true;
}

export interface DemoProduct {
  readonly id: string;
  readonly shopId: string;
  readonly village: string;
  readonly title: string;
  /** Whole rupiah per `unit`. */
  readonly price: number;
  readonly unit: string;
  readonly category: CategoryKey;
  readonly about: string;
  readonly stock: number;
  /** The seller's "habis" switch. */
  readonly soldOut: boolean;
  /** File names in `db/demo/photos/`; empty when no photo truly shows the product. */
  readonly photos: readonly string[];
}
