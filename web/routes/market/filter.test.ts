import { expect, test } from 'vitest';
import { marketAddress, noFilter, readFilter, shelfOf } from './filter';

const read = (address: string) => readFilter(new URL(address, 'https://contoh.test').searchParams);

test('what stands in the address is what the person looks for', () => {
  expect(read('/?q=iwak+haruan&kategori=ikan&desa=63.11.07.2005')).toEqual({
    q: 'iwak haruan',
    category: 'ikan',
    village: '63.11.07.2005',
    after: '',
  });
});

test('an address nobody of us wrote still opens the market', () => {
  expect(read('/?kategori=mobil&desa=11.01.01.2001&q=')).toEqual(noFilter);
});

test('a very long text is cut, not carried to the search', () => {
  expect(read(`/?q=${'a'.repeat(5000)}`).q).toHaveLength(80);
});

test('an address says only what was wished, and reads back the same', () => {
  expect(marketAddress({})).toBe('/');
  expect(marketAddress({ q: '  ', category: '' })).toBe('/');
  const wish = {
    q: 'gula & kopi',
    category: 'minuman',
    village: '63.11.07.1001',
    after: 'x',
  } as const;
  expect(read(marketAddress(wish))).toEqual(wish);
});

test('laying out all shelves keeps every product in sight', () => {
  expect(shelfOf({ ...noFilter, category: 'semua' })).toBe('');
  expect(shelfOf({ ...noFilter, category: 'kue' })).toBe('kue');
});
