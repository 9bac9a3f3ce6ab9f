/**
 * The goods of an order that could not be taken, back into the basket, and the order let go. What was
 * ordered stands in the order itself: goods this phone's market no longer holds come back as well. Twice
 * done is done once, because a battery may die in between.
 */
import { readLines } from '#domain/order-lines';
import type { Done } from '$lib/phone/act';
import { putBack } from '$lib/phone/cart/cart';
import { atMost, withMore, type CartLine } from '$lib/phone/cart/line';
import { once } from '$lib/phone/live.svelte';
import { giveUp } from '$lib/phone/outbox';
import type { OutboxEntry } from '$lib/phone/views';

/** @returns why not; then the order is still there to be tried again */
export async function backToBasket(row: OutboxEntry): Promise<Done> {
  const lines = readLines(String(row.input.lines));
  if (!lines) return { ok: false, code: 'order.lines_unfit' };
  for (const { listingId, title, unit, price, quantity } of lines) {
    const product = await once((read) => read.publicProduct(listingId));
    const seen = { title, unit, price, quantity: atMost(quantity) };
    const line: CartLine = product
      ? { ...withMore(undefined, product, quantity, Date.now()), ...seen }
      : { ...unheld(listingId, String(row.input.shopId)), ...seen };
    const back = await putBack(line);
    if (!back.ok) return back;
  }
  return giveUp(row);
}

/** What an order does not tell of its goods. */
const unheld = (listingId: string, shopId: string) => ({
  ...{ listingId, shopId, shopName: '', village: '', category: 'lainnya' as const },
  ...{ photo: null, addedMs: Date.now(), orderId: '' },
});
