/** How an order ends well, or by itself: the goods change hands, or nobody answered in time. */
import { may, must, on, type Patch } from '#sync/action';
import { ref, rupiah } from '#sync/field';
import type { RowKey } from '#sync/row';
import { listing } from './listing';
import { movement } from './movement';
import { order } from './order';
import {
  goingTo,
  linesAndGoods,
  linesOf,
  moveOn,
  onTheServer,
  release,
  waitsNoLonger,
} from './order-deeds';
import { saleIdOf } from './order-lines';
import { shop } from './shop';
import { moveOrdered, promisesOf } from './stock';

/** Goods have changed hands, and money if the seller says so: what was sold leaves the stock, and says for which order. */
export const handOverOrder = on(order)('hand-over', {
  lane: 'order',
  input: {
    id: must(ref('order')),
    shopId: must(ref('shop')),
    /** What the seller says was paid into their hand with it: whole rupiah. Left out: nothing is said of money. */
    received: may(rupiah),
  },
  touches: ({ id, shopId }) => [
    { noun: order.noun, id },
    { noun: shop.noun, id: shopId },
  ],
  reaches: async ({ id }, look) => {
    const keys = await linesAndGoods(id, look);
    const count = (await look.row(order, id))?.lineCount ?? 0;
    const sales = Array.from({ length: count }, (_, index) => saleIdOf(id, index));
    return [...keys, ...sales.map((sale) => ({ noun: movement.noun, id: sale }))];
  },
  learns: async ({ id }, look) => {
    const goods = (await linesAndGoods(id, look)).filter(({ noun }) => noun === listing.noun);
    const rows: RowKey[] = [];
    for (const product of goods) rows.push(...(await promisesOf(look, product.id)));
    return { facts: null, rows };
  },
  decide: ({ world, input, actor, learned, ...moment }) => {
    const going = goingTo('handOver', world, input, actor);
    if ('refused' in going) return going;
    const lines = linesOf(world, input.id, going.values);
    const others = (learned?.rows ?? []).filter(({ id }) => !lines.some((line) => line.id === id));
    const ended = learned
      ? lines
          .filter(({ reserved, lacks }) => reserved + lacks > 0)
          .map(({ id }): Patch => ({ noun: 'orderLine', id, set: { reserved: 0, lacks: 0 } }))
      : [];
    const sold = lines.flatMap(({ index, listingId, shopId, village, quantity, reserved }) => {
      const product = world.get(listing, listingId);
      if (!product) return [];
      const sale = saleIdOf(input.id, index);
      const standing = world.get(movement, sale);
      const isSold = standing?.orderId === input.id;
      // What nobody counts leaves no count behind.
      const leaves = product.counted && !isSold ? quantity : 0;
      // A phone may hear of the order before it hears what is kept of the product: what does not fit there
      // is left out of the picture, and that the goods have left is not.
      const goods = learned
        ? moveOrdered(world, listingId, -leaves, reserved, others)
        : [
            ...moveOrdered(world, listingId, 0, reserved, []),
            ...moveOrdered(world, listingId, -leaves, 0, []),
          ];
      // A stranger's movement under this id (nobody gets one any more) takes the history, never the goods.
      if (leaves === 0 || standing) return goods;
      const set = { listingId, shopId, village, quantity: -leaves, orderId: input.id };
      const born = { ...set, reason: 'sale' };
      return [{ noun: movement.noun, id: sale, create: true, set: born }, ...goods];
    });
    const over = learned ? waitsNoLonger(world, input.id) : [];
    const sum = input.received ?? 0;
    // Said before from another phone, it is not said again: the hand-over itself still stands.
    const isNews = sum > 0 && (going.values.receivedSum === 0 || actor.vouched);
    const money: Record<string, number> = isNews
      ? { receivedSum: sum, receivedMs: moment.nowMs }
      : {};
    return [moveOn(input.id, 'handOver', going, moment, money), ...ended, ...sold, ...over];
  },
});

/** Nobody sends this: the server does it when the time is over (see expiresMs). */
export const expireOrder = on(order)('expire', {
  lane: 'order',
  input: { id: must(ref('order')) },
  touches: ({ id }) => [{ noun: order.noun, id }],
  reaches: ({ id }, look) => linesAndGoods(id, look),
  learns: onTheServer,
  decide: ({ world, input, actor, nowMs }) => {
    const going = goingTo('expire', world, input, actor);
    if ('refused' in going) return going;
    if (going.values.expiresMs > nowMs) return [];
    const freed = release(world, input.id, linesOf(world, input.id, going.values));
    return [moveOn(input.id, 'expire', going, { nowMs }), ...freed];
  },
});
