/**
 * Placing an order. The buyer's phone knows a shop by its public face alone, so there it is simply placed,
 * as it was seen. The server looks at what is true when the order arrives: what is there is kept for the
 * buyer at once, and what is not as it was seen becomes a question to the buyer, never a silent no.
 */
import {
  may,
  must,
  on,
  refuse,
  type Actor,
  type Patch,
  type Refusal,
  type World,
} from '#sync/action';
import { choice, lines, ref, text } from '#sync/field';
import { CLAIM_HASH, CLAIM_HASH_LENGTH } from './claim-code';
import { listing, type ListingValues } from './listing';
import {
  keepsAtOnce,
  LINES_PER_ORDER,
  OPEN_GUESTS_PER_SHOP,
  OPEN_PER_BUYER,
  OPEN_PER_GUEST,
  OPEN_PER_NUMBER,
  OPEN_PER_SHOP,
  order,
  orderContact,
  orderLine,
  waysOfGetting,
  waysOfPaying,
  type LineReason,
  type OrderValues,
} from './order';
import {
  contactIdOf,
  lineIdOf,
  LINES_TEXT_LENGTH,
  readLines,
  totalOf,
  type WantedLine,
} from './order-lines';
import { waitsUntil } from './order-deeds';
import { openStatuses } from './order-machine';
import { aliasOf, GIVEN_NUMBER, ORDER_NUMBER_LENGTH } from './order-number';
import { person, type PersonValues } from './person';
import { ownsShop } from './rights';
import { shop } from './shop';
import { leftOf } from './stock';

/** What one order may come to, in rupiah: as much as one price may. */
const MOST_RUPIAH = 2_000_000_000;

/** Counted under the lock of shop and buyer. */
interface Crowd {
  readonly openOfBuyer: number;
  readonly openOfShop: number;
  /** Of buyers without an account. */
  readonly openGuests: number;
  /** The same, of those that name this number: as far as they have come in. Two at the same moment may both. */
  readonly openOfNumber: number;
  /** Orders that have this number already. */
  readonly sameNumber: number;
}

export const placeOrder = on(order)<PlaceFields, Crowd>('place', {
  lane: 'order',
  input: placeFields(),
  touches: ({ id, shopId, lines: said }) => {
    const wanted = readLines(said) ?? [];
    return [
      { noun: order.noun, id },
      { noun: orderContact.noun, id: contactIdOf(id) },
      { noun: shop.noun, id: shopId },
      ...wanted.map((_, index) => ({ noun: orderLine.noun, id: lineIdOf(id, index) })),
      ...wanted.map(({ listingId }) => ({ noun: listing.noun, id: listingId })),
    ];
  },
  reaches: (_input, _look, { personId }) => Promise.resolve([{ noun: person.noun, id: personId }]),
  learns: async ({ shopId, number, phone = '' }, look, { personId }) => {
    const guests = { is: { status: openStatuses, shopId, trust: 'guest' } };
    const open = { status: openStatuses };
    const facts = {
      openOfBuyer: await look.count(order, { is: { ...open, buyerId: personId } }),
      openOfShop: await look.count(order, { is: { ...open, shopId } }),
      openGuests: await look.count(order, guests),
      openOfNumber:
        phone === '' ? 0 : await look.count(orderContact, { is: { phone, waits: true } }),
      sameNumber: await look.count(order, { is: { number } }),
    };
    return { facts, rows: [] };
  },
  decide: ({ world, input, actor, nowMs, learned, again }) => {
    const { id, shopId, number, note = '', phone = '', claim = '' } = input;
    const wanted = readLines(input.lines);
    if (wanted === null) return refuse('order.lines_unfit');
    if (number === '') return refuse('order.number_missing');
    if (wanted.some(({ price }) => price === 0)) return refuse('order.lines_unfit');
    const seen = wanted.map(({ quantity, price }) => ({ quantity, cost: price }));
    if (totalOf(seen) > MOST_RUPIAH) return refuse('order.too_much');
    if (world.get(order, id)) return refuse('row.exists');
    const buyer = world.get(person, actor.personId);
    const trust = trustOf(actor, buyer);
    const isGuest = trust === 'guest';
    if (isGuest && !actor.vouched) {
      // The seller has to know whom to hand it to, and how to ask.
      if (phone === '') return refuse('order.phone_missing');
      if ((buyer?.name ?? '') === '') return refuse('person.name_missing');
    }
    const home = world.get(shop, shopId);
    if (learned && !home) return refuse('shop.unknown');
    if (home && !actor.vouched && ownsShop(actor, home)) return refuse('order.own_shop');
    if (learned && !actor.vouched) {
      const full = crowded(learned.facts, trust);
      if (full) return full;
    }
    const keeps = keepsAtOnce(trust);
    const met = wanted.map((line) =>
      learned ? meet(world, line, shopId, actor, keeps) : asSeen(line),
    );
    if (met.some((one) => one === null)) return refuse('listing.unknown');
    const had = met.filter((one) => one !== null);
    const asks = learned !== null && had.some(({ why }) => why !== '');
    const village = home?.village ?? '';
    const whose = { shopId, buyerId: actor.personId };
    const taken = learned?.facts.sameNumber ?? 0;
    const born: Patch = {
      noun: order.noun,
      id,
      create: true,
      set: {
        ...whose,
        village,
        number,
        alias: taken === 0 ? '' : aliasOf(number, taken),
        shopName: home?.name ?? '',
        buyerName: buyer?.name ?? '',
        trust,
        lineCount: wanted.length,
        getting: input.getting ?? 'pickup',
        paying: input.paying ?? 'cash',
        channel: 'app',
        note: note.trim(),
        status: asks ? 'asks' : 'placed',
        askedBy: asks ? 'stock' : '',
        expiresMs: waitsUntil({ nowMs, again }),
        placedMs: nowMs,
        askedMs: asks ? nowMs : 0,
      },
    };
    const contact: Patch[] =
      phone === ''
        ? []
        : [
            {
              noun: orderContact.noun,
              id: contactIdOf(id),
              create: true,
              set: { ...whose, orderId: id, phone, ...(isGuest ? { claim, waits: true } : {}) },
            },
          ];
    const bornLines = wanted.map(({ listingId, title, unit, price, quantity }, index): Patch => ({
      noun: orderLine.noun,
      id: lineIdOf(id, index),
      create: true,
      set: {
        ...{ ...whose, orderId: id, village, listingId, title, unit, price, wanted: quantity },
        ...had[index],
        reservedMs: nowMs,
      },
    }));
    const kept = wanted.flatMap(({ listingId }, index): Patch[] => {
      const reserved = had[index]?.reserved ?? 0;
      const kept = { noun: listing.noun, id: listingId, add: { reserved }, books: true } as const;
      return reserved === 0 ? [] : [kept];
    });
    return [born, ...contact, ...bornLines, ...kept];
  },
});

