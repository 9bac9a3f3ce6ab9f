import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { OneTap, STILL_MS } from './one-tap.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const yes = () => Promise.resolve(true);

test('a second tap does nothing: not while it is done, not until it is seen, not right after', async () => {
  const tap = new OneTap();
  tap.shows('o1', 'placed');
  const deed = vi.fn(yes);
  const first = tap.run(deed);
  await tap.run(deed);
  await first;
  await tap.run(deed);
  expect(tap.busy).toBe(true);
  tap.shows('o1', 'accepted');
  await tap.run(deed);
  vi.advanceTimersByTime(STILL_MS - 1);
  await tap.run(deed);
  expect(deed).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1);
  expect(tap.busy).toBe(false);
  await tap.run(deed);
  expect(deed).toHaveBeenCalledTimes(2);
});

test('a button that changes under the thumb because of somebody else waits too', async () => {
  const tap = new OneTap();
  tap.shows('o1', 'placed');
  expect(tap.busy).toBe(false);
  tap.shows('o1', 'cancelled');
  expect(tap.busy).toBe(true);
  vi.advanceTimersByTime(STILL_MS);
  expect(tap.busy).toBe(false);
  tap.shows('o2', 'placed');
  expect(tap.busy).toBe(false);
});

test('what was not done may be tried again at once; what is never seen holds nothing up for ever', async () => {
  const tap = new OneTap();
  tap.shows('o1', 'placed');
  await tap.run(() => Promise.resolve(false));
  vi.advanceTimersByTime(0);
  expect(tap.busy).toBe(false);
  await tap.run(() => Promise.reject(new Error('no store')));
  vi.advanceTimersByTime(0);
  expect(tap.busy).toBe(false);
  await tap.run(yes);
  expect(tap.busy).toBe(true);
  vi.advanceTimersByTime(3_000);
  expect(tap.busy).toBe(false);
});
