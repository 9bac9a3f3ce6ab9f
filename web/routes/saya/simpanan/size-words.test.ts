import { expect, test } from 'vitest';
import { sizeWords } from './size-words';

test('room is told with at most two figures after the point that matters', () => {
  expect(sizeWords(900)).toBe('900 B');
  expect(sizeWords(340_400)).toBe('340 KB');
  expect(sizeWords(1_240_000)).toBe('1,2 MB');
  expect(sizeWords(41_600_000)).toBe('42 MB');
});

test('just below a megabyte is never told as a thousand kilobytes', () => {
  expect(sizeWords(999_700)).toBe('1 MB');
});
