import { expect, test } from 'vitest';
import { nameMatches } from './name-match';

test('a part of the name is enough, in any order and any size of letter', () => {
  expect(nameMatches('Warung Acil Siti', 'siti war')).toBe(true);
  expect(nameMatches('Warung Acil Siti', 'SÍTI')).toBe(true);
  expect(nameMatches('Kue Bungas (contoh)', 'contoh')).toBe(true);
});

test('a word from nowhere finds nobody', () => {
  expect(nameMatches('Warung Acil Siti', 'siti udin')).toBe(false);
  expect(nameMatches('Warung Acil Siti', 'arung')).toBe(false);
});

test('nothing typed leaves everybody in sight', () => {
  expect(nameMatches('Siapa saja', '  ')).toBe(true);
});
