import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  aliasOf,
  calledNumber,
  nextOrderNumber,
  ORDER_NUMBER,
  ORDER_NUMBER_LENGTH,
} from './order-number';

const VILLAGE = '63.11.07.2005';
const DEVICE = '01990000-0000-7000-8000-00000000a0b1';

it('a phone counts its own orders and no others', () => {
  const first = nextOrderNumber(VILLAGE, DEVICE, []);
  expect(first).toBe('2005-7K-1');
  expect(nextOrderNumber(VILLAGE, DEVICE, [first, '2005-ZZ-40', '2015-7K-9'])).toBe('2005-7K-2');
  expect(nextOrderNumber(VILLAGE, DEVICE, ['2005-7K-9', '2005-7K-10-B', '2005-7K-2'])).toBe(
    '2005-7K-11',
  );
});

it('numbers and second names are read aloud without 0, O, 1 and I, are short, and differ', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.integer({ min: 1, max: 900 }), (device, taken) => {
      const number = nextOrderNumber(VILLAGE, device, []);
      const alias = aliasOf(number, taken);
      for (const called of [number, alias]) {
        expect(called).toMatch(ORDER_NUMBER);
        expect(called.length).toBeLessThanOrEqual(ORDER_NUMBER_LENGTH);
      }
      expect(number.slice(5, 7)).not.toMatch(/[01OI]/);
      expect(aliasOf(number, taken + 1)).not.toBe(alias);
      expect(calledNumber({ number, alias })).toBe(alias);
      expect(calledNumber({ number, alias: '' })).toBe(number);
    }),
  );
  const names = Array.from({ length: 1_000 }, (_, n) => aliasOf('2005-K7-1', n + 1));
  expect(new Set(names).size).toBe(1_000);
  expect(names.slice(0, 2)).toEqual(['2005-K7-1-B', '2005-K7-1-C']);
});
