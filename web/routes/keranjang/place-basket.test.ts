import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PublicProduct } from '$lib/phone/public-views';
import { newPhone } from '$lib/phone/testing/tabs';

// Each test loads the whole phone anew, which takes long on busy cores.
vi.setConfig({ testTimeout: 30_000 });
beforeEach(() => {
  newPhone();
  vi.resetModules();
});
afterEach(() => void vi.unstubAllGlobals());

const id = (nr: number) => `01a17faa-6c44-7b5b-a0af-3b68a6fb4d${nr}`;
const product = (nr: number, shopNr: number): PublicProduct => ({
  id: id(nr),
  shopId: id(shopNr),
  village: '63.11.07.2005',
  title: `Barang ${nr}`,
  price: 12_000,
  unit: 'sisir',
  category: 'buah',
  about: '',
  availability: 'ada',
  photos: [],
  shop: null,
});
const [chips, rice, own] = [product(11, 81), product(12, 82), product(13, 83)];

/** A phone whose owner has an account, and a shop of her own. */
async function opened() {
  const [cart, { once }, { boughtOrders, orderById }, { placeBasket }, { toast }, { heart }] =
    await Promise.all([
      import('$lib/phone/cart/cart'),
      import('$lib/phone/live.svelte'),
      import('$lib/phone/orders/orders'),
      import('./place-basket'),
      import('$lib/ui/toast.svelte'),
      import('$lib/phone/heart'),
    ]);
  const { open } = await heart();
  const state = await once((read) => read.state());
  const { personId } = state.actor;
  await open.db.state.toCollection().modify((row) => {
    Object.assign(row.actor, { hasAccount: true });
  });
  const shop = {
    values: { ownerId: personId, village: '63.11.07.2005', name: 'Saya' },
    versions: {},
  };
  const row = { name: `shop/${own.shopId}`, noun: 'shop', id: own.shopId, base: shop, view: shop };
  await open.db.rows.put({ ...row, scopes: [], position: 1, waiting: 0 });
  const inside = () => once((read) => cart.basket(read));
  const bought = () => once((read) => boughtOrders(read));
  const byId = (orderId: string) => once((read) => orderById(read, orderId));
  const ordered = async () =>
    (await bought()).flatMap(({ lines }) => lines.map(({ title, wanted }) => `${wanted} ${title}`));
  return { ...cart, placeBasket, toast, inside, ordered, bought, byId };
}

it('a number typed by the same touch that orders is what is ordered', async () => {
  const { putIn, setQuantity, placeBasket, inside, ordered, bought, byId } = await opened();
  await putIn(chips, 1);
  const shown = await inside();
  const typed = setQuantity(chips.id, 7);
  expect(await placeBasket(shown, '')).toBe(true);
  await typed;
  expect(await ordered()).toEqual(['7 Barang 11']);
  // One order read by its own rows is what the list has.
  const [listed] = await bought();
  expect(await byId(listed?.id ?? '')).toMatchObject({ ...listed, lineCount: 1, untold: true });
  expect(await byId(chips.id)).toBe(null);
  expect(await inside()).toMatchObject({ count: 0 });
});

it('what another tab took out meanwhile is neither ordered nor back in the basket', async () => {
  const { putIn, setQuantity, placeBasket, inside, ordered } = await opened();
  await putIn(chips, 1);
  await putIn(rice, 2);
  const shown = await inside();
  await setQuantity(chips.id, 0);
  expect(await placeBasket(shown, '')).toBe(true);
  expect(await ordered()).toEqual(['2 Barang 12']);
  expect(await inside()).toMatchObject({ count: 0 });
});

it('a shop that can’t be ordered from keeps no other waiting, and is told beside what was ordered', async () => {
  const { putIn, placeBasket, inside, ordered, toast } = await opened();
  await putIn(own, 1);
  await putIn(chips, 2);
  expect(await placeBasket(await inside(), '')).toBe(true);
  expect(await ordered()).toEqual(['2 Barang 11']);
  expect(toast.note?.message).toMatch(/^1 pesanan tersimpan di HP, 1 belum: Ini toko Anda sendiri/);
  expect(toast.note?.undo).toBeDefined();
  expect(await inside()).toMatchObject({ count: 1, sum: 12_000 });
});

it('what costs something else by now is not ordered unseen', async () => {
  const { putIn, placeBasket, inside, ordered, toast } = await opened();
  await putIn(chips, 1);
  const shown = await inside();
  await putIn(rice, 1);
  expect(await placeBasket(shown, '')).toBe(false);
  expect(toast.note?.message).toMatch(/^Isi keranjang baru saja berubah/);
  expect(await ordered()).toEqual([]);
  expect(await inside()).toMatchObject({ count: 2 });
});
