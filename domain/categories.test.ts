import { expect, test } from 'vitest';
import { categoryKeys } from './categories';

test('the shelves of the market are fifteen, each with a key of its own that fits in a web address', () => {
  expect(categoryKeys).toHaveLength(15);
  expect(new Set(categoryKeys).size).toBe(15);
  for (const key of categoryKeys) expect(key).toMatch(/^[a-z]+$/);
});
