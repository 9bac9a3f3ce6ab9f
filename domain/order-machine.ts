/**
 * What may become of an order, and at whose word. One table, complete: every standing, every deed, every
 * hand that might try it. Whatever is not a way on is a code that people read as a sentence.
 */

/** Where an order can stand. The first four are open: somebody is still to do something. */
export const orderStatuses = [
  /** Waits for the seller. */
  'placed',
  /** Waits for the buyer's answer: there is less, or it costs more. */
  'asks',
  'accepted',
  'ready',
  /** Handed over. */
  'done',
  'refused',
  'cancelled',
  'expired',
] as const;
export type OrderStatus = (typeof orderStatuses)[number];

export const openStatuses = ['placed', 'asks', 'accepted', 'ready'] as const;
export const isOpenStatus = (status: OrderStatus): boolean =>
  (openStatuses as readonly OrderStatus[]).includes(status);

export const orderDeeds = [
  'agree',
  'cancel',
  'accept',
  'acceptPart',
  'refuse',
  'ready',
  'handOver',
  'expire',
] as const;
export type OrderDeed = (typeof orderDeeds)[number];

/** `clock`: nobody answered in time. */
export const orderHands = ['buyer', 'seller', 'clock'] as const;
export type OrderHand = (typeof orderHands)[number];

/** Who had the last word before the buyer was asked: the stock and the price, or the seller. */
export const orderAskers = ['', 'stock', 'seller'] as const;
export type OrderAsker = (typeof orderAskers)[number];

/** Why a deed is not possible where the order stands. */
export const orderCodes = [
  'order.not_yours',
  'order.already',
  'order.nothing_asked',
  'order.buyer_is_asked',
  'order.not_accepted',
  'order.is_ready',
  'order.is_done',
  'order.is_refused',
  'order.is_cancelled',
  'order.is_expired',
] as const;
export type OrderCode = (typeof orderCodes)[number];

/** After a yes the order goes on where it was interrupted: with the seller, or accepted as offered. */
const GOES_ON = { goesOn: { stock: 'placed', seller: 'accepted' } } as const;
export const goesOn = (asker: OrderAsker): OrderStatus =>
  GOES_ON.goesOn[asker === 'seller' ? 'seller' : 'stock'];
type Cell = OrderStatus | OrderCode | typeof GOES_ON;

/** Whose deed each one is. */
export const handOf: Readonly<Record<OrderDeed, OrderHand>> = {
  agree: 'buyer',
  cancel: 'buyer',
  accept: 'seller',
  acceptPart: 'seller',
  refuse: 'seller',
  ready: 'seller',
  handOver: 'seller',
  expire: 'clock',
};

const ended = (code: OrderCode): Readonly<Record<OrderDeed, Cell>> => ({
  agree: code,
  cancel: code,
  accept: code,
  acceptPart: code,
  refuse: code,
  ready: code,
  handOver: code,
  expire: code,
});

const TABLE: Readonly<Record<OrderStatus, Readonly<Record<OrderDeed, Cell>>>> = {
  placed: {
    agree: 'order.nothing_asked',
    cancel: 'cancelled',
    accept: 'accepted',
    acceptPart: 'asks',
    refuse: 'refused',
    ready: 'order.not_accepted',
    handOver: 'order.not_accepted',
    expire: 'expired',
  },
  asks: {
    agree: GOES_ON,
    cancel: 'cancelled',
    accept: 'order.buyer_is_asked',
    acceptPart: 'order.buyer_is_asked',
    refuse: 'refused',
    ready: 'order.buyer_is_asked',
    handOver: 'order.buyer_is_asked',
    expire: 'expired',
  },
  accepted: {
    agree: 'order.nothing_asked',
    cancel: 'cancelled',
    accept: 'order.already',
    acceptPart: 'asks',
    refuse: 'refused',
    ready: 'ready',
    handOver: 'done',
    expire: 'expired',
  },
  ready: {
    agree: 'order.nothing_asked',
    cancel: 'cancelled',
    accept: 'order.is_ready',
    acceptPart: 'order.is_ready',
    refuse: 'refused',
    ready: 'order.already',
    handOver: 'done',
    expire: 'expired',
  },
  done: ended('order.is_done'),
  refused: ended('order.is_refused'),
  cancelled: ended('order.is_cancelled'),
  // Goods that changed hands without signal did so, however late the news: facts are not refused.
  expired: { ...ended('order.is_expired'), handOver: 'done' },
};

/**
 * What becomes of an order.
 *
 * @param asker who asked the buyer last; it matters to `agree` alone
 * @returns the next standing, or why not
 */
export function nextStatus(
  status: OrderStatus,
  deed: OrderDeed,
  hand: OrderHand,
  asker: OrderAsker,
): { readonly to: OrderStatus } | { readonly refused: OrderCode } {
  if (handOf[deed] !== hand) return { refused: 'order.not_yours' };
  const cell = TABLE[status][deed];
  if (typeof cell === 'object') return { to: goesOn(asker) };
  return isCode(cell) ? { refused: cell } : { to: cell };
}

/** Where a deed leads whatever stood before: for what was once allowed and is told again. */
export const towards: Readonly<Record<OrderDeed, OrderStatus>> = {
  agree: 'placed',
  cancel: 'cancelled',
  accept: 'accepted',
  acceptPart: 'asks',
  refuse: 'refused',
  ready: 'ready',
  handOver: 'done',
  expire: 'expired',
};

/** What this hand can do where the order stands: the buttons of a screen. */
export function possibleDeeds(status: OrderStatus, hand: OrderHand): readonly OrderDeed[] {
  return orderDeeds.filter((deed) => 'to' in nextStatus(status, deed, hand, 'stock'));
}

const isCode = (cell: OrderStatus | OrderCode): cell is OrderCode => cell.startsWith('order.');
