import { expect, test } from 'vitest';
import { waitWords } from './wait-words';

test('a wait is told in the two largest units', () => {
  expect(waitWords(29_400)).toBe('30 detik');
  expect(waitWords(260_000)).toBe('4 menit 20 detik');
  expect(waitWords(3_900_000)).toBe('1 jam 5 menit');
});

test('the last moment is still a second, never nothing', () => {
  expect(waitWords(0)).toBe('1 detik');
  expect(waitWords(-5)).toBe('1 detik');
});
