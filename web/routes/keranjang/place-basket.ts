/**
 * The basket becomes orders: one for each shop, and another one where a shop's part is longer than an
 * order may be. The name of its order is written to each thing first; so a battery that dies between two
 * writes leaves each thing either in the basket or in one order, never in both.
 */
import { LINES_PER_ORDER } from '#domain/order';
import { cancelOrder } from '#domain/order-answers';
import { writeLines } from '#domain/order-lines';
import { nextOrderNumber } from '#domain/order-number';
import { placeOrder } from '#domain/order-place';
import { act, newId, type Done } from '$lib/phone/act';
import { wasShown, type Basket, type BasketLine } from '$lib/phone/cart/basket';
import { allWritten, basket, putBack, setOrder, takeOrdered } from '$lib/phone/cart/cart';
import { once } from '$lib/phone/live.svelte';
import { newClaim } from '$lib/phone/orders/claim';
import { toast } from '$lib/ui/toast.svelte';
import { explainInLine } from '$lib/words/refusals';
import { t } from '$lib/words/words';
import '$lib/words/id/orders';

interface Placed {
  readonly id: string;
  readonly lines: readonly BasketLine[];
}

/**
 * @param shown the basket as it stood on the screen. How many of each thing is read anew, after whatever
 *   the same touch has changed; what costs something else by now is not ordered unseen
 * @param phone the buyer's number for the shops, E.164; empty: none
 * @param isGuest who orders has no account: each order gets a code with which she fetches it elsewhere
 * @returns whether anything was ordered; the strip at the foot says what, and the way back
 */
export async function placeBasket(shown: Basket, phone: string, isGuest = false): Promise<boolean> {
  await allWritten();
  const now = await once((read) => basket(read));
  if (!wasShown(now, shown)) {
    toast.say(explainInLine('cart.changed'));
    return false;
  }
  const placed: Placed[] = [];
  const refused: string[] = [];
  for (const { shopId, lines } of now.shops) {
    for (const some of parted(lines.filter(({ holdup }) => holdup === ''))) {
      const done = await placeOne(shopId, some, phone, isGuest);
      if (done.ok) placed.push({ id: done.id, lines: some });
      else refused.push(done.code);
    }
  }
  sayPlaced(placed, refused);
  return placed.length > 0;
}

/** One shop that can't be ordered from keeps nobody else waiting. */
function sayPlaced(placed: readonly Placed[], refused: readonly string[]): void {
  const [code] = refused;
  const count = placed.length;
  const why = code === undefined ? '' : explainInLine(code);
  if (count === 0) return why === '' ? undefined : toast.say(why);
  const all = count === 1 ? t('orders.placed') : t('orders.placedMany', { count });
  const said = why === '' ? all : t('orders.placedSome', { count, left: refused.length, why });
  toast.say(said, () => void takeBack(placed));
}

/** In parts of as many lines as an order may have. */
function parted(lines: readonly BasketLine[]): BasketLine[][] {
  const count = Math.ceil(lines.length / LINES_PER_ORDER);
  return Array.from({ length: count }, (_, part) =>
    lines.slice(part * LINES_PER_ORDER, (part + 1) * LINES_PER_ORDER),
  );
}

async function placeOne(
  shopId: string,
  lines: readonly BasketLine[],
  phone: string,
  isGuest: boolean,
): Promise<{ readonly ok: true; readonly id: string } | (Done & { readonly ok: false })> {
  const id = newId();
  for (const line of lines) {
    const named = await setOrder(line, id);
    if (!named.ok) return named;
  }
  const number = await freeNumber(lines[0]?.village ?? '');
  const claim = isGuest ? await newClaim(id) : '';
  const said = { ...(phone === '' ? {} : { phone }), ...(claim === '' ? {} : { claim }) };
  const done = await act(placeOrder, { id, shopId, number, lines: writeLines(lines), ...said });
  // What can't be ordered stays in the basket: its order does not stand.
  if (done.ok) for (const line of lines) await takeOrdered(line.listingId);
  return done.ok ? { ok: true, id } : done;
}

/** @param elsewhere stands in for the buyer's village in the moments before a new account has heard of it */
async function freeNumber(elsewhere: string): Promise<string> {
  const [{ village }, { deviceId }, orders] = await once((read) =>
    Promise.all([read.me(), read.state(), read.ofNoun('order')]),
  );
  const known = orders.flatMap(({ view }) => {
    const number = (view?.values as { number?: unknown } | undefined)?.number;
    return typeof number === 'string' ? [number] : [];
  });
  return nextOrderNumber(village || elsewhere, deviceId, known);
}

async function takeBack(placed: readonly Placed[]): Promise<void> {
  for (const { id, lines } of placed) {
    const done = await act(cancelOrder, { id });
    if (!done.ok) return toast.say(explainInLine(done.code));
    for (const line of lines) await putBack(line);
  }
  toast.say(t('orders.backInBasket'));
}
