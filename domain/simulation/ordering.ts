/**
 * What buyers and sellers do with orders all day, by chance: from what their own phone shows, however old that
 * is. Prices are those of the phone's copy of the market, products may be gone and shops closed by now, two
 * people want the last packet, and whoever has two phones answers on both.
 */
import type { PhoneRow } from '#sync/phone/store';
import type { Call } from '#sync/phone/tap';
import type { Chance } from '#sync/testing/seeded-random';
import { type OrderLineValues, type OrderValues, refusalReasons } from '../order';
import { lineIdOf, offerText, type WantedLine, writeLines, writeQuantities } from '../order-lines';
import { isOpenStatus } from '../order-machine';
import { nextOrderNumber } from '../order-number';
import type { Handset } from './handset';
import { type Village, VILLAGE } from './village';

/** People do not spread evenly: every second time it is the first one, where they meet. */
export const soughtAfter = <T>(from: readonly T[], chance: Chance): T =>
  chance.happens(0.5) ? (from[0] as T) : chance.pick(from);

/** Two phones in a thousand share their two letters; in every second village these do. */
const SHARED_LETTERS = '00000000-0000-7000-8000-0000000001c7';

/** A buyer orders, says yes to what can be had, or takes it back. Null: nothing on this phone can be bought. */
export function asBuyer(
  village: Village,
  phone: Handset,
  rows: readonly PhoneRow[],
  chance: Chance,
): Call | null {
  const mine = ordersOn(rows).filter(({ values }) => values.buyerId === phone.personId);
  const asked = mine.filter(({ values }) => values.status === 'asks');
  if (asked.length > 0 && chance.happens(0.6)) {
    const one = chance.pick(asked);
    const lines = linesOn(rows, one);
    if (lines.length === one.values.lineCount && chance.happens(0.8))
      return { action: 'order.agree', input: { id: one.id, offer: offerText(lines) } };
    return { action: 'order.cancel', input: { id: one.id } };
  }
  const open = mine.filter(({ values }) => isOpenStatus(values.status));
  if (open.length > 0 && chance.happens(0.12))
    return { action: 'order.cancel', input: { id: chance.pick(open).id } };
  return place(village, phone, rows, chance);
}

function place(
  { seed }: Village,
  { store, personId, deviceId }: Handset,
  rows: readonly PhoneRow[],
  chance: Chance,
): Call | null {
  const own = rows.filter(({ noun, view }) => noun === 'shop' && ownerOf(view) === personId);
  const shelf = [...seenInMarket(store.publicRows), ...orderedBefore(rows, chance)].filter(
    ({ shopId, price }) => price > 0 && own.every(({ id }) => id !== shopId),
  );
  const shops = [...new Set(shelf.map(({ shopId }) => shopId))].sort();
  if (shops.length === 0) return null;
  const shopId = chance.pick(shops);
  const goods = new Map(
    shelf.filter((one) => one.shopId === shopId).map((one) => [one.listingId, one] as const),
  );
  const basket = new Map<string, WantedLine>();
  for (let nth = chance.between(1, 3); nth > 0; nth -= 1) {
    const { listingId, title, unit, price } = soughtAfter([...goods.values()], chance);
    basket.set(listingId, { listingId, title, unit, price, quantity: chance.between(1, 6) });
  }
  const letters = seed % 2 === 0 ? SHARED_LETTERS : deviceId;
  const known = ordersOn(rows).map(({ values }) => values.number);
  const input = {
    id: chance.id(),
    shopId,
    number: nextOrderNumber(VILLAGE, letters, known),
    lines: writeLines([...basket.values()]),
    ...(chance.happens(0.6) ? { phone: '+6281200000001' } : {}),
    ...(chance.happens(0.2) ? { note: `Ambil jam ${chance.between(7, 17)}` } : {}),
  };
  return { action: 'order.place', input };
}

interface Shown extends Omit<WantedLine, 'quantity'> {
  readonly shopId: string;
}

const seenInMarket = (shown: Handset['store']['publicRows']): Shown[] =>
  [...shown]
    .filter(([name]) => name.startsWith('listing/'))
    .map(([name, { values }]) => ({ ...(values as unknown as Shown), listingId: idOf(name) }))
    .sort((a, b) => (a.listingId < b.listingId ? -1 : 1));

/** "The same again", whatever has become of it. */
const orderedBefore = (rows: readonly PhoneRow[], chance: Chance): Shown[] =>
  chance.happens(0.1)
    ? rows
        .filter(({ noun }) => noun === 'orderLine')
        .map(({ view }) => view?.values as OrderLineValues)
    : [];

/** An answer to one of this shop's orders; null when none waits for any. */
export function asSeller(shopId: string, rows: readonly PhoneRow[], chance: Chance): Call | null {
  const here = ordersOn(rows).filter(({ values }) => values.shopId === shopId);
  const waiting = here.filter(
    ({ values: { status } }) =>
      isOpenStatus(status) || (status === 'expired' && chance.happens(0.3)),
  );
  if (waiting.length === 0) return null;
  const one = soughtAfter(waiting, chance);
  const input = { id: one.id, shopId };
  const says = (verb: string): Call => ({ action: `order.${verb}`, input });
  switch (one.values.status) {
    case 'placed':
      if (chance.happens(0.6)) return says('accept');
      return chance.happens(0.5) ? refuseIt(input, chance) : givePart(one, shopId, rows, chance);
    case 'asks':
      return chance.happens(0.15) ? refuseIt(input, chance) : null;
    case 'accepted':
      if (chance.happens(0.7)) return says(chance.happens(0.6) ? 'hand-over' : 'ready');
      return chance.happens(0.4) ? refuseIt(input, chance) : givePart(one, shopId, rows, chance);
    case 'ready':
      return chance.happens(0.85) ? says('hand-over') : refuseIt(input, chance);
    default:
      return says('hand-over');
  }
}

const refuseIt = (input: { id: string; shopId: string }, chance: Chance): Call => ({
  action: 'order.refuse',
  input: { ...input, reason: chance.pick(refusalReasons) },
});

/** Less of one line than was ordered. */
function givePart(
  one: OrderShown,
  shopId: string,
  rows: readonly PhoneRow[],
  chance: Chance,
): Call | null {
  const quantities = linesOn(rows, one).map(({ quantity }) => quantity);
  if (quantities.length !== one.values.lineCount) return null;
  const nth = chance.between(0, quantities.length - 1);
  const less = quantities.map((n, index) => (index === nth ? chance.between(0, n) : n));
  const input = { id: one.id, shopId, quantities: writeQuantities(less) };
  return { action: 'order.accept-part', input };
}

interface OrderShown {
  readonly id: string;
  readonly values: OrderValues;
}

const ordersOn = (rows: readonly PhoneRow[]): OrderShown[] =>
  rows
    .filter(({ noun }) => noun === 'order')
    .map(({ id, view }) => ({ id, values: view?.values as OrderValues }));

function linesOn(rows: readonly PhoneRow[], { id, values }: OrderShown): OrderLineValues[] {
  const ids = Array.from({ length: values.lineCount }, (_, index) => lineIdOf(id, index));
  return ids.flatMap((lineId) => {
    const line = rows.find((row) => row.noun === 'orderLine' && row.id === lineId);
    return line ? [line.view?.values as OrderLineValues] : [];
  });
}

const ownerOf = (view: PhoneRow['view']): unknown =>
  (view?.values as { ownerId?: unknown } | undefined)?.ownerId;

const idOf = (name: string): string => name.slice(name.indexOf('/') + 1);
