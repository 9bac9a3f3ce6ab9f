import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PublicProduct } from '$lib/phone/public-views';
import { newPhone } from '$lib/phone/testing/tabs';

// Each test loads the whole phone anew, which takes long on busy cores.
vi.setConfig({ testTimeout: 30_000 });
beforeEach(() => {
  newPhone();
  vi.resetModules();
});
afterEach(() => {
  vi.doUnmock('$lib/phone/outbox');
  vi.unstubAllGlobals();
});

/** Nothing of it is in this phone's copy of the market. */
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

/** Three were ordered, and the order was not taken. */
async function refusedOrder() {
  const [cart, { once }, { placeBasket }, { heart }, { backToBasket }] = await Promise.all([
    import('$lib/phone/cart/cart'),
    import('$lib/phone/live.svelte'),
    import('../keranjang/place-basket'),
    import('$lib/phone/heart'),
    import('./back-to-basket'),
  ]);
  const { open } = await heart();
  await open.db.state.toCollection().modify((row) => {
    Object.assign(row.actor, { hasAccount: true });
  });
  const inside = () => once((read) => cart.basket(read));
  await cart.putIn(product, 3);
  await placeBasket(await inside(), '');
  await open.db.queue.toCollection().modify({ state: 'refused' });
  const [row] = await once((read) => read.refusals());
  if (row?.kind !== 'entry') throw new Error('nothing was refused');
  return { ...cart, row, inside, backToBasket, refusals: () => once((read) => read.refusals()) };
}

it('goods come back as they were ordered, also those the market’s copy here does not hold', async () => {
  const { row, inside, backToBasket, refusals } = await refusedOrder();
  expect(await inside()).toMatchObject({ count: 0 });
  expect(await backToBasket(row)).toEqual({ ok: true });
  const { shops, sum } = await inside();
  expect(sum).toBe(36_000);
  expect(shops[0]?.lines[0]).toMatchObject({ title: 'Pisang kepok', unit: 'sisir', quantity: 3 });
  expect(await refusals()).toEqual([]);
});

it('a battery that dies before the order is let go doubles nothing; what was not let go is not said to be', async () => {
  const dies = vi.fn().mockResolvedValue({ ok: false, code: 'phone.broken' });
  vi.doMock('$lib/phone/outbox', () => ({ giveUp: dies }));
  const { row, inside, backToBasket, refusals } = await refusedOrder();
  expect(await backToBasket(row)).toEqual({ ok: false, code: 'phone.broken' });
  expect(await refusals()).toHaveLength(1);
  await backToBasket(row);
  expect(await inside()).toMatchObject({ count: 1, sum: 36_000 });
});
