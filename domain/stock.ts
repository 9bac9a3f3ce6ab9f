/**
 * What is left when some of it is promised. Goods that a buyer has ordered stay on the table until they are
 * handed over, and nobody else is offered them. The stall itself always sells: who took the goods home has
 * them, and the newest promises are the ones that can't be kept.
 */
import type { Patch, ServerLook, World } from '#sync/action';
import type { RowKey } from '#sync/row';
import { listing } from './listing';
import { orderLine, type OrderLineValues } from './order';

/** More promises than any product can have: OPEN_PER_SHOP orders with one line of it each. */
const MOST_PROMISES = 1_000;

/** Lines that hold some of a product's stock. They change only under the lock of the product. */
export async function promisesOf(look: ServerLook, listingId: string): Promise<RowKey[]> {
  const sought = { is: { listingId }, above: { reserved: 0 } };
  const ids = await look.find(orderLine, sought, MOST_PROMISES);
  return ids.map((id) => ({ noun: orderLine.noun, id }));
}

/** Units a buyer can have now; `Infinity` of a product nobody counts. */
export function leftOf(product: {
  counted: boolean;
  stock: number;
  reserved: number;
  soldOut: boolean;
}): number {
  if (product.soldOut) return 0;
  return product.counted ? Math.max(0, product.stock - product.reserved) : Infinity;
}

/**
 * Some goods leave or come; what was promised beyond what is there then is taken back, newest first.
 *
 * @param moved units in (+) or out (−)
 * @param freed units that are promised no longer because of the same deed
 * @param promises of the product, without those that the deed itself ends
 */
export function moveGoods(
  world: World,
  listingId: string,
  moved: number,
  freed: number,
  promises: readonly RowKey[],
): Patch[] {
  const product = world.get(listing, listingId);
  if (!product) return [];
  const there = Math.max(0, product.stock + moved);
  const over = product.counted ? product.reserved - freed - there : 0;
  const { patches, lost } = takeBack(newestFirst(world, listingId, promises), over);
  const add: Record<string, number> = {};
  if (moved !== 0) add.stock = moved;
  if (freed + lost !== 0) add.reserved = -(freed + lost);
  if (Object.keys(add).length === 0) return patches;
  return [{ noun: listing.noun, id: listingId, add }, ...patches];
}

/**
 * moveGoods() for an order: what was promised and what was handed over stands on its own, also when nobody sells
 * the product any more; whether it should come back is another matter.
 */
export const moveOrdered = (...move: Parameters<typeof moveGoods>): Patch[] =>
  moveGoods(...move).map((patch) =>
    patch.noun === listing.noun ? { ...patch, books: true } : patch,
  );

/** @param over units too many that are promised; not above 0: nothing is taken back */
function takeBack(lines: readonly Promised[], over: number) {
  const patches: Patch[] = [];
  let lost = 0;
  for (const { id, reserved, lacks } of lines) {
    const loses = Math.min(over - lost, reserved);
    if (loses <= 0) break;
    lost += loses;
    const set = { reserved: reserved - loses, lacks: lacks + loses };
    patches.push({ noun: orderLine.noun, id, set });
  }
  return { patches, lost };
}

interface Promised extends OrderLineValues {
  readonly id: string;
}

function newestFirst(world: World, listingId: string, promises: readonly RowKey[]): Promised[] {
  return promises
    .flatMap(({ id }) => {
      const line = world.get(orderLine, id);
      return line?.listingId === listingId ? [{ id, ...line }] : [];
    })
    .sort((a, b) => b.reservedMs - a.reservedMs || (a.id < b.id ? 1 : -1));
}
