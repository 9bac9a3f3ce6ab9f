import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LONGEST_TEXT, encodedLength, textOf } from './text';
import { keripik, shop, someGoods } from './testing/stall';

const origin = 'https://jukung.desa.id';

test('a product names itself, its price, its shop and its address', async () => {
  await expect(textOf({ what: 'product', product: keripik, shop }, origin)).toMatchFileSnapshot(
    './golden/product.txt',
  );
});

test('a shop names itself, what it has and its short address; what has run out comes last', async () => {
  const goods = someGoods(11);
  await expect(textOf({ what: 'shop', shop, goods }, origin)).toMatchFileSnapshot(
    './golden/shop.txt',
  );
});

test('a shop without goods is still told', () => {
  expect(textOf({ what: 'shop', shop, goods: [] }, origin)).toBe(
    'Keripik Acil Siti\nWarung keripik di Desa Panggung, Paringin Selatan\nhttps://jukung.desa.id/t/keripik-acil-siti-1a2b3c',
  );
});

test('nobody sets out in vain: sold out, closed and made for trying are said', () => {
  const soldOut = { ...keripik, availability: 'habis' } as const;
  expect(textOf({ what: 'product', product: soldOut, shop }, origin)).toContain('Sedang habis');
  expect(
    textOf({ what: 'product', product: keripik, shop: { ...shop, open: false } }, origin),
  ).toContain('Sedang tutup');
  expect(textOf({ what: 'shop', shop: { ...shop, sample: true }, goods: [] }, origin)).toContain(
    'Contoh',
  );
});

test('a product whose shop has not arrived tells its village', () => {
  expect(textOf({ what: 'product', product: keripik, shop: null }, origin)).toContain(
    '\nDesa Panggung\n',
  );
});

const name = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...'aK é‘🍌👩🏽‍🌾\ud83d\n*'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
  minLength: 1,
  maxLength: 80,
});

test('whatever people write, the text can be sent and its address is whole', () => {
  fc.assert(
    fc.property(
      name,
      name,
      fc.array(name, { maxLength: 30 }),
      fc.integer({ min: 0, max: 999_999_999_999 }),
      (title, shopName, titles, price) => {
        const product = { ...keripik, title, price };
        const home = { ...shop, name: shopName, slug: 's'.repeat(67), open: false, sample: true };
        const goods = titles.map((each) => ({ ...keripik, title: each, price }));
        for (const told of [
          { what: 'product', product, shop: home },
          { what: 'shop', shop: home, goods },
        ] as const) {
          const text = textOf(told, origin);
          expect(encodedLength(text)).toBeLessThanOrEqual(LONGEST_TEXT);
          expect(text).toMatch(
            told.what === 'product' ? /\/produk\/[0-9a-f-]{36}$/ : /\/t\/s{67}$/,
          );
        }
      },
    ),
  );
});
