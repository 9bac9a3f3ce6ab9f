/**
 * The basket as a person sees it: by shop, with what the market says of each thing today. Pure.
 */
import type { PublicProduct } from '../public-views';
import { isCartLine, type CartLine } from './line';

/** Why a thing stays in the basket when the rest is ordered; empty when it goes along. */
export type Holdup = '' | 'sold-out' | 'closed';

export interface BasketLine extends CartLine {
  /** What it cost when it was put in, if that was something else; else null. Whole rupiah. */
  readonly priceBefore: number | null;
  readonly holdup: Holdup;
}

export interface BasketShop {
  readonly shopId: string;
  readonly shopName: string;
  readonly village: string;
  readonly lines: readonly BasketLine[];
  /** Of what goes along. Whole rupiah. */
  readonly sum: number;
}

export interface Basket {
  readonly shops: readonly BasketShop[];
  /** Things, whatever their number of pieces. */
  readonly count: number;
  /** Of everything that goes along. Whole rupiah. */
  readonly sum: number;
}

/**
 * @param kept whatever was found under the basket's keys; of one thing found twice the first counts
 * @param today the same things as the market's copy on this phone has them; missing ones are taken as
 *   they were: the seller's side has the last word in any case
 * @param ordered ids of the orders this phone holds: their things have left the basket
 */
export function basketOf(
  kept: readonly unknown[],
  today: ReadonlyMap<string, PublicProduct>,
  ordered: ReadonlySet<string>,
): Basket {
  const lines = new Map<string, BasketLine>();
  for (const line of kept.filter(isCartLine)) {
    if (ordered.has(line.orderId) || lines.has(line.listingId)) continue;
    lines.set(line.listingId, asOfToday(line, today.get(line.listingId)));
  }
  const byShop = new Map<string, BasketLine[]>();
  for (const line of [...lines.values()].sort((a, b) => a.addedMs - b.addedMs)) {
    byShop.set(line.shopId, [...(byShop.get(line.shopId) ?? []), line]);
  }
  const shops = [...byShop.values()].flatMap((all) => {
    const [first] = all;
    if (!first) return [];
    const { shopId, shopName, village } = first;
    return [{ shopId, shopName, village, lines: all, sum: sumOf(all) }];
  });
  return { shops, count: lines.size, sum: sumOf([...lines.values()]) };
}

/** Whether what is to be ordered now was on the screen, at the same price; less than was there is no harm. */
export function wasShown(now: Basket, shown: Basket): boolean {
  const going = ({ shops }: Basket) =>
    shops.flatMap(({ lines }) => lines).filter(({ holdup }) => holdup === '');
  const prices = new Map(going(shown).map(({ listingId, price }) => [listingId, price]));
  return going(now).every(({ listingId, price }) => prices.get(listingId) === price);
}

function asOfToday(line: CartLine, now: PublicProduct | undefined): BasketLine {
  if (!now) return { ...line, priceBefore: null, holdup: '' };
  const { title, unit, price, category, village, shop, photos } = now;
  return {
    ...line,
    ...{ title, unit, price, category, village },
    shopName: shop?.name ?? line.shopName,
    photo: photos[0] ?? line.photo,
    priceBefore: price === line.price ? null : line.price,
    holdup: holdupOf(now),
  };
}

function holdupOf({ availability, shop }: PublicProduct): Holdup {
  if (shop && !shop.open) return 'closed';
  return availability === 'habis' ? 'sold-out' : '';
}

const sumOf = (lines: readonly BasketLine[]): number =>
  lines
    .filter(({ holdup }) => holdup === '')
    .reduce((sum, { price, quantity }) => sum + price * quantity, 0);
