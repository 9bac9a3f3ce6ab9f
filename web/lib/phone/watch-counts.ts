/** What the bar counts beside consignments: things in the basket, and orders that wait for an answer. */
import { liveQuery } from 'dexie';
import { shell } from '../ui/shell.svelte';
import { CART, isCartLine } from './cart/line';
import { answersWanted, standing } from './orders/order-counts';
import type { Queries } from './queries';

/** @returns ends it */
export function watchCounts(queries: Queries): () => void {
  const reading = liveQuery(() => countsOf(queries)).subscribe({
    next: (counts) => Object.assign(shell, counts),
    error: () => undefined,
  });
  return () => {
    reading.unsubscribe();
    Object.assign(shell, { basket: 0, orders: 0, asked: 0 });
  };
}

async function countsOf(queries: Queries) {
  const [kept, rows, { actor }, shops] = await Promise.all([
    queries.drafts(CART),
    queries.ofNoun('order'),
    queries.state(),
    queries.myShops(),
  ]);
  const mine = new Set(shops.map(({ id }) => id));
  const orders = standing(rows);
  const ids = new Set(orders.map(({ id }) => id));
  return {
    basket: kept.filter(({ value }) => isCartLine(value) && !ids.has(value.orderId)).length,
    ...answersWanted(orders, actor.personId, mine),
  };
}
