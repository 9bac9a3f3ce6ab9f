/**
 * Money of an order as two facts: the buyer says that it is paid, the seller says that it has come. Neither
 * follows from the other and nothing here happens by itself: a stall's lasting code tells nobody what came
 * in, so only a person can know. Each is said once and can be taken back by a further word.
 */
import { openStatuses, type OrderHand, type OrderStatus } from './order-machine';

export const moneyDeeds = ['pay', 'unpay', 'receive', 'unreceive'] as const;
export type MoneyDeed = (typeof moneyDeeds)[number];

/** How money can reach the seller; the first stands for "not said". */
export const waysPaid = ['', 'cash', 'qris', 'transfer'] as const;
export type WayPaid = (typeof waysPaid)[number];

/** Why a word about money is not possible where the order stands. */
export const moneyCodes = [
  'order.not_yours',
  'order.not_accepted',
  'order.buyer_is_asked',
  'order.is_refused',
  'order.is_cancelled',
  'order.is_expired',
  'order.already_paid',
  'order.not_paid',
  'order.already_received',
  'order.not_received',
] as const;
export type MoneyCode = (typeof moneyCodes)[number];

/** Whose word each one is. */
export const moneyHandOf: Readonly<Record<MoneyDeed, OrderHand>> = {
  pay: 'buyer',
  unpay: 'buyer',
  receive: 'seller',
  unreceive: 'seller',
};

/** What of an order's money is already said. */
export interface MoneySaid {
  readonly paid: boolean;
  readonly received: boolean;
  /** Both sides had said yes at some time: since then money may have moved, whatever came after. */
  readonly agreed: boolean;
}

/** Money moves from the first yes on; what moved before the other side cancelled has moved all the same. */
const MAY_MOVE: Readonly<
  Record<OrderStatus, 'yes' | { readonly ifAgreed: MoneyCode } | MoneyCode>
> = {
  placed: 'order.not_accepted',
  asks: { ifAgreed: 'order.buyer_is_asked' },
  accepted: 'yes',
  ready: 'yes',
  done: 'yes',
  refused: { ifAgreed: 'order.is_refused' },
  cancelled: { ifAgreed: 'order.is_cancelled' },
  expired: { ifAgreed: 'order.is_expired' },
};

/**
 * Whether somebody may say so.
 *
 * @returns null if they may, or why not
 */
export function moneyRefusal(
  status: OrderStatus,
  deed: MoneyDeed,
  hand: OrderHand,
  said: MoneySaid,
): MoneyCode | null {
  if (moneyHandOf[deed] !== hand) return 'order.not_yours';
  switch (deed) {
    case 'unpay':
      return said.paid ? null : 'order.not_paid';
    case 'unreceive':
      return said.received ? null : 'order.not_received';
    case 'pay':
      return mayMove(status, said) ?? (said.paid ? 'order.already_paid' : null);
    case 'receive':
      return mayMove(status, said) ?? (said.received ? 'order.already_received' : null);
  }
}

function mayMove(status: OrderStatus, { agreed }: MoneySaid): MoneyCode | null {
  const cell = MAY_MOVE[status];
  if (cell === 'yes') return null;
  return typeof cell === 'string' ? cell : agreed ? null : cell.ifAgreed;
}

/** What an order says of its money so far. */
export const saidOf = (order: {
  readonly paidSum: number;
  readonly receivedSum: number;
  readonly acceptedMs: number;
  readonly agreedMs: number;
}): MoneySaid => ({
  paid: order.paidSum > 0,
  received: order.receivedSum > 0,
  agreed: order.acceptedMs > 0 || order.agreedMs > 0,
});

/** A code for a sum is shown only while both want the order as it stands, and its goods are still to be paid. */
export const showsCode = (status: OrderStatus): boolean =>
  status === 'accepted' || status === 'ready' || status === 'done';

/** Whether somebody still waits for the order: a word about money then keeps it open for another day. */
export const keepsWaiting = (status: OrderStatus): boolean =>
  (openStatuses as readonly OrderStatus[]).includes(status);
