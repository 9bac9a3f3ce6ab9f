/**
 * The basket: filled without signal, across shops, before anybody has an account. It belongs to whoever
 * has the phone, survives a dead battery, and stays when its owner signs up.
 */
import type { Done } from '../act';
import { whileBusy } from '../calm';
import { standing } from '../orders/order-counts';
import { phone } from '../phone.svelte';
import type { PublicProduct } from '../public-views';
import type { Queries } from '../queries';
import { basketOf, type Basket } from './basket';
import { atMost, CART, isCartLine, withMore, type CartLine } from './line';

/** Puts some of a product in, beside what is there. @returns with the way back, when it is on the flash */
export const putIn = (product: PublicProduct, quantity: number): Promise<Done> =>
  change(product.id, (held) => withMore(held, product, quantity, Date.now()));

/** So many of a thing that is in the basket; none takes it out. */
export const setQuantity = (listingId: string, quantity: number): Promise<Done> =>
  change(
    listingId,
    (held) => held && (quantity > 0 ? { ...held, quantity: atMost(quantity) } : undefined),
  );

/** Back in as it was, after an order was taken back; of what is there again already, the more. */
export const putBack = (line: CartLine): Promise<Done> =>
  change(line.listingId, (held) => ({
    ...line,
    quantity: Math.max(held?.quantity ?? 0, line.quantity),
    orderId: '',
  }));

/**
 * Writes to a thing what the order about to be made of it is called; see CartLine.orderId.
 *
 * @param line as the person has seen it. What was changed, taken out or ordered meanwhile is left as it is
 * @returns `cart.changed` then
 */
export async function setOrder(line: CartLine, orderId: string): Promise<Done> {
  let asSeen = false;
  const done = await change(line.listingId, (held) => {
    asSeen = held?.quantity === line.quantity && held.orderId === line.orderId;
    return held && asSeen ? { ...held, orderId } : held;
  });
  return done.ok && !asSeen ? { ok: false, code: 'cart.changed' } : done;
}

/** Takes out what has become part of an order that stands, and nothing that was put in since. */
export const takeOrdered = (listingId: string): Promise<Done> => change(listingId, (held) => held);

const underWay = new Set<Promise<Done>>();

/** Whatever was tapped or typed before now is in the basket, or could not be put there. */
export async function allWritten(): Promise<void> {
  while (underWay.size > 0) await Promise.allSettled(underWay);
}

function change(
  listingId: string,
  to: (held: CartLine | undefined) => CartLine | undefined,
): Promise<Done> {
  const writing = write(listingId, to).finally(() => underWay.delete(writing));
  underWay.add(writing);
  return writing;
}

async function write(
  listingId: string,
  to: (held: CartLine | undefined) => CartLine | undefined,
): Promise<Done> {
  const writer = phone.profileId;
  return whileBusy(async () => {
    // The stores have never arrived here and there is no signal to fetch them.
    const store = await import('./keep').catch(() => null);
    if (!store) return { ok: false, code: 'phone.no_signal' };
    const done = await store.changeLine(writer, listingId, to);
    if (!done.ok) return done;
    const { before } = done;
    return { ok: true, undo: () => change(listingId, () => before) };
  });
}

/** For `live()`: the basket as it is now. */
export async function basket(read: Queries): Promise<Basket> {
  const [drafts, ordered] = await Promise.all([read.drafts(CART), orderIds(read)]);
  const kept = drafts.map(({ value }) => value);
  const ids = kept.filter(isCartLine).map(({ listingId }) => listingId);
  const products = await Promise.all(ids.map((id) => read.publicProduct(id)));
  const today = new Map(products.flatMap((product) => (product ? [[product.id, product]] : [])));
  return basketOf(kept, today, ordered);
}

/** Things that became part of an order just before a battery died. */
export async function clearOrdered(): Promise<void> {
  const { once } = await import('../live.svelte');
  const [drafts, ordered] = await once((read) => Promise.all([read.drafts(CART), orderIds(read)]));
  for (const { value } of drafts) {
    if (isCartLine(value) && ordered.has(value.orderId)) await takeOrdered(value.listingId);
  }
}

/** Orders that stand; one that was turned down at birth does not. */
async function orderIds(read: Queries): Promise<ReadonlySet<string>> {
  return new Set(standing(await read.ofNoun('order')).map(({ id }) => id));
}
