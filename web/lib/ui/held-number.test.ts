import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HeldNumber } from './held-number.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A store that answers when the test says so. */
function slowWrite() {
  let answer: (written: boolean) => void = () => undefined;
  const writing = new Promise<boolean>((resolve) => (answer = resolve));
  return { writing, answer };
}

test('three taps on a slow phone count as three, though the store has answered none of them', async () => {
  const held = new HeldNumber();
  const writes = [slowWrite(), slowWrite(), slowWrite()];
  const keeping = writes.map(({ writing }) => held.keep(held.over(1) + 1, writing));
  expect(held.over(1)).toBe(4);
  // The answer to the first tap comes: no step back.
  writes[0]?.answer(true);
  await keeping[0];
  held.told(2);
  expect(held.over(2)).toBe(4);
  writes.slice(1).forEach(({ answer }) => answer(true));
  await Promise.all(keeping);
  // An older reading may still be on its way to the screen.
  held.told(3);
  expect(held.over(3)).toBe(4);
  held.told(4);
  expect(held.over(9)).toBe(9);
});

test('what could not be written is not shown as if it were', async () => {
  const held = new HeldNumber();
  await held.keep(5, Promise.resolve(false));
  expect(held.over(1)).toBe(1);
  await held.keep(5, Promise.reject(new Error('no room')));
  expect(held.over(1)).toBe(1);
});

test('what another tab has made of it meanwhile is seen a moment later', async () => {
  const held = new HeldNumber();
  await held.keep(5, Promise.resolve(true));
  held.told(7);
  expect(held.over(7)).toBe(5);
  vi.advanceTimersByTime(1_500);
  expect(held.over(7)).toBe(7);
});