type PlaceFields = ReturnType<typeof placeFields>;
function placeFields() {
  return {
    id: must(ref('order')),
    shopId: must(ref('shop')),
    /** nextOrderNumber() */
    number: must(text(ORDER_NUMBER_LENGTH, GIVEN_NUMBER)),
    /** writeLines() */
    lines: must(lines(LINES_TEXT_LENGTH + LINES_PER_ORDER)),
    /** E.164, `+6281234567890`: for the shop's people alone. */
    phone: may(text(16, /^(\+62\d{8,13})?$/)),
    /** claimHash() of the code on a guest's order. */
    claim: may(text(CLAIM_HASH_LENGTH, CLAIM_HASH)),
    note: may(lines(140)),
    getting: may(choice(waysOfGetting)),
    paying: may(choice(waysOfPaying)),
  };
}

function trustOf({ hasAccount }: Actor, buyer: PersonValues | undefined): OrderValues['trust'] {
  if (!hasAccount) return 'guest';
  return buyer && buyer.phoneVerifiedMs > 0 ? 'known' : 'unchecked';
}

/** @returns why there is no room for one more order */
function crowded(crowd: Crowd, trust: OrderValues['trust']): Refusal | null {
  const isGuest = trust === 'guest';
  if (crowd.openOfBuyer >= (isGuest ? OPEN_PER_GUEST : OPEN_PER_BUYER)) {
    return isGuest ? refuse('order.guest_full') : refuse('order.too_many_open');
  }
  if (isGuest && crowd.openOfNumber >= OPEN_PER_NUMBER) return refuse('order.number_full');
  if (isGuest && crowd.openGuests >= OPEN_GUESTS_PER_SHOP) return refuse('order.shop_is_full');
  return crowd.openOfShop >= OPEN_PER_SHOP ? refuse('order.shop_is_full') : null;
}

/** What can be had of a line, what it costs, and how much of the stock is kept for it. */
interface Had {
  readonly quantity: number;
  readonly cost: number;
  readonly why: LineReason;
  readonly reserved: number;
  readonly lacks: number;
}

const asSeen = ({ quantity, price }: WantedLine): Had => ({
  ...{ quantity, cost: price, why: '', reserved: 0, lacks: 0 },
});

/**
 * @param keeps goods are kept for this buyer at once
 * @returns null if no such product ever was in this shop
 */
function meet(
  world: World,
  line: WantedLine,
  shopId: string,
  actor: Actor,
  keeps: boolean,
): Had | null {
  const product = world.get(listing, line.listingId);
  const home = world.get(shop, shopId);
  if (!product || !home || product.shopId !== shopId) return null;
  const left = leftOf(product);
  const counts = product.counted && keeps;
  if (actor.vouched) {
    // It was taken once; what can be kept again is kept again, and nobody is asked a second time.
    const reserved = counts ? Math.min(line.quantity, left) : 0;
    const lacks = counts ? line.quantity - reserved : 0;
    return { ...asSeen(line), reserved, lacks };
  }
  if (!home.listed || product.status !== 'published') {
    return { ...asSeen(line), quantity: 0, why: 'gone' };
  }
  const quantity = Math.min(line.quantity, left);
  // Nobody has to be asked whether it may cost less.
  const cost = Math.min(line.price, product.price);
  const had = { quantity, cost, reserved: counts ? quantity : 0, lacks: 0 };
  return { ...had, ...askedOf(line, product, home.open, quantity) };
}

function askedOf(
  line: WantedLine,
  product: ListingValues,
  isOpen: boolean,
  quantity: number,
): Pick<Had, 'why'> & Partial<Had> {
  const dearer = product.price > line.price ? { cost: product.price } : {};
  if (quantity < line.quantity) return { ...dearer, why: 'short' };
  if (product.price > line.price) return { ...dearer, why: 'price' };
  return { why: isOpen ? '' : 'closed' };
}
