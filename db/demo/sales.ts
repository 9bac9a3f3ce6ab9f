/**
 * Twelve weeks at the stalls of those one signs in as: what was sold, by which way, one mistake taken back,
 * and what they answered about the month before. All of it invented, like the shops it happens in.
 */
import type { SaleChannel } from '#domain/sale';
import type { DemoMarket, DemoProduct, DemoShop } from './demo-types';
import { seeded } from './seeded';

export interface DemoSale {
  readonly id: string;
  readonly shop: DemoShop;
  readonly channel: SaleChannel;
  readonly lines: readonly { readonly product: DemoProduct; readonly quantity: number }[];
  /** When it turned out to be a mistake. ms since epoch; null: it stands. */
  readonly takenBackMs: number | null;
}

export interface DemoAnswer {
  readonly id: string;
  readonly shop: DemoShop;
  /** Rupiah in the month before. */
  readonly low: number;
  readonly high: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const HOUR_MS = DAY_MS / 24;
/** 1 September 2026, midnight in WITA: the book begins with the month, so that it is whole. */
const FIRST_DAY_MS = Date.UTC(2026, 7, 31, 16);
const DAYS = 83;

/** What the shops sold whose owners one can sign in as, the earliest first. */
export function demoSales(market: DemoMarket): DemoSale[] {
  return shopsOneOwns(market).flatMap((shop) => {
    const goods = market.products.filter(({ shopId }) => shopId === shop.id);
    return Array.from({ length: DAYS }, (_, day) => salesOn(day, shop, goods)).flat();
  });
}

export const demoAnswers = (market: DemoMarket): DemoAnswer[] =>
  shopsOneOwns(market).map((shop) => {
    const id = seeded(`answer/${shop.slug}`).uuid7(FIRST_DAY_MS + 8 * HOUR_MS);
    return { id, shop, low: 500_000, high: 1_000_000 };
  });

function shopsOneOwns({ people, shops }: DemoMarket): DemoShop[] {
  const owners = new Set(people.filter(({ pin }) => pin !== null).map(({ id }) => id));
  return shops.filter(({ ownerId }) => owners.has(ownerId));
}

function salesOn(day: number, shop: DemoShop, goods: readonly DemoProduct[]): DemoSale[] {
  const chance = seeded(`sales/${shop.slug}/${day}`);
  // The first day has one for certain; on others the stall is sometimes closed.
  const count = day === 0 ? 1 : Math.max(0, chance.whole(-1, 2));
  if (goods.length === 0) return [];
  return Array.from({ length: count }, (_, nth) => {
    const hour = 7 + 5 * nth + chance.whole(0, 3);
    const atMs = FIRST_DAY_MS + day * DAY_MS + hour * HOUR_MS + chance.whole(0, 59) * 60_000;
    const first = chance.pick(goods);
    const second = chance.pick(goods);
    const kinds = first.id !== second.id && chance.fraction() < 0.3 ? [first, second] : [first];
    return {
      id: chance.uuid7(atMs),
      shop,
      channel: chance.fraction() < 0.25 ? 'wa' : 'stall',
      lines: kinds.map((product) => ({ product, quantity: chance.whole(1, 3) })),
      takenBackMs: day === 80 && nth === 0 ? atMs + 4 * 60_000 : null,
    };
  });
}
