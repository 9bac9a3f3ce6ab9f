/**
 * One thing in the basket, as it was when it was put there. The market's copy may change or go; what the
 * buyer chose, and what it cost then, stays. Pure.
 */
import type { CategoryKey } from '#domain/categories';
import type { PublicProduct } from '../public-views';
import type { Queries } from '../queries';

/** Each thing is a record of its own among the person's half-filled forms: two tabs never undo each other. */
export const CART = 'keranjang.';

/** Of one thing, in one basket. */
export const MOST_OF_ONE = 999;

export interface CartLine {
  readonly listingId: string;
  readonly shopId: string;
  readonly shopName: string;
  readonly village: string;
  readonly title: string;
  readonly unit: string;
  readonly category: CategoryKey;
  /** Whole rupiah for one unit, as the buyer last saw it. */
  readonly price: number;
  readonly quantity: number;
  readonly photo: { readonly hash: string; readonly placeholder: string } | null;
  /** When it was first put in, by the phone's clock. ms since epoch. */
  readonly addedMs: number;
  /**
   * The order this thing is about to be part of; empty in an ordinary basket. Written before the order
   * itself, so that a battery that dies in between never makes two orders of one basket.
   */
  readonly orderId: string;
}

export const cartKey = (listingId: string): string => CART + listingId;

/** For `live()`: this thing, if it is in the basket; what became part of an order that stands is not. */
export async function lineOf(
  read: Pick<Queries, 'drafts' | 'ofNoun'>,
  listingId: string,
): Promise<CartLine | null> {
  const kept = (await read.drafts(cartKey(listingId))).map(({ value }) => value);
  const line = kept.filter(isCartLine).find((one) => one.listingId === listingId);
  if (!line || line.orderId === '') return line ?? null;
  const orders = await read.ofNoun('order');
  return orders.some(({ id, view }) => id === line.orderId && view) ? null : line;
}

/** Puts some of a product in, beside what is there already. */
export function withMore(
  held: CartLine | undefined,
  product: PublicProduct,
  quantity: number,
  nowMs: number,
): CartLine {
  const { id, shopId, shop, village, title, unit, category, price, photos } = product;
  const [photo] = photos;
  return {
    listingId: id,
    shopId,
    shopName: shop?.name ?? '',
    village,
    title,
    unit,
    category,
    price,
    quantity: atMost((held?.quantity ?? 0) + quantity),
    photo: photo ? { hash: photo.hash, placeholder: photo.placeholder } : null,
    addedMs: held?.addedMs ?? nowMs,
    orderId: '',
  };
}

/** Between one and the most a basket takes. */
export const atMost = (quantity: number): number =>
  Math.min(MOST_OF_ONE, Math.max(1, Math.round(quantity)));

/** Baskets also arrive in files from other phones: whatever is no line of one is left where it is. */
export function isCartLine(value: unknown): value is CartLine {
  if (!isRecord(value)) return false;
  const { photo, price, quantity, addedMs } = value;
  const texts = [
    'listingId',
    'shopId',
    'shopName',
    'village',
    'title',
    'unit',
    'category',
    'orderId',
  ];
  return (
    texts.every((field) => typeof value[field] === 'string') &&
    isWhole(price) &&
    isWhole(quantity) &&
    quantity > 0 &&
    quantity <= MOST_OF_ONE &&
    isWhole(addedMs) &&
    (photo === null || (isRecord(photo) && typeof photo.hash === 'string'))
  );
}

const isWhole = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;

// The engine has one of these; a page that only asks for this file would load the engine with it.
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
