import { expect, it } from 'vitest';
import { ownMore } from './own-rows';

it("knows one's own rows from the market's by what is still to come", () => {
  const part = (scope: string, complete: boolean) => ({
    ...{ scope, complete, cursor: '', fresh: false, tables: [], gone: [] },
  });
  const more = (...changes: ReturnType<typeof part>[]) => ownMore({ more: true, changes }, ['m']);
  expect(more(part('own', true), part('m', false))).toBe(false);
  expect(more(part('own', false))).toBe(true);
  // The answer was full before the market's turn came: other scopes of one's own may follow.
  expect(more(part('own', true))).toBe(true);
  expect(more(part('own', false), part('m', false))).toBe(true);
  expect(ownMore({ more: false, changes: [part('own', true)] }, ['m'])).toBe(false);
});
