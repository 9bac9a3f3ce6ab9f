import { expect, it } from 'vitest';

import { median, medians } from './medians';

it('takes the middle of an odd number and the mean of the two middles of an even one', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([1, 9, 5, 7])).toBe(6);
});

it('makes one result of several, figure by figure, at every depth', () => {
  const run = (bytes: number, cuts: number) => ({
    what: 'a sync',
    cut: { cuts },
    costs: [{ bytes }, { bytes: bytes * 2 }],
  });
  expect(medians([run(1, 30), run(3, 10), run(2, 20)])).toEqual(run(2, 20));
});
