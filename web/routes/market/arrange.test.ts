import { expect, test } from 'vitest';
import type { PublicProduct } from '$lib/phone/public-views';
import { narrow, shelvesInSight } from './arrange';
import { noFilter } from './filter';

const goods = [
  { id: 'a', category: 'ikan', village: '63.11.07.2005' },
  { id: 'b', category: 'kue', village: '63.11.07.2005' },
  { id: 'c', category: 'kue', village: '63.11.07.2015' },
] as unknown as PublicProduct[];
const ids = (filter: Parameters<typeof narrow>[1]) => narrow(goods, filter).map(({ id }) => id);

test('a shelf and a village together narrow the table', () => {
  expect(ids({ ...noFilter, category: 'kue' })).toEqual(['b', 'c']);
  expect(ids({ ...noFilter, village: '63.11.07.2005' })).toEqual(['a', 'b']);
  expect(ids({ ...noFilter, category: 'kue', village: '63.11.07.2005' })).toEqual(['b']);
});

test('without wishes the table is the very same one', () => {
  expect(narrow(goods, noFilter)).toBe(goods);
  expect(narrow(goods, { ...noFilter, category: 'semua' })).toBe(goods);
});

test('the chosen shelf is always in sight', () => {
  expect(shelvesInSight(noFilter)).toEqual(['sayur', 'buah', 'kue', 'ikan']);
  expect(shelvesInSight({ ...noFilter, category: 'kue' })).toEqual([
    'sayur',
    'buah',
    'kue',
    'ikan',
  ]);
  expect(shelvesInSight({ ...noFilter, category: 'madu' })).toEqual([
    'sayur',
    'buah',
    'kue',
    'madu',
  ]);
});
