/** Stock going in or out: facts that add up. "Set it to five" would lose a sale made elsewhere. */
import { must, on, refuse } from '#sync/action';
import { entity } from '#sync/entity';
import { choice, fixed, integer, maybeRef, ref } from '#sync/field';
import { isKinId } from './kin-id';
import { listing, MAX_STOCK_STEP } from './listing';
import { tendsShop } from './rights';
import { shopScope, villageScope } from './scopes';
import { shop } from './shop';
import { moveGoods, promisesOf } from './stock';
import { villageCode } from './village-code';

const quantity = integer(-MAX_STOCK_STEP, MAX_STOCK_STEP);
export const reasons = ['opening', 'restock', 'sale', 'loss', 'recount', 'undo'] as const;

export const movement = entity('movement', {
  fields: {
    listingId: fixed(ref('listing')),
    shopId: fixed(ref('shop')),
    village: fixed(villageCode),
    /** Units in (+) or out (−), never zero. */
    quantity: fixed(quantity),
    reason: fixed(choice(reasons)),
    /** The order whose goods were handed over. */
    orderId: fixed(maybeRef('order')),
    /** The sale at the stall, or the one that takes it back. */
    saleId: fixed(maybeRef('sale')),
  },
  privateScopes: (_id, values) => [shopScope(values.shopId), villageScope(values.village)],
});

export const moveStock = on(movement)('record', {
  lane: 'stock',
  input: {
    id: must(ref('movement')),
    listingId: must(ref('listing')),
    shopId: must(ref('shop')),
    quantity: must(quantity),
    reason: must(choice(reasons)),
  },
  touches: ({ id, listingId, shopId }) => [
    { noun: 'movement', id },
    { noun: 'listing', id: listingId },
    { noun: 'shop', id: shopId },
  ],
  learns: async ({ listingId, quantity }, look) => ({
    facts: null,
    rows: quantity < 0 ? await promisesOf(look, listingId) : [],
  }),
  decide: ({ world, input, actor, learned }) => {
    if (isKinId(input.id) && !actor.vouched) return refuse('input.unfit');
    if (world.get(movement, input.id)) return refuse('row.exists');
    const product = world.get(listing, input.listingId);
    const home = world.get(shop, input.shopId);
    if (!product || !home || product.shopId !== input.shopId) return refuse('listing.unknown');
    if (!tendsShop(actor, input.shopId, home)) return refuse('shop.not_yours');
    if (input.quantity === 0) return refuse('movement.nothing');
    const { id, ...rest } = input;
    const promises = learned?.rows ?? [];
    const goods = moveGoods(world, input.listingId, input.quantity, 0, promises);
    const counts = product.counted
      ? []
      : [{ noun: 'listing', id: input.listingId, set: { counted: true } }];
    const set = { ...rest, village: product.village };
    return [{ noun: 'movement', id, create: true, set }, ...goods, ...counts];
  },
});
