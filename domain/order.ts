/**
 * An order: what a buyer saw in one shop and wants to have. It is there the moment it is tapped, signal or
 * not; what becomes of it is said by deeds only (order-machine.ts), and each leaves its moment and its hand.
 */
import { entity, type Values } from '#sync/entity';
import {
  choice,
  decided,
  fixed,
  flag,
  integer,
  lines,
  reckoned,
  ref,
  rupiah,
  text,
} from '#sync/field';
import { CLAIM_HASH, CLAIM_HASH_LENGTH } from './claim-code';
import { orderAskers, orderStatuses } from './order-machine';
import { waysPaid } from './order-money';
import { QRIS_LENGTH } from './qris';
import { ORDER_NUMBER, ORDER_NUMBER_LENGTH } from './order-number';
import { personScope, shopScope, villageScope } from './scopes';
import { villageCode } from './village-code';

/** Different products in one order; a fuller cart becomes two orders. */
export const LINES_PER_ORDER = 20;
export const MAX_QUANTITY = 9_999;
/** Open orders a buyer may have at once, over all shops. */
export const OPEN_PER_BUYER = 20;
/** Open orders a shop may have at once. */
export const OPEN_PER_SHOP = 200;

/** Of buyers without an account: open orders one of them may have, and those that name one phone number. */
export const OPEN_PER_GUEST = 5;
export const OPEN_PER_NUMBER = 5;
/** Open orders of buyers without an account in one shop. */
export const OPEN_GUESTS_PER_SHOP = 40;

/**
 * How well the buyer was known when the order came: their number was seen by a person; they have an account,
 * and nobody has seen their number; they have no account.
 */
export const buyerTrusts = ['known', 'unchecked', 'guest'] as const;
/** For whom goods are kept as soon as the order comes; for everybody else when the seller says yes. */
export const keepsAtOnce = (trust: (typeof buyerTrusts)[number]): boolean => trust !== 'guest';

/** Letters of the words about an account. */
export const ACCOUNT_LENGTH = 140;

/** How the goods reach the buyer. */
export const waysOfGetting = ['pickup', 'delivery'] as const;
/** What is said at ordering. Other ways are open once both have said yes (orderPay); how it was, `paidWay` says. */
export const waysOfPaying = ['cash'] as const;
/** How the order came in. */
const channels = ['app', 'wa', 'stall'] as const;
/** Why a seller says no; words may be added. */
export const refusalReasons = ['sold_out', 'closed', 'too_far', 'price', 'other'] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** ms since epoch by the server's clock at receipt (on a phone, until then, by its own); 0: not yet. */
const moment = decided(integer(0, Number.MAX_SAFE_INTEGER));

export const order = entity('order', {
  fields: {
    shopId: fixed(ref('shop')),
    buyerId: fixed(ref('person')),
    /** The shop's village: whoever looks after it helps with its orders. */
    village: fixed(villageCode),
    /** As the buyer's phone gave it, and as the buyer wrote it down: it never changes. */
    number: fixed(text(ORDER_NUMBER_LENGTH, ORDER_NUMBER)),
    /** Empty, or the number everybody else uses because an earlier order had the same one. */
    alias: decided(text(ORDER_NUMBER_LENGTH, ORDER_NUMBER)),
    shopName: fixed(text(60)),
    buyerName: fixed(text(60)),
    trust: fixed(choice(buyerTrusts)),
    lineCount: fixed(integer(1, LINES_PER_ORDER)),
    getting: fixed(choice(waysOfGetting)),
    paying: fixed(choice(waysOfPaying)),
    channel: fixed(choice(channels)),
    note: fixed(lines(140)),
    status: decided(choice(orderStatuses)),
    askedBy: decided(choice(orderAskers)),
    /** Empty unless the seller refused. */
    reason: decided(choice(['', ...refusalReasons])),
    reasonWords: decided(lines(140)),
    /** When it expires if nobody does anything. */
    expiresMs: moment,
    // Each moment is a field of its own, so that its version keeps who did it, on which phone and when
    // by that phone's clock.
    placedMs: moment,
    askedMs: moment,
    agreedMs: moment,
    acceptedMs: moment,
    readyMs: moment,
    endedMs: moment,
    // Two facts about its money (order-money.ts): the buyer's word and the seller's. 0 or empty: not said,
    // or taken back. The sum is what the person had in front of them, whatever the order comes to later.
    paidSum: decided(rupiah),
    paidWay: decided(choice(waysPaid)),
    paidMs: moment,
    unpaidMs: moment,
    receivedSum: decided(rupiah),
    receivedMs: moment,
    unreceivedMs: moment,
  },
  privateScopes: (_id, values) => scopesOfOrder(values),
});

