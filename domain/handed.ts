/**
 * Work that came too late, and what those who look after the shop now make of it. Pak Udin changed a price in
 * a valley without signal; when he came out, the village had another facilitator. The shop's people see what
 * he wanted and when: one tap makes it their own word, another sets it aside.
 *
 * Handed on is what one can judge by reading it: words, prices, stock, showing and hiding. Pictures are not
 * (their bytes are with whoever took them), nor what only its author can vouch for (docs/sync.md says more).
 */
import {
  type AnyAction,
  isRefusal,
  type Learned,
  must,
  on,
  refuse,
  type Patch,
} from '#sync/action';
import type { EntryInput } from '#sync/entry';
import { flag, integer, ref, text } from '#sync/field';
import { handed, type HandedValues, type HandingOn, MAX_SAID, readSaid } from '#sync/handed';
import { readInput } from '#sync/read-input';
import type { RowKey } from '#sync/row';
import type { GrantValues } from './grant';
import {
  addListing,
  editListing,
  hideListing,
  publishListing,
  removeListing,
  restoreListing,
} from './listing';
import { moveStock } from './movement';
import { person } from './person';
import { tendsShop } from './rights';
import { recordSale } from './sale-record';
import { personScope, shopScope, villageScope } from './scopes';
import { editShop, shop } from './shop';

const late = new Map<string, AnyAction>(
  [
    addListing,
    editListing,
    publishListing,
    hideListing,
    removeListing,
    restoreListing,
    moveStock,
    recordSale,
    editShop,
  ].map((action: AnyAction) => [action.name, action]),
);

/** The shop a late action speaks of; empty for no shop. */
export function shopOfLate(action: string, input: EntryInput): string {
  const id = action === editShop.name ? input.id : input.shopId;
  return typeof id === 'string' ? id : '';
}

/** Whether this right, in force or ended, once let its person look after the shop. */
const onceTended = (right: GrantValues, shopId: string, village: string): boolean =>
  right.role === 'facilitator'
    ? right.village === village
    : right.role === 'helper' && right.shopId === shopId;

/** A shop's sales are its own people's; everything else whoever looks after its village may judge as well. */
const heirsOf = (action: string, shopId: string, village: string): string[] =>
  action === recordSale.name ? [shopScope(shopId)] : [shopScope(shopId), villageScope(village)];

export const handingOn: HandingOn = {
  codes: new Set(['shop.not_yours']),
  rights: { noun: 'grant', by: 'personId' },
  own: personScope,
  heirs: ({ action, input, world, rights }) => {
    const shopId = shopOfLate(action, input);
    const home = late.has(action) && shopId !== '' ? world.get(shop, shopId) : undefined;
    if (!home) return null;
    const might =
      rights === null ||
      rights.some((right) => onceTended(right as GrantValues, shopId, home.village));
    return might ? heirsOf(action, shopId, home.village) : null;
  },
};

/** The action and its input, if this is late work that can be made one's own. */
function readLate({ action, said }: { action: string; said: string }) {
  const known = late.get(action);
  const input = readSaid(said);
  const read = known && input && readInput(known, input);
  return known && read && 'input' in read ? { action: known, input: read.input } : null;
}

const takeFields = {
  id: must(ref('handed')),
  action: must(text(60)),
  said: must(text(MAX_SAID)),
  author: must(ref('person')),
  saidMs: must(integer(0, Number.MAX_SAFE_INTEGER)),
};

/**
 * It becomes the word of whoever takes it, decided by the same rules as if they had said it themselves, and
 * once: whoever comes second is told. All of it is in the entry, so that a restored server needs nobody
 * else's phone to have it stand again.
 */
export const takeHanded = on(handed)<typeof takeFields, { readonly isForgotten: boolean }>('take', {
  input: takeFields,
  touches: ({ id, ...work }): readonly RowKey[] => {
    const read = readLate(work);
    return [{ noun: handed.noun, id }, ...(read ? read.action.touches(read.input) : [])];
  },
  learns: async (input, look, actor) => {
    const read = readLate(input);
    const learned: Learned<null> | undefined = await read?.action.learns?.(read.input, look, actor);
    const isForgotten = await look.isErased({ noun: person.noun, id: input.author });
    return { facts: { isForgotten }, rows: learned?.rows ?? [] };
  },
  decide: ({ world, input, learned, ...call }) => {
    const { actor } = call;
    const { id, action, said, author, saidMs } = input;
    const read = readLate(input);
    const standing = world.get(handed, id);
    const isIt = standing?.action === action && standing.said === said;
    if (!read || !(isIt || (actor.vouched && !standing))) return refuse('handed.unknown');
    if (standing?.status === 'taken' && !actor.vouched) return refuse('handed.taken');
    const decision = read.action.decide({
      ...{ ...call, world, input: read.input },
      learned: learned && { facts: null, rows: learned.rows },
    });
    if (isRefusal(decision)) return decision;
    if (standing) return [...decision, { noun: handed.noun, id, set: { status: 'taken' } }];
    // What is taken stands; that somebody who is forgotten once said it is written nowhere anew.
    if (learned?.facts.isForgotten) return decision;
    // A restored server has heard of it from this phone first: it is there when its author comes.
    const shopId = shopOfLate(action, read.input);
    const village = world.get(shop, shopId)?.village ?? '';
    const scopes = [...heirsOf(action, shopId, village), personScope(author)].join(' ');
    const set = { action, said, author, saidMs, scopes, status: 'taken' };
    const born: Patch = { noun: handed.noun, id, create: true, set };
    return [...decision, born];
  },
});

/** Not needed, or done already; and the undo of that. */
export const asideHanded = on(handed)('aside', {
  input: { id: must(ref('handed')), shopId: must(ref('shop')), aside: must(flag(true)) },
  touches: ({ id, shopId }) => [
    { noun: handed.noun, id },
    { noun: shop.noun, id: shopId },
  ],
  decide: ({ world, input, actor }) => {
    const standing = world.get(handed, input.id);
    const home = world.get(shop, input.shopId);
    if (!standing || !home || !isAbout(standing, input.shopId)) return refuse('handed.unknown');
    if (!tendsShop(actor, input.shopId, home)) return refuse('shop.not_yours');
    if (standing.status === 'taken') return refuse('handed.taken');
    const status = input.aside ? 'aside' : 'open';
    return [{ noun: handed.noun, id: input.id, set: { status } }];
  },
});

const isAbout = ({ scopes }: HandedValues, shopId: string): boolean =>
  scopes.split(' ').includes(shopScope(shopId));
