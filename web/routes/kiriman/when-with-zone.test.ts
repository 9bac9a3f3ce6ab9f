import { expect, test } from 'vitest';
import { whenWithZone } from './when-with-zone';

const now = Date.parse('2026-11-22T16:20:00+08:00');

test.each([
  [0, 'baru saja'],
  [2, '2 jam yang lalu'],
  [9, 'tadi pagi 07.20 (WITA)'],
  [24, 'kemarin 16.20 (WITA)'],
  [72, 'Kamis 19 Nov'],
])('%i hours ago: %s', (hours, words) => {
  expect(whenWithZone(now - hours * 3_600_000, now)).toBe(words);
});
