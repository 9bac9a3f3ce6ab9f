import { expect, test } from 'vitest';
import { countWords, distanceWords, villageWords } from './place-words';

test('a kelurahan is not called a desa', () => {
  expect(villageWords('63.11.07.1001')).toBe('Kelurahan Batu Piring');
  expect(villageWords('63.11.07.2005')).toBe('Desa Panggung');
  expect(villageWords('63.11.01.2001')).toBe('');
});

test('distance is told in whole kilometres, and only when both villages are known', () => {
  expect(distanceWords('63.11.07.2005', '63.11.07.2015')).toBe('kira-kira 7 km');
  expect(distanceWords('63.11.07.2005', '63.11.07.2003')).toBe('kurang dari 1 km');
  expect(distanceWords('63.11.07.2005', '63.11.07.2005')).toBe('satu desa dengan Anda');
  expect(distanceWords(undefined, '63.11.07.2005')).toBe('');
  expect(distanceWords('', '63.11.07.2005')).toBe('');
});

test('a count is written with dots', () => {
  expect([7, 640, 1250, 10000].map(countWords)).toEqual(['7', '640', '1.250', '10.000']);
});
