import { beforeEach, expect, it, vi } from 'vitest';
import type { Done } from '$lib/phone/act';
import type { ProductView } from '$lib/phone/views';
import { QuickSale } from './quick-sale.svelte';

const written = vi.hoisted(() => ({ go: (_done: Done): void => undefined }));
vi.mock('$lib/phone/act', async (whole) => ({
  ...(await whole<object>()),
  act: () => new Promise<Done>((done) => (written.go = done)),
}));

const goods = ['a', 'b'].map(
  (id) => ({ id, title: id, unit: 'biji', price: 1_000 }) as unknown as ProductView,
);
let sale: QuickSale;
beforeEach(() => {
  sale = new QuickSale();
});

it('keeps what the next customer takes while the last sale is being written', async () => {
  sale.add('a');
  const saving = sale.save('shop', goods);
  sale.add('a');
  sale.add('b');
  sale.amount = 500;
  written.go({ ok: true });
  await saving;
  expect([sale.countOf('a'), sale.countOf('b'), sale.amount]).toEqual([1, 1, 500]);
});

it('keeps all of it when it could not be written', async () => {
  sale.add('a');
  const saving = sale.save('shop', goods);
  written.go({ ok: false, code: 'phone.full' });
  await saving;
  expect(sale.countOf('a')).toBe(1);
});

it('says when one sale can hold no more kinds', () => {
  for (let n = 0; n < 20; n += 1) expect(sale.add(`${n}`)).toBe(true);
  expect([sale.add('one more'), sale.add('0')]).toEqual([false, true]);
});
