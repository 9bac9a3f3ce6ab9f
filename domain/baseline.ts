/**
 * What a shop sold in the month before Jukung, as its people remember it: the measure for "is it any better
 * now?". Answers are facts and stay; the one given last is the one that counts.
 */
import { must, on, refuse } from '#sync/action';
import { entity, type Values } from '#sync/entity';
import { decided, fixed, ref, rupiah } from '#sync/field';
import { ownsShop } from './rights';
import { shopScope } from './scopes';
import { shop } from './shop';

/** `high` of an answer that has no upper end: "more than five million". Rupiah. */
export const NO_UPPER_END = 2_000_000_000;

export const baseline = entity('baseline', {
  fields: {
    shopId: fixed(ref('shop')),
    // Rupiah in a month, from … to; equal where one number was said. Never moved: their version says
    // who answered, and when.
    low: decided(rupiah),
    high: decided(rupiah),
  },
  // The shop's own: nobody who looks after the village is told what a shop earned.
  privateScopes: (_id, values) => [shopScope(values.shopId)],
});

export type BaselineValues = Values<(typeof baseline)['fields']>;

export const sayBaseline = on(baseline)('say', {
  input: {
    id: must(ref('baseline')),
    shopId: must(ref('shop')),
    low: must(rupiah),
    high: must(rupiah),
  },
  touches: ({ id, shopId }) => [
    { noun: baseline.noun, id },
    { noun: shop.noun, id: shopId },
  ],
  decide: ({ world, input, actor }) => {
    const { id, shopId, low, high } = input;
    if (world.get(baseline, id)) return refuse('row.exists');
    const home = world.get(shop, shopId);
    if (!home) return refuse('shop.unknown');
    if (!ownsShop(actor, home)) return refuse('shop.not_yours');
    if (low > high) return refuse('baseline.unfit');
    return [{ noun: baseline.noun, id, create: true, set: { shopId, low, high } }];
  },
});
