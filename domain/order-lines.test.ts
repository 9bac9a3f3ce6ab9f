import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fits, isId } from '#sync/field';
import { LINES_PER_ORDER, MAX_QUANTITY } from './order';
import {
  contactIdOf,
  lineIdOf,
  offerText,
  readLines,
  readOffer,
  readQuantities,
  saleIdOf,
  writeLines,
  writeQuantities,
} from './order-lines';
import { placeOrder } from './order-place';

const quantity = fc.integer({ min: 1, max: MAX_QUANTITY });
const price = fc.integer({ min: 0, max: 2_000_000_000 });
const word = (maxLength: number) =>
  fc
    .string({ unit: 'grapheme', maxLength })
    .map((text) => text.slice(0, maxLength).replaceAll(/\p{Cc}/gu, ''));
const line = fc.record({
  ...{ listingId: fc.uuid(), title: word(80), unit: word(20), price, quantity },
});
const cart = fc.uniqueArray(line, {
  ...{ minLength: 1, maxLength: LINES_PER_ORDER, selector: ({ listingId }) => listingId },
});

describe('the lines of an order', () => {
  it('read back as they were written, whatever a product is called', () => {
    fc.assert(
      fc.property(cart, (lines) => {
        expect(readLines(writeLines(lines))).toEqual(lines);
      }),
    );
  });

  it('fit into the input of an order at their longest', () => {
    const longest = Array.from({ length: LINES_PER_ORDER }, (_, n) => ({
      listingId: `01990000-0000-7000-8000-${String(n).padStart(12, '0')}`,
      ...{ title: 'm'.repeat(80), unit: 'm'.repeat(20), price: 2_000_000_000, quantity: 9_999 },
    }));
    expect(fits(placeOrder.input.lines.shape, writeLines(longest))).toBe(true);
    expect(readLines(writeLines(longest))).toEqual(longest);
    const one = { ...longest[0]!, listingId: '01990000-0000-7000-8000-ffffffffffff' };
    expect(readLines(writeLines([...longest, one]))).toBeNull();
  });

  it('are not read from what nobody wrote', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readLines(text)).toBeNull();
      }),
    );
    const id = 'AZkAAAAAcACAAAAAAAAAqg';
    const strange = [
      ...['', `${id}0 1 0 `, `${id}10000 1 0 `, `${id}1 2000000001 0 `, `${id}1 01 0 `],
      ...[`${id}1 1 21 ${'m'.repeat(30)}`, `${id}1 1 5 abc`, `${id}1 1 0 ${'m'.repeat(81)}`],
      ...[`${id}1 1 0 x\n`, `${id}1 1 0 x\n${id}1 1 0 y`, `${id.slice(0, 21)}x1 1 0 z`],
    ];
    for (const text of strange) expect(readLines(text), text).toBeNull();
  });

  it('and what is said about them reads back too, and nothing else does', () => {
    const some = fc.array(fc.integer({ min: 0, max: MAX_QUANTITY }), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(some, price, (quantities, cost) => {
        expect(readQuantities(writeQuantities(quantities))).toEqual(quantities);
        const offer = quantities.map((units) => ({ quantity: units, cost }));
        expect(readOffer(offerText(offer))).toEqual(offer);
      }),
    );
    for (const text of ['', ' ', '1,5', '-1', '01', '1 ', '10000']) {
      expect(readQuantities(text), text).toBeNull();
      expect(readOffer(text), text).toBeNull();
    }
    for (const text of ['1*', '*1', '1*2000000001', '1*1*1']) expect(readOffer(text)).toBeNull();
  });
});

it('what belongs to an order is named after it, each thing differently', () => {
  fc.assert(
    fc.property(fc.uuid({ version: 7 }), (id) => {
      const indexes = Array.from({ length: LINES_PER_ORDER }, (_, index) => index);
      const kin = indexes.flatMap((index) => [lineIdOf(id, index), saleIdOf(id, index)]);
      const all = [id, contactIdOf(id), ...kin];
      expect(new Set(all).size).toBe(2 + 2 * LINES_PER_ORDER);
      expect(all.every(isId)).toBe(true);
    }),
  );
});
