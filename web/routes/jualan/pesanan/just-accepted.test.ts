import { expect, test, vi } from 'vitest';
import { JustAccepted } from './just-accepted.svelte';

test('an order accepted a moment ago keeps its place and takes no second tap', async () => {
  vi.useFakeTimers();
  const just = new JustAccepted();
  const deed = vi.fn(() => Promise.resolve(true));
  const first = just.accept('o1', deed);
  await just.accept('o1', deed);
  expect([just.of('o1'), just.of('o2')]).toEqual(['busy', '']);
  await first;
  await just.accept('o1', deed);
  expect(just.of('o1')).toBe('done');
  expect(deed).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(4_000);
  expect(just.of('o1')).toBe('');
  vi.useRealTimers();
});

test('one that could not be accepted can be tapped again', async () => {
  const just = new JustAccepted();
  await just.accept('o1', () => Promise.resolve(false));
  expect(just.of('o1')).toBe('');
  await just.accept('o1', () => Promise.reject(new Error('no store')));
  expect(just.of('o1')).toBe('');
});
