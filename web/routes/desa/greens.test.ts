import { expect, test } from 'vitest';
import { greenOf } from './greens';

test('the fullest village is the darkest, an empty one is white', () => {
  expect(greenOf(40, 40)).toBe(4);
  expect(greenOf(1, 40)).toBe(1);
  expect(greenOf(20, 40)).toBe(2);
  expect(greenOf(21, 40)).toBe(3);
  expect(greenOf(0, 40)).toBe(0);
  expect(greenOf(0, 0)).toBe(0);
});
