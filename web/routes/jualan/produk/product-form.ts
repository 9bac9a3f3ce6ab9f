/**
 * A product while it is being written down: kept at every keystroke, complete enough to be saved or
 * not, and saved so that doing it twice makes one product.
 */
import type { CategoryKey } from '#domain/categories';
import { addListing, MAX_STOCK_STEP } from '#domain/listing';
import { addPhoto } from '#domain/photo';
import { act, type Done, newId } from '$lib/phone/act';
import type { ShopView } from '$lib/phone/views';
import { shelfOf, unitOf } from './shelf-of';

export interface PhotoOnForm {
  /** Id of the photo record to be, made when the photo was taken. */
  readonly id: string;
  readonly hash: string;
  readonly width: number;
  readonly height: number;
  readonly placeholder: string;
}

export interface ProductForm {
  /** Id of the product to be: saving twice (after a crash in between) meets the same one. */
  id: string;
  title: string;
  /** Whole rupiah; null while nothing readable is written. */
  price: number | null;
  /** Null: as the shelf suggests. */
  unit: string | null;
  /** Null: as the name suggests. */
  category: CategoryKey | null;
  about: string;
  /** As typed; empty when not counted. */
  stock: string;
  photos: PhotoOnForm[];
  /** When it was last touched, by the phone's clock. ms since epoch. */
  touchedMs: number;
}

export const emptyForm = (): ProductForm => ({
  id: newId(),
  title: '',
  price: null,
  unit: null,
  category: null,
  about: '',
  stock: '',
  photos: [],
  touchedMs: 0,
});

/** Whether there is anything worth keeping. */
export const isTouched = (form: ProductForm): boolean =>
  form.title.trim() !== '' || form.price !== null || form.photos.length > 0 || form.about !== '';

/** Where the half-written product of a shop is kept. */
export const draftKey = (shopId: string): string => `listing.new.${shopId}`;

export const categoryFor = (form: ProductForm, shopKind: CategoryKey): CategoryKey =>
  form.category ?? shelfOf(form.title) ?? shopKind;

export const unitFor = (form: ProductForm, shopKind: CategoryKey): string =>
  form.unit?.trim() || unitOf(categoryFor(form, shopKind));

/** A count as typed: null when it is empty or no count. */
export function stockIn(text: string): number | null {
  const digits = text.replace(/[.\s]/g, '');
  if (!/^\d{1,6}$/.test(digits)) return null;
  return Math.min(Number(digits), MAX_STOCK_STEP) || null;
}

export interface SavedProduct {
  readonly done: Done;
  /** Photos that could not be added to it. */
  readonly leftOut: number;
}

/** Name, price and photos become a product of the shop. What already stands is left as it is. */
export async function saveProduct(
  form: ProductForm,
  shop: Pick<ShopView, 'id' | 'kind'>,
  publish: boolean,
): Promise<SavedProduct> {
  const stock = stockIn(form.stock);
  const made = await act(addListing, {
    id: form.id,
    shopId: shop.id,
    title: form.title.trim(),
    price: form.price ?? 0,
    unit: unitFor(form, shop.kind),
    category: categoryFor(form, shop.kind),
    ...(form.about.trim() === '' ? {} : { about: form.about.trim() }),
    publish,
    ...(stock === null ? {} : { stock, movementId: newId() }),
  });
  if (!made.ok && made.code !== 'row.exists') return { done: made, leftOut: 0 };
  return { done: made.ok ? made : { ok: true }, leftOut: await addPhotos(form, shop.id) };
}

/** @returns how many could not be added */
export async function addPhotos(form: ProductForm, shopId: string): Promise<number> {
  let leftOut = 0;
  for (const { id, hash, width, height, placeholder } of form.photos) {
    const photo = { id, listingId: form.id, shopId, hash, width, height, placeholder };
    const done = await act(addPhoto, photo);
    if (!done.ok && done.code !== 'row.exists') leftOut += 1;
  }
  return leftOut;
}
