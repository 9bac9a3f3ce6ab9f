/** Taking a sale back: a sale of its own that says which one was a mistake. The goods are on the table again. */
import { must, on, refuse, type Look, type Patch } from '#sync/action';
import { ref } from '#sync/field';
import type { RowKey } from '#sync/row';
import { listing } from './listing';
import { movement } from './movement';
import { onTheServer } from './order-deeds';
import { backIdOf, backMoveIdOf, lineIdOf, soldMoveIdOf } from './order-lines';
import { tendsShop } from './rights';
import { sale, saleLine } from './sale';
import { shop } from './shop';
import { moveOrdered } from './stock';

const DAY_MS = 24 * 60 * 60 * 1000;
/** For so long a mistake is still noticed, at the week's count; later the book stays as it was read. */
const TAKE_BACK_MS = 7 * DAY_MS;

/**
 * Whether a phone still offers to take a sale back. The server does not ask: a tap in time may reach it
 * late, and a sale that reverses another is true whenever it comes.
 */
export const mayTakeBack = (soldMs: number, nowMs: number): boolean =>
  nowMs - soldMs < TAKE_BACK_MS;

export const takeBackSale = on(sale)('take-back', {
  lane: 'stock',
  input: { id: must(ref('sale')), shopId: must(ref('shop')) },
  touches: ({ id, shopId }) => [
    { noun: sale.noun, id },
    { noun: sale.noun, id: backIdOf(id) },
    { noun: shop.noun, id: shopId },
  ],
  reaches: ({ id }, look) => goodsOf(id, look),
  learns: onTheServer,
  decide: ({ world, input, actor, learned }) => {
    const { id, shopId } = input;
    const wrong = world.get(sale, id);
    const home = world.get(shop, shopId);
    if (!wrong || !home || wrong.shopId !== shopId || wrong.reverses !== '')
      return refuse('sale.unknown');
    if (!tendsShop(actor, shopId, home)) return refuse('shop.not_yours');
    // Two phones noticed the same mistake: once is enough, and whoever comes second wanted just that.
    if (world.get(sale, backIdOf(id))) return learned ? [] : refuse('sale.taken_back');
    const { village, channel, total, assisted } = wrong;
    const set = { shopId, village, channel, total, reverses: id, assisted };
    const back = Array.from({ length: wrong.lineCount }, (_, index) => index).flatMap((index) => {
      const gone = world.get(movement, soldMoveIdOf(id, index));
      if (gone?.saleId !== id) return [];
      const { listingId } = gone;
      const quantity = -gone.quantity;
      const moved = { listingId, shopId, village, quantity, reason: 'undo', saleId: backIdOf(id) };
      return [
        { noun: movement.noun, id: backMoveIdOf(id, index), create: true, set: moved },
        ...moveOrdered(world, listingId, quantity, 0, []),
      ] satisfies Patch[];
    });
    return [{ noun: sale.noun, id: backIdOf(id), create: true, set }, ...back];
  },
});

/** A sale names how many lines it has, each line its product. */
async function goodsOf(id: string, look: Look): Promise<RowKey[]> {
  const count = (await look.row(sale, id))?.lineCount ?? 0;
  const keys: RowKey[] = [];
  for (let index = 0; index < count; index += 1) {
    const line = await look.row(saleLine, lineIdOf(id, index));
    keys.push(
      { noun: movement.noun, id: soldMoveIdOf(id, index) },
      { noun: movement.noun, id: backMoveIdOf(id, index) },
    );
    if (line && line.listingId !== '') keys.push({ noun: listing.noun, id: line.listingId });
  }
  return keys;
}
