/** A product or service somebody sells: what the whole boat is for. */
import { may, must, on, refuse, type Actor, type Patch, type World } from '#sync/action';
import { entity, type Values } from '#sync/entity';
import {
  asked,
  choice,
  decided,
  fixed,
  flag,
  elementsOf,
  integer,
  latest,
  lines,
  ref,
  rupiah,
  text,
  total,
  union,
  type UnionValue,
} from '#sync/field';
import { availabilityOf } from './availability';
import { categoryKeys } from './categories';
import { isKinId } from './kin-id';
import { tendsShop } from './rights';
import { CATALOGUE_SCOPE, shopScope, villageScope } from './scopes';
import { shop } from './shop';
import { villageCode } from './village-code';

export const PHOTOS_PER_LISTING = 6;
export const MAX_STOCK_STEP = 100_000;

export const listing = entity('listing', {
  fields: {
    shopId: fixed(ref('shop')),
    village: fixed(villageCode),
    title: latest(text(80)),
    price: asked(rupiah),
    unit: latest(text(20)),
    category: latest(choice(categoryKeys)),
    about: latest(lines(500)),
    /** The seller's own word that it has run out, whatever the count says. */
    soldOut: latest(flag(false)),
    /** Whether this shop counts this product: services and careless sellers do not. */
    counted: latest(flag(false)),
    photos: union('photo', 200),
    /** Sum of the stock movements; moved together with them and never set. */
    stock: total(-1_000_000_000, 1_000_000_000),
    /** Units that buyers have ordered and not yet been handed: nobody else is offered them. */
    reserved: total(0, 1_000_000_000),
    status: decided(choice(['draft', 'published', 'hidden', 'removed'])),
  },
  privateScopes: (_id, values) => [shopScope(values.shopId), villageScope(values.village)],
  publicScope: CATALOGUE_SCOPE,
  publicFace: {
    fields: [
      'shopId',
      'village',
      'title',
      'price',
      'unit',
      'category',
      'about',
      'photos',
      'availability',
    ],
    show: (_id, v) =>
      v.status === 'published'
        ? {
            shopId: v.shopId,
            village: v.village,
            title: v.title,
            price: v.price,
            unit: v.unit,
            category: v.category,
            about: v.about,
            photos: shownPhotos(v),
            availability: availabilityOf(v.counted, v.stock - v.reserved, v.soldOut),
          }
        : null,
  },
  tombstone: { field: 'status', gone: 'removed', back: 'hidden' },
  follows: {
    noun: 'shop',
    by: 'shopId',
    heeds: ['listed'],
    shown: (_id, _values, home) => (home as { listed: boolean }).listed,
  },
});

/** Ids of the pictures a buyer sees, in order. */
export const shownPhotos = ({ photos }: { photos: UnionValue }): string[] =>
  elementsOf(photos).slice(0, PHOTOS_PER_LISTING);

export type ListingValues = Values<(typeof listing)['fields']>;

const words = {
  title: text(80),
  unit: text(20),
  category: choice(categoryKeys),
  about: lines(500),
};
const here = { id: must(ref('listing')), shopId: must(ref('shop')) };
const touchesHere = ({ id, shopId }: { id: string; shopId: string }) => [
  { noun: 'listing', id },
  { noun: 'shop', id: shopId },
];

/** A shop that a guest opened is shown to everybody from its first published product on. */
const listedWith = (shopId: string, home: { listed: boolean }, status: string): Patch[] =>
  status === 'published' && !home.listed
    ? [{ noun: 'shop', id: shopId, set: { listed: true } }]
    : [];

/** The product, if it is this shop's and this person may change it; else why not. */
function tended(world: World, input: { id: string; shopId: string }, actor: Actor) {
  const product = world.get(listing, input.id);
  const home = world.get(shop, input.shopId);
  if (!product || !home || product.shopId !== input.shopId) return refuse('listing.unknown');
  if (!tendsShop(actor, input.shopId, home)) return refuse('shop.not_yours');
  return product;
}

