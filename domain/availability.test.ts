import { expect, it } from 'vitest';
import { availabilityOf, FEW } from './availability';

it.each([
  ['nobody counts', false, 0, false, 'ada'],
  ['nobody counts, the seller says it ran out', false, 0, true, 'habis'],
  ['plenty', true, FEW + 1, false, 'ada'],
  ['a few', true, FEW, false, 'sedikit'],
  ['the last one', true, 1, false, 'sedikit'],
  ['none', true, 0, false, 'habis'],
  ['fewer than none, after a stall sale nobody had counted', true, -2, false, 'habis'],
  ['plenty, but the seller says it ran out', true, 50, true, 'habis'],
])('a buyer reads what is true when %s', (_what, counted, stock, soldOut, told) => {
  expect(availabilityOf(counted, stock, soldOut)).toBe(told);
});
