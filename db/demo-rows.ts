/** The demo market as rows, born the way rows are born on phones, so that nothing about them is special. */
import { baseline } from '#domain/baseline';
import { grant } from '#domain/grant';
import { listing } from '#domain/listing';
import { movement } from '#domain/movement';
import { person } from '#domain/person';
import { sealText } from '#domain/seal';
import { photo } from '#domain/photo';
import { sale, saleLine } from '#domain/sale';
import { shop } from '#domain/shop';
import type { Patch } from '#sync/action';
import type { Entity } from '#sync/entity';
import { mergePatch } from '#sync/merge';
import type { Row } from '#sync/row';
import { makeStamp } from '#sync/stamp';
import type { DemoMarket, DemoPerson, DemoProduct } from './demo/demo-types';
import { demoId } from './demo/village-market';
import { demoSaleRows } from './demo-sales';

/** What is known of a picture once its bytes are stored. */
export interface StoredPhoto {
  /** SHA-256 of the bytes, hex. */
  readonly hash: string;
  readonly width: number;
  readonly height: number;
  /** ThumbHash, base64. */
  readonly placeholder: string;
}

/** Rows of one noun; nouns stand in an order in which no row comes before one it refers to. */
export interface DemoRows {
  readonly entity: Entity;
  readonly rows: readonly Row[];
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** Places in a day are not goods on a shelf: services are not counted. */
const SERVICES: readonly string[] = ['jasa', 'jahit', 'bengkel'];

/**
 * @param photosByFile every photo the products name, by file name
 */
export function demoRows(
  market: DemoMarket,
  photosByFile: ReadonlyMap<string, StoredPhoto>,
): readonly DemoRows[] {
  const visitors = visitorsOf(market.people);
  const ownersByShop = new Map(market.shops.map(({ id, ownerId }) => [id, ownerId]));
  const owner = (shopId: string): string => {
    const found = ownersByShop.get(shopId);
    if (!found) throw new Error(`no shop ${shopId}`);
    return found;
  };
  const sold = demoSaleRows(market, isCounted, bornAt);
  const pictures = market.products.flatMap((product) => picturesOf(product, photosByFile));
  return [
    { entity: person, rows: market.people.map((one) => personRow(one, visitors)) },
    { entity: shop, rows: market.shops.map((one) => shopRow(one, visitors)) },
    { entity: grant, rows: market.people.flatMap((one) => grantRows(one, visitors, owner)) },
    { entity: listing, rows: market.products.map((one) => listingRow(one, owner(one.shopId))) },
    {
      entity: photo,
      rows: pictures.map(({ id, set }) => born(photo, { id, set }, owner(set.shopId))),
    },
    { entity: sale, rows: sold.sales },
    { entity: saleLine, rows: sold.lines },
    {
      entity: movement,
      rows: market.products
        .filter((product) => isCounted(product) && product.stock > 0)
        .map((product) => openingRow(product, owner(product.shopId)))
        .concat(sold.movements),
    },
    { entity: baseline, rows: sold.answers },
  ];
}

/** The id of a product's picture: the same on every run. */
export const demoPhotoId = (product: DemoProduct, file: string): string =>
  demoId(`photo/${product.id}/${file}`);

/** Who goes round and sees people and shops with their own eyes. */
interface Visitors {
  /** The facilitator of the village, else the Dinas; never the person themselves. Empty if nobody. */
  visitorOf(village: string, personId: string): string;
  readonly dinas: string;
}

function visitorsOf(people: readonly DemoPerson[]): Visitors {
  const having = (role: string, village: string) =>
    people.filter(({ grants }) => grants.some((g) => g.role === role && g.village === village));
  const dinas = having('dinas', '').map(({ id }) => id);
  const byVillage = new Map<string, string[]>();
  return {
    dinas: dinas[0] ?? '',
    visitorOf(village, personId) {
      const known = byVillage.get(village) ?? [
        ...having('facilitator', village).map(({ id }) => id),
        ...dinas,
      ];
      byVillage.set(village, known);
      return known.find((id) => id !== personId) ?? '';
    },
  };
}

function personRow(one: DemoPerson, { visitorOf }: Visitors): Row {
  const { id, name, village } = one;
  const visitor = one.phoneVerified ? visitorOf(village, id) : '';
  const seen = { phoneVerifiedMs: bornMs(id) + DAY_MS, phoneVerifiedBy: visitor };
  return born(person, { id, set: { name, village, ...(visitor === '' ? {} : seen) } }, id);
}

function shopRow(one: DemoMarket['shops'][number], { visitorOf, dinas }: Visitors): Row {
  const { id, verified, ...set } = one;
  const by = verified ? visitorOf(one.village, one.ownerId) : '';
  const word =
    by === ''
      ? ''
      : sealText({ by, office: by === dinas ? 'dinas' : 'facilitator', atMs: bornMs(id) + DAY_MS });
  return born(shop, { id, set: { ...set, listed: true, verified: word } }, one.ownerId);
}

function grantRows(
  { id: personId, name: personName, grants }: DemoPerson,
  { dinas }: Visitors,
  owner: (shopId: string) => string,
): Row[] {
  return grants.map(({ role, village, shopId }) => {
    const givenBy = shopId === '' ? dinas || personId : owner(shopId);
    const set = { personId, role, village, shopId, givenBy, personName, status: 'active' };
    return born(
      grant,
      { id: demoId(`grant/${personId}/${role}/${village}${shopId}`), set },
      givenBy,
    );
  });
}

function listingRow(product: DemoProduct, owner: string): Row {
  const { id, shopId, village, title, price, unit, category, about, soldOut } = product;
  const counted = isCounted(product);
  const words = { shopId, village, title, price, unit, category, about, soldOut };
  const set = { ...words, counted, status: 'published' };
  const row = born(listing, { id, set, add: { stock: counted ? product.stock : 0 } }, owner);
  // Each picture a moment after the one before: elements of a set stand in the order they were added.
  const live = product.photos.map((file, n) => [demoPhotoId(product, file), stampOf(id, n, owner)]);
  const photos = { live: Object.fromEntries(live) as Record<string, string>, dead: {} };
  return { ...row, values: { ...row.values, photos } as Row['values'] };
}

function picturesOf(product: DemoProduct, photosByFile: ReadonlyMap<string, StoredPhoto>) {
  return product.photos.map((file) => {
    const stored = photosByFile.get(file);
    if (!stored) throw new Error(`photo ${file} was not stored`);
    const { hash, width, height, placeholder } = stored;
    const { id: listingId, shopId, village } = product;
    const picture = { hash, width, height, placeholder, visibility: 'public' };
    return { id: demoPhotoId(product, file), set: { listingId, shopId, village, ...picture } };
  });
}

function openingRow(product: DemoProduct, owner: string): Row {
  const { id: listingId, shopId, village, stock: quantity } = product;
  const set = { listingId, shopId, village, quantity, reason: 'opening' };
  return born(movement, { id: demoId(`movement/${listingId}`), set }, owner);
}

const isCounted = ({ category }: DemoProduct): boolean => !SERVICES.includes(category);

const born = (entity: Entity, birth: Pick<Patch, 'id' | 'set' | 'add'>, by: string): Row =>
  bornAt(entity, birth, by, bornMs(birth.id));

function bornAt(
  entity: Entity,
  birth: Pick<Patch, 'id' | 'set' | 'add'>,
  by: string,
  atMs: number,
): Row {
  const stamp = makeStamp({ ms: atMs, counter: 0 }, nodeOfDemo(by));
  const patch: Patch = { noun: entity.noun, create: true, ...birth };
  return mergePatch(entity, undefined, patch, {
    version: { id: stamp, order: stamp, by },
    bases: {},
  }).row;
}

/** Said at the row's birth, on an invented phone of its author. */
const stampOf = (id: string, counter: number, by: string): string =>
  makeStamp({ ms: bornMs(id), counter }, nodeOfDemo(by));

const nodeOfDemo = (by: string): string => `${by.slice(-12)}00`;

/** The moment inside a UUIDv7. ms since epoch. */
const bornMs = (id: string): number => parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