/** Why a line is not as the buyer saw it. What can be had instead stands in `quantity` and `cost`. */
export const lineReasons = ['', 'short', 'price', 'closed', 'gone', 'seller'] as const;
export type LineReason = (typeof lineReasons)[number];

export const orderLine = entity('orderLine', {
  fields: {
    orderId: fixed(ref('order')),
    shopId: fixed(ref('shop')),
    buyerId: fixed(ref('person')),
    village: fixed(villageCode),
    listingId: fixed(ref('listing')),
    // What the buyer saw.
    title: fixed(text(80)),
    unit: fixed(text(20)),
    price: fixed(rupiah),
    wanted: fixed(integer(1, MAX_QUANTITY)),
    // What can be had: while the buyer is asked an offer, otherwise what holds.
    quantity: decided(integer(0, MAX_QUANTITY)),
    cost: decided(rupiah),
    why: decided(choice(lineReasons)),
    /** Units of the stock that are kept for this line; 0 of a product nobody counts. */
    reserved: reckoned(integer(0, MAX_QUANTITY)),
    /** Units that are ordered and not there: sold at the stall, or to others while the order was expired. */
    lacks: reckoned(integer(0, MAX_QUANTITY)),
    /** Since when they are kept, by the server's clock: whoever came last goes short first. */
    reservedMs: moment,
  },
  privateScopes: (_id, values) => scopesOfOrder(values),
});

/**
 * Where the money of this order can go, as the shop had it when both had said yes: for the buyer, who needs
 * it without signal, and the shop's own people. A row of its own, so that it travels once.
 */
export const orderPay = entity('orderPay', {
  fields: {
    orderId: fixed(ref('order')),
    shopId: fixed(ref('shop')),
    buyerId: fixed(ref('person')),
    /** The shop's lasting code (qris.ts), or empty. */
    qris: decided(text(QRIS_LENGTH)),
    /** Bank or wallet, number, and whose it is; or empty. */
    account: decided(lines(ACCOUNT_LENGTH)),
  },
  privateScopes: (_id, { buyerId, shopId }) => [personScope(buyerId), shopScope(shopId)],
});

/** How to reach the buyer: for the shop's own people alone, not for those who look after its village. */
export const orderContact = entity('orderContact', {
  fields: {
    orderId: fixed(ref('order')),
    shopId: fixed(ref('shop')),
    buyerId: fixed(ref('person')),
    phone: fixed(text(16, /^(\+62\d{8,13})?$/)),
    /** claimHash() of the code with which a guest fetches her order elsewhere; empty: there is none, or it was used. */
    claim: fixed(text(CLAIM_HASH_LENGTH, CLAIM_HASH)),
    /** The order is open and its buyer has no account: so many may wait for one number. */
    waits: reckoned(flag(false)),
  },
  privateScopes: (_id, { buyerId, shopId }) => [personScope(buyerId), shopScope(shopId)],
});

export type OrderValues = Values<(typeof order)['fields']>;
export type OrderLineValues = Values<(typeof orderLine)['fields']>;
export type OrderPayValues = Values<(typeof orderPay)['fields']>;
export type OrderContactValues = Values<(typeof orderContact)['fields']>;

function scopesOfOrder(values: { shopId: string; buyerId: string; village: string }): string[] {
  const { shopId, buyerId, village } = values;
  // Before the server has seen it, a buyer's phone does not know the shop's village.
  const scopes = [personScope(buyerId), shopScope(shopId)];
  return village === '' ? scopes : [...scopes, villageScope(village)];
}
