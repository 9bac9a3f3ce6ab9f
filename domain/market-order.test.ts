import { expect, test } from 'vitest';
import { inMarketOrder, marketTier } from './market-order';

const goods = [
  { id: '1', availability: 'ada', photos: ['a'] },
  { id: '2', availability: 'habis', photos: ['a'] },
  { id: '3', availability: 'ada', photos: [] },
  { id: '4', availability: 'sedikit', photos: ['a', 'b'] },
  { id: '5', availability: 'habis', photos: [] },
  { id: '6', availability: 'sedikit', photos: [] },
] as const;

test('what can be had and seen lies on top, then what can be had, then what has run out; newest first', () => {
  const order = goods.toSorted(inMarketOrder).map(({ id }) => id);
  expect(order).toEqual(['4', '1', '6', '3', '5', '2']);
});

test('the order is the same however the goods came', () => {
  const straight = goods.toSorted(inMarketOrder);
  for (let turn = 1; turn < goods.length; turn += 1) {
    const turned = [...goods.slice(turn), ...goods.slice(0, turn)].reverse();
    expect(turned.toSorted(inMarketOrder)).toEqual(straight);
  }
});

test('a few left is as good as many', () => {
  expect(marketTier({ availability: 'sedikit', photos: [1] })).toBe(0);
});
