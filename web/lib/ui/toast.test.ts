import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { toast } from './toast.svelte';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  toast.close();
  vi.useRealTimers();
});

test('a note stays ten seconds and then goes by itself', () => {
  toast.say('Tomat dihapus.');
  vi.advanceTimersByTime(9_999);
  expect(toast.note?.message).toBe('Tomat dihapus.');
  vi.advanceTimersByTime(1);
  expect(toast.note).toBeNull();
});

test('a finger on the strip stops the clock until it leaves', () => {
  toast.say('Tomat dihapus.');
  vi.advanceTimersByTime(9_000);
  toast.pause();
  vi.advanceTimersByTime(60_000);
  expect(toast.note).not.toBeNull();
  toast.resume();
  vi.advanceTimersByTime(10_000);
  expect(toast.note).toBeNull();
});

test('taking it back happens once, and the strip goes', () => {
  const undo = vi.fn();
  toast.say('Tomat dihapus.', undo);
  toast.undo();
  toast.undo();
  expect(undo).toHaveBeenCalledTimes(1);
  expect(toast.note).toBeNull();
});

test('a new note takes the place of the old one, with ten seconds of its own', () => {
  toast.say('Tomat dihapus.');
  vi.advanceTimersByTime(9_000);
  toast.say('Harga disimpan.');
  vi.advanceTimersByTime(9_000);
  expect(toast.note?.message).toBe('Harga disimpan.');
});
