import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CARD_SIDE, INKS, photosWanted, planCard, type Piece } from './card-plan';
import { keripik, shop, someGoods } from './testing/stall';
import type { Told } from './told';

const origin = 'https://jukung.desa.id';
/** Letters about as wide as Roboto's. */
const measure = (text: string, size: number, weight: number) =>
  [...text].length * size * (weight === 700 ? 0.56 : 0.52);

/** One line for each piece, as a person would describe the card. */
const told = (pieces: readonly Piece[]): string =>
  pieces
    .map((piece) => {
      if (piece.piece !== 'words') {
        const { piece: kind, x, y, w, h, ...rest } = piece;
        return [kind, `${x},${y}`, `${w}x${h}`, ...Object.values(rest)].join(' ');
      }
      const { text, x, y, size, weight, ink } = piece;
      return `words ${x},${y} ${size}px ${weight} ${ink} “${text}”`;
    })
    .join('\n');

const product: Told = { what: 'product', product: keripik, shop };

test('a product’s card: photo, price, name, shop, village, short address', async () => {
  await expect(told(planCard(product, 1, origin, measure))).toMatchFileSnapshot(
    './golden/card-product.txt',
  );
});

test('a shop’s card: the faces of its goods, its name, what it is and where', async () => {
  const whole: Told = { what: 'shop', shop, goods: someGoods(9) };
  await expect(told(planCard(whole, 4, origin, measure))).toMatchFileSnapshot(
    './golden/card-shop.txt',
  );
});

test('without a photo stands the drawing of its shelf; sold out and made for trying are said on it', async () => {
  const plain: Told = {
    what: 'product',
    product: { ...keripik, availability: 'habis', photos: [] },
    shop: { ...shop, sample: true },
  };
  await expect(told(planCard(plain, 0, origin, measure))).toMatchFileSnapshot(
    './golden/card-plain.txt',
  );
});

const worst: Told[] = [
  {
    what: 'product',
    product: {
      ...keripik,
      title: 'Keripik pisang kepok manis pedas gurih renyah tanpa pengawet isi dua ratus gram',
      price: 999_999_999_999,
      unit: 'keranjang anyaman besar',
    },
    shop: {
      ...shop,
      name: 'Warung Keripik dan Wadai Banjar Acil Siti Hajar binti Haji Jumr',
      slug: 's'.repeat(67),
    },
  },
  { what: 'product', product: { ...keripik, title: 'k'.repeat(80) }, shop: null },
  { what: 'shop', shop: { ...shop, name: 'W'.repeat(60), slug: 's'.repeat(67) }, goods: [] },
];

test('no word leaves the card or lies on another one, however long it is', () => {
  for (const each of worst) {
    for (const pictures of [0, 1]) {
      const pieces = planCard(each, pictures, 'https://jukung.balangankab.go.id', measure);
      const words = pieces.filter((piece) => piece.piece === 'words');
      const boxes = words.map(({ text, x, y, size, weight }) => ({
        text,
        left: x,
        right: x + measure(text, size, weight),
        top: y - size * 0.8,
        bottom: y + size * 0.2,
      }));
      for (const box of boxes) {
        expect(box.right, box.text).toBeLessThanOrEqual(CARD_SIDE - 20);
        expect(box.bottom, box.text).toBeLessThanOrEqual(CARD_SIDE);
        for (const other of boxes.filter((one) => one !== box)) {
          const apart =
            box.right <= other.left ||
            other.right <= box.left ||
            box.bottom <= other.top ||
            other.bottom <= box.top;
          expect(apart, `${box.text} / ${other.text}`).toBe(true);
        }
      }
    }
  }
});

test('however long a shop is called, its village stays on the card', () => {
  const texts = worst
    .slice(0, 2)
    .map((each) =>
      planCard(each, 1, origin, measure).flatMap((piece) => ('text' in piece ? [piece.text] : [])),
    );
  expect(texts[0]?.some((text) => /^Warung Keripik.*…, Desa Panggung$/.test(text))).toBe(true);
  expect(texts[1]).toContain('Desa Panggung');
});

test('a shop shows what is there before what has run out, and no photo that never came', () => {
  const goods = someGoods(5);
  const [first, ...rest] = goods;
  const never = { ...keripik, photos: [{ hash: 'f'.repeat(64), rank: 'none' as const }] };
  const wanted = photosWanted({
    what: 'shop',
    shop,
    goods: [never, ...(first ? [first] : []), ...rest],
  });
  expect(wanted.map(({ hash }) => hash[0])).toEqual(['0', '4', '2']);
});

test('the card wears the colours of the market by day', () => {
  const css = readFileSync('web/lib/ui/tokens.css', 'utf8');
  const token = (name: string) => {
    const value = new RegExp(`--${name}: (#[0-9a-f]+);`).exec(css)?.[1] ?? '';
    return value.length === 4 ? value.replace(/[0-9a-f]/g, '$&$&') : value;
  };
  const { kain, tenangG, tenangT, ...plain } = INKS;
  for (const [name, ink] of Object.entries(plain)) expect(token(name), name).toBe(ink);
  expect([token('dasar'), token('tenang-g'), token('tenang-t')]).toEqual([kain, tenangG, tenangT]);
});
