/** A picture of a product: the record travels at once, its bytes follow when the signal allows. */
import { must, on, refuse } from '#sync/action';
import { entity } from '#sync/entity';
import { choice, fixed, integer, ref, text } from '#sync/field';
import { listing, type ListingValues, PHOTOS_PER_LISTING, shownPhotos } from './listing';
import { tendsShop } from './rights';
import { CATALOGUE_SCOPE, shopScope, villageScope } from './scopes';
import { shop } from './shop';
import { villageCode } from './village-code';

const hash = text(64, /^[0-9a-f]{64}$/);
const side = integer(1, 4096);
/** ThumbHash in base64: about 30 characters ride inside the record and stand in for the picture. */
const placeholder = text(48, /^[A-Za-z0-9+/=]*$/);

export const photo = entity('photo', {
  fields: {
    listingId: fixed(ref('listing')),
    shopId: fixed(ref('shop')),
    village: fixed(villageCode),
    /** SHA-256 of the bytes the phone uploads, hex: the name of the picture everywhere. */
    hash: fixed(hash),
    width: fixed(side),
    height: fixed(side),
    placeholder: fixed(placeholder),
    visibility: fixed(choice(['public', 'private'])),
  },
  privateScopes: (_id, values) => [shopScope(values.shopId), villageScope(values.village)],
  publicScope: CATALOGUE_SCOPE,
  publicFace: {
    fields: ['listingId', 'hash', 'width', 'height', 'placeholder'],
    show: (_id, v) =>
      v.visibility === 'public'
        ? {
            listingId: v.listingId,
            hash: v.hash,
            width: v.width,
            height: v.height,
            placeholder: v.placeholder,
          }
        : null,
  },
  /** As long as its product is in the market and shows it: a draft's pictures are nobody else's. */
  follows: {
    noun: 'listing',
    by: 'listingId',
    heeds: ['status', 'photos'],
    shown: (id, _values, product) => shownPhotos(product as ListingValues).includes(id),
  },
});

export const addPhoto = on(photo)('add', {
  input: {
    id: must(ref('photo')),
    listingId: must(ref('listing')),
    shopId: must(ref('shop')),
    hash: must(hash),
    width: must(side),
    height: must(side),
    placeholder: must(placeholder),
  },
  touches: ({ id, listingId, shopId }) => [
    { noun: 'photo', id },
    { noun: 'listing', id: listingId },
    { noun: 'shop', id: shopId },
  ],
  decide: ({ world, input, actor }) => {
    if (world.get(photo, input.id)) return refuse('row.exists');
    const product = world.get(listing, input.listingId);
    const home = world.get(shop, input.shopId);
    if (!product || !home || product.shopId !== input.shopId) return refuse('listing.unknown');
    if (!tendsShop(actor, input.shopId, home)) return refuse('shop.not_yours');
    if (Object.keys(product.photos.live).length >= PHOTOS_PER_LISTING)
      return refuse('photo.too_many');
    const { id, listingId, ...rest } = input;
    const set = { ...rest, listingId, village: product.village, visibility: 'public' };
    return [
      { noun: 'photo', id, create: true, set },
      { noun: 'listing', id: listingId, put: { photos: [id] } },
    ];
  },
});

const removal = {
  input: { id: must(ref('photo')), listingId: must(ref('listing')), shopId: must(ref('shop')) },
  touches: ({ id, listingId, shopId }: { id: string; listingId: string; shopId: string }) => [
    { noun: 'photo', id },
    { noun: 'listing', id: listingId },
    { noun: 'shop', id: shopId },
  ],
};

export const removePhoto = on(photo)('remove', {
  ...removal,
  decide: ({ world, input, actor }) => {
    const product = world.get(listing, input.listingId);
    const home = world.get(shop, input.shopId);
    if (!product || !home || product.shopId !== input.shopId) return refuse('listing.unknown');
    if (!tendsShop(actor, input.shopId, home)) return refuse('shop.not_yours');
    return [{ noun: 'listing', id: input.listingId, drop: { photos: [input.id] } }];
  },
});

/** The undo of removing: the record was never deleted, the listing takes it back. */
export const restorePhoto = on(photo)('restore', {
  ...removal,
  decide: ({ world, input, actor }) => {
    const product = world.get(listing, input.listingId);
    const home = world.get(shop, input.shopId);
    const picture = world.get(photo, input.id);
    if (!product || !home || product.shopId !== input.shopId) return refuse('listing.unknown');
    if (!picture || picture.listingId !== input.listingId) return refuse('photo.unknown');
    if (!tendsShop(actor, input.shopId, home)) return refuse('shop.not_yours');
    if (Object.keys(product.photos.live).length >= PHOTOS_PER_LISTING)
      return refuse('photo.too_many');
    return [{ noun: 'listing', id: input.listingId, put: { photos: [input.id] } }];
  },
});
