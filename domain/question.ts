/** A person answers an open question: two values were said, this one is right. */
import { must, on, refuse, type Patch } from '#sync/action';
import { ref, text } from '#sync/field';
import { conflict } from '#sync/questions';
import { listing } from './listing';
import { ownsShop, tendsShop } from './rights';
import { shop } from './shop';

/**
 * Only the owner's people decide a price: a facilitator's word was one of the two. Undecided is fine,
 * nothing waits for the answer.
 */
export const decideListing = on(conflict)('decide', {
  lane: 'text',
  input: {
    id: must(ref('conflict')),
    listingId: must(ref('listing')),
    shopId: must(ref('shop')),
    /** JSON of the value that is right: one of the candidates, or a third one. */
    value: must(text(1000)),
  },
  touches: ({ id, listingId, shopId }) => [
    { noun: 'conflict', id },
    { noun: 'listing', id: listingId },
    { noun: 'shop', id: shopId },
  ],
  decide: ({ world, input, actor }) => {
    const question = world.get(conflict, input.id);
    const product = world.get(listing, input.listingId);
    const home = world.get(shop, input.shopId);
    if (!question || question.rowId !== input.listingId) return refuse('conflict.unknown');
    if (!product || !home || product.shopId !== input.shopId) return refuse('listing.unknown');
    if (!tendsShop(actor, input.shopId, home)) return refuse('shop.not_yours');
    if (question.field === 'price' && !ownsShop(actor, home))
      return refuse('conflict.owner_decides');
    const value = readValue(question.field, input.value);
    if (value === undefined) return refuse('conflict.value_unfit');
    const answer: Patch = {
      noun: 'listing',
      id: input.listingId,
      set: { [question.field]: value },
      answers: [question.field],
    };
    return [answer];
  },
});

function readValue(field: string, json: string): string | number | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  if (field === 'price') {
    return Number.isSafeInteger(value) && (value as number) > 0 ? (value as number) : undefined;
  }
  if (field === 'status') return value === 'removed' || value === 'hidden' ? value : undefined;
  return undefined;
}
