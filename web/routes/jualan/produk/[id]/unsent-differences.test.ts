import { expect, test } from 'vitest';
import type { ProductView } from '$lib/phone/views';
import { unsentDifferences } from './unsent-differences';

const sent = {
  title: 'Keripik pisang',
  price: 12_000,
  unit: 'bungkus',
  category: 'keripik',
  about: '',
  soldOut: false,
  stock: 5,
  status: 'published',
} as const;
const photo = { id: 'p1' } as ProductView['photos'][number];
const product = (changes: Partial<ProductView>): ProductView => ({
  ...sent,
  id: 'l1',
  shopId: 's1',
  village: '63.11.07.2005',
  counted: true,
  availability: 'ada',
  photos: [photo],
  state: 'ready',
  questionIds: [],
  sent: { ...sent, photoIds: ['p1'] },
  ...changes,
});

test('what is sent and what is here are the same: nothing to say', () => {
  expect(unsentDifferences(product({}))).toEqual([]);
});

test('each change is told from what to what, in the words of the market', () => {
  const changed = product({ price: 13_000, about: 'Renyah', soldOut: true, stock: 3 });
  expect(unsentDifferences(changed)).toEqual([
    { what: 'Harga', from: 'Rp12.000', to: 'Rp13.000' },
    { what: 'Keterangan', from: 'kosong', to: 'Renyah' },
    { what: 'Stok', from: '5', to: '3' },
    { what: 'Habis', from: 'Ada', to: 'Habis' },
  ]);
});

test('a photo more and one in place of another are both a change of photos', () => {
  const other = { ...photo, id: 'p2' };
  expect(unsentDifferences(product({ photos: [photo, other] }))).toEqual([
    { what: 'Foto', from: '1', to: '2' },
  ]);
  expect(unsentDifferences(product({ photos: [other] }))).toHaveLength(1);
});

test('a product nobody else knows has nothing to differ from', () => {
  expect(unsentDifferences(product({ sent: null, price: 1 }))).toEqual([]);
});
