import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PublicProduct } from '../public-views';
import { newPhone } from '../testing/tabs';
import { cartKey, lineOf } from './line';

// Each test loads the whole phone anew, which takes long on busy cores.
vi.setConfig({ testTimeout: 30_000 });
beforeEach(() => {
  newPhone();
  vi.resetModules();
});
afterEach(() => {
  vi.doUnmock('./keep');
  vi.unstubAllGlobals();
});

const product: PublicProduct = {
  id: '01a17faa-6c44-7b5b-a0af-3b68a6fb4dff',
  shopId: '01a17faa-6c44-7b5b-a0af-3b68a6fb4d00',
  village: '63.11.07.2005',
  title: 'Pisang kepok',
  price: 12_000,
  unit: 'sisir',
  category: 'buah',
  about: '',
  availability: 'ada',
  photos: [],
  shop: null,
};

async function opened() {
  const [cart, { once }, { phone }] = await Promise.all([
    import('./cart'),
    import('../live.svelte'),
    import('../phone.svelte'),
  ]);
  return { ...cart, phone, once, inside: () => once((read) => cart.basket(read)) };
}

it('a visitor’s basket is on the flash when it says so, and taking back goes one step', async () => {
  const { putIn, setQuantity, inside, phone } = await opened();
  expect(phone.profileId).toBe('');
  expect(await putIn(product, 2)).toMatchObject({ ok: true });
  const more = await putIn(product, 1);
  expect(await inside()).toMatchObject({ count: 1, sum: 36_000 });
  if (more.ok) await more.undo?.();
  expect(await inside()).toMatchObject({ count: 1, sum: 24_000 });
  const out = await setQuantity(product.id, 0);
  expect(await inside()).toMatchObject({ count: 0 });
  if (out.ok) await out.undo?.();
  expect(await inside()).toMatchObject({ count: 1, sum: 24_000 });
});

it('many taps at once all count', async () => {
  const { putIn, inside } = await opened();
  await Promise.all(Array.from({ length: 7 }, () => putIn(product, 1)));
  expect(await inside()).toMatchObject({ count: 1, sum: 84_000 });
});

it('nobody puts anything into the basket of somebody whose phone is locked', async () => {
  const { putIn, inside, phone } = await opened();
  await inside();
  phone.state = 'locked';
  expect(await putIn(product, 1)).toEqual({ ok: false, code: 'phone.locked' });
  phone.state = 'ready';
  expect(await inside()).toMatchObject({ count: 0 });
});

it('where the stores have never arrived, nothing is said to be saved', async () => {
  vi.doMock('./keep', () => {
    throw new TypeError('Failed to fetch dynamically imported module');
  });
  const { putIn } = await opened();
  expect(await putIn(product, 1)).toEqual({ ok: false, code: 'phone.no_signal' });
});

it('what became part of an order is out of the basket, and cleared away when somebody looks', async () => {
  const { putIn, setOrder, inside, clearOrdered, once } = await opened();
  await putIn(product, 1);
  const [line] = (await inside()).shops.flatMap(({ lines }) => lines);
  if (!line) throw new Error('nothing in the basket');
  const { heart } = await import('../heart');
  const { open } = await heart();
  const orderId = '01a17faa-6c44-7b5b-a0af-3b68a6fb4d01';
  expect(await setOrder(line, orderId)).toMatchObject({ ok: true });
  // The battery died before the order: the thing is still in the basket.
  expect(await inside()).toMatchObject({ count: 1 });
  const name = `order/${orderId}`;
  const view = { values: { status: 'placed' }, versions: {} };
  const row = { name, noun: 'order', id: orderId, base: view, view, scopes: [] };
  await open.db.rows.put({ ...row, position: 1, waiting: 0 });
  expect(await inside()).toMatchObject({ count: 0 });
  expect(await open.db.drafts.count()).toBe(1);
  // Putting in one more begins anew: the order has the others.
  expect(await once((read) => lineOf(read, line.listingId))).toBe(null);
  const more = await putIn(product, 1);
  expect(await inside()).toMatchObject({ count: 1, sum: 12_000 });
  expect(await once((read) => lineOf(read, line.listingId))).toMatchObject({ quantity: 1 });
  if (more.ok) await more.undo?.();
  expect(await open.db.drafts.count()).toBe(0);
  await open.db.drafts.put({
    key: cartKey(line.listingId),
    value: { ...line, orderId },
    savedMs: 1,
  });
  await clearOrdered();
  expect(await open.db.drafts.count()).toBe(0);
});

it('names an order to a thing only as it was seen: changed, taken out or ordered meanwhile stays as it is', async () => {
  const { putIn, setOrder, setQuantity, inside } = await opened();
  await putIn(product, 1);
  const [seen] = (await inside()).shops.flatMap(({ lines }) => lines);
  if (!seen) throw new Error('nothing in the basket');
  const [one, other] = [
    '01a17faa-6c44-7b5b-a0af-3b68a6fb4d01',
    '01a17faa-6c44-7b5b-a0af-3b68a6fb4d02',
  ];
  await setQuantity(product.id, 5);
  expect(await setOrder(seen, one)).toEqual({ ok: false, code: 'cart.changed' });
  expect(await inside()).toMatchObject({ sum: 60_000 });
  const five = { ...seen, quantity: 5 };
  expect(await setOrder(five, one)).toMatchObject({ ok: true });
  // Another tab, which saw the same basket.
  expect(await setOrder(five, other)).toEqual({ ok: false, code: 'cart.changed' });
  await setQuantity(product.id, 0);
  expect(await setOrder({ ...five, orderId: one }, one)).toEqual({
    ok: false,
    code: 'cart.changed',
  });
  expect(await inside()).toMatchObject({ count: 0 });
});
