import { describe, expect, it } from 'vitest';
import type { PublicProduct, PublicShop } from '../public-views';
import { basketOf, wasShown } from './basket';
import { isCartLine, MOST_OF_ONE, withMore, type CartLine } from './line';

const shop = (id: string, changes: Partial<PublicShop> = {}): PublicShop => ({
  id,
  village: '63.11.07.2005',
  slug: id,
  sample: false,
  name: `Warung ${id}`,
  kind: 'buah',
  about: '',
  phone: '',
  open: true,
  verified: false,
  ...changes,
});
const product = (id: string, changes: Partial<PublicProduct> = {}): PublicProduct => ({
  id,
  shopId: 's1',
  village: '63.11.07.2005',
  title: `Barang ${id}`,
  price: 5_000,
  unit: 'biji',
  category: 'buah',
  about: '',
  availability: 'ada',
  photos: [],
  shop: shop('s1'),
  ...changes,
});
const line = (id: string, changes: Partial<CartLine> = {}): CartLine => ({
  ...withMore(undefined, product(id), 2, 1),
  ...changes,
});
const today = (...products: PublicProduct[]) => new Map(products.map((one) => [one.id, one]));
const none: ReadonlySet<string> = new Set();

describe('putting things in', () => {
  it('adds to what is there, takes today’s price, and never more than a basket takes', () => {
    const twice = withMore(line('a'), product('a', { price: 6_000 }), 3, 9);
    expect(twice).toMatchObject({ quantity: 5, price: 6_000, addedMs: 1 });
    expect(withMore(twice, product('a'), MOST_OF_ONE, 9).quantity).toBe(MOST_OF_ONE);
  });

  it.each([null, 'x', {}, { ...line('a'), quantity: 0 }, { ...line('a'), price: -1 }])(
    'is not deceived by what is no line of a basket: %j',
    (value) => expect(isCartLine(value)).toBe(false),
  );
});

describe('the basket', () => {
  it('is sorted by shop, in the order in which things were put in, with a sum for each', () => {
    const kept = [
      line('c', { addedMs: 3 }),
      line('b', { addedMs: 2, shopId: 's2' }),
      line('a', { addedMs: 1 }),
    ];
    const { shops, count, sum } = basketOf(kept, today(), none);
    expect(shops.map(({ shopId, lines }) => [shopId, lines.map((one) => one.listingId)])).toEqual([
      ['s1', ['a', 'c']],
      ['s2', ['b']],
    ]);
    expect(shops.map((one) => one.sum)).toEqual([20_000, 10_000]);
    expect({ count, sum }).toEqual({ count: 3, sum: 30_000 });
  });

  it('says what a thing costs today, and what it cost when it was put in', () => {
    const { shops, sum } = basketOf([line('a')], today(product('a', { price: 6_000 })), none);
    expect(shops[0]?.lines[0]).toMatchObject({ price: 6_000, priceBefore: 5_000 });
    expect(sum).toBe(12_000);
  });

  it('keeps a thing that has left the market’s copy as it was: nobody here knows better', () => {
    const { shops } = basketOf([line('a')], today(), none);
    expect(shops[0]?.lines[0]).toMatchObject({ price: 5_000, priceBefore: null, holdup: '' });
  });

  it('lets what is sold out, or whose shop is closed, stay behind and out of the sum', () => {
    const closed = product('b', { shop: shop('s1', { open: false }) });
    const { shops, sum } = basketOf(
      [line('a', { addedMs: 1 }), line('b', { addedMs: 2 })],
      today(product('a', { availability: 'habis' }), closed),
      none,
    );
    expect(shops[0]?.lines.map(({ holdup }) => holdup)).toEqual(['sold-out', 'closed']);
    expect(sum).toBe(0);
  });

  it('no longer holds what became part of an order, also when the battery died before it was taken out', () => {
    const kept = [line('a', { orderId: 'o1' }), line('b', { orderId: 'o2' })];
    const { shops } = basketOf(kept, today(), new Set(['o1']));
    expect(shops.flatMap(({ lines }) => lines.map((one) => one.listingId))).toEqual(['b']);
  });

  it('is ordered only at the price that was on the screen, in whatever number', () => {
    const seen = basketOf([line('a'), line('b')], today(product('a')), none);
    const now = (...kept: CartLine[]) => basketOf(kept, today(product('a')), none);
    expect(wasShown(now(line('a', { quantity: 9 })), seen)).toBe(true);
    expect(wasShown(now(line('a'), line('c')), seen)).toBe(false);
    const dearer = basketOf([line('a')], today(product('a', { price: 9_000 })), none);
    expect(wasShown(dearer, seen)).toBe(false);
    const back = basketOf([line('a')], today(product('a', { availability: 'habis' })), none);
    expect(wasShown(seen, back)).toBe(false);
  });

  it('counts a thing once that was found twice, as files from other phones may bring it', () => {
    const kept = [line('a', { quantity: 4 }), line('a', { quantity: 9 })];
    expect(basketOf(kept, today(), none)).toMatchObject({ count: 1, sum: 20_000 });
  });
});