/** Photo, name, price, save. Without an account it is kept as a draft. */
export const addListing = on(listing)('add', {
  input: {
    ...here,
    title: must(words.title),
    price: must(rupiah),
    unit: must(words.unit),
    category: must(words.category),
    about: may(words.about),
    publish: must(flag(true)),
    /** What is there to begin with, and the id of the movement that says so. */
    stock: may(integer(1, MAX_STOCK_STEP)),
    movementId: may(ref('movement')),
  },
  touches: (input) => [
    ...touchesHere(input),
    ...(input.movementId ? [{ noun: 'movement', id: input.movementId }] : []),
  ],
  decide: ({ world, input, actor }) => {
    const { movementId: opening = '' } = input;
    if (isKinId(opening) && !actor.vouched) return refuse('input.unfit');
    if (world.get(listing, input.id)) return refuse('row.exists');
    const home = world.get(shop, input.shopId);
    if (!home) return refuse('shop.unknown');
    if (!tendsShop(actor, input.shopId, home)) return refuse('shop.not_yours');
    const title = input.title.trim();
    const complete = title !== '' && input.price > 0;
    if (input.publish && title === '') return refuse('listing.title_missing');
    if (input.publish && input.price === 0) return refuse('listing.price_missing');
    const { id, shopId, price, unit, category, about = '', stock, movementId } = input;
    const status = input.publish && complete && actor.hasAccount ? 'published' : 'draft';
    const set = { shopId, village: home.village, title, price, unit, category, about, status };
    const born = { noun: 'listing', id, create: true, set };
    const showing = listedWith(shopId, home, status);
    if (!stock || !movementId) return [born, ...showing];
    const movement = {
      listingId: id,
      shopId,
      village: home.village,
      quantity: stock,
      reason: 'opening',
    };
    return [
      { ...born, set: { ...set, counted: true }, add: { stock } },
      { noun: 'movement', id: movementId, create: true, set: movement },
      ...showing,
    ];
  },
});

export const editListing = on(listing)('edit', {
  input: {
    ...here,
    title: may(words.title),
    price: may(rupiah),
    unit: may(words.unit),
    category: may(words.category),
    about: may(words.about),
    soldOut: may(flag(false)),
  },
  touches: touchesHere,
  decide: ({ world, input, actor }) => {
    const product = tended(world, input, actor);
    if ('refused' in product) return product;
    const { id, shopId: _shopId, ...changes } = input;
    if (changes.title?.trim() === '' && product.status !== 'draft')
      return refuse('listing.title_missing');
    if (changes.price === 0 && product.status !== 'draft') return refuse('listing.price_missing');
    const set = Object.fromEntries(
      Object.entries(changes).filter(([, value]) => value !== undefined),
    );
    return [{ noun: 'listing', id, set }];
  },
});

export const publishListing = on(listing)('publish', {
  input: here,
  touches: touchesHere,
  decide: ({ world, input, actor }) => {
    const product = tended(world, input, actor);
    if ('refused' in product) return product;
    if (!actor.hasAccount) return refuse('account.needed');
    if (product.title.trim() === '') return refuse('listing.title_missing');
    if (product.price === 0) return refuse('listing.price_missing');
    const home = world.get(shop, input.shopId);
    const showing = home ? listedWith(input.shopId, home, 'published') : [];
    return [{ noun: 'listing', id: input.id, set: { status: 'published' } }, ...showing];
  },
});

export const hideListing = on(listing)('hide', {
  input: here,
  touches: touchesHere,
  decide: ({ world, input, actor }) => {
    const product = tended(world, input, actor);
    if ('refused' in product) return product;
    return [{ noun: 'listing', id: input.id, set: { status: 'hidden' } }];
  },
});

export const removeListing = on(listing)('remove', {
  input: here,
  touches: touchesHere,
  decide: ({ world, input, actor }) => {
    const product = tended(world, input, actor);
    if ('refused' in product) return product;
    return [{ noun: 'listing', id: input.id, set: { status: 'removed' } }];
  },
});

/** The undo of removing: it comes back as it was shown, or hidden. */
export const restoreListing = on(listing)('restore', {
  input: { ...here, as: must(choice(['draft', 'published', 'hidden'])) },
  touches: touchesHere,
  decide: ({ world, input, actor }) => {
    const product = tended(world, input, actor);
    if ('refused' in product) return product;
    const ready = actor.hasAccount && product.title.trim() !== '' && product.price > 0;
    const status = input.as === 'published' && !ready ? 'draft' : input.as;
    const home = world.get(shop, input.shopId);
    const showing = home ? listedWith(input.shopId, home, status) : [];
    return [{ noun: 'listing', id: input.id, set: { status } }, ...showing];
  },
});
