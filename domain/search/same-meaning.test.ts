import { expect, test } from 'vitest';
import { categoryKeys } from '../categories';
import { normalise } from './normalise';
import { readWordLines, sameMeaning } from './same-meaning';
import { shelfWords } from './trade-words';

test.each([
  ['iwak', 'ikan'],
  ['wadai', 'kue'],
  ['gumbili', 'ubi'],
  ['gumbili', 'singkong'],
  ['haruan', 'gabus'],
  ['habang', 'merah'],
  ['larang', 'mahal'],
  ['kambang', 'bunga'],
])('%s and %s look for each other', (one, other) => {
  expect(sameMeaning.get(one)).toContain(other);
  expect(sameMeaning.get(other)).toContain(one);
});

test('two meanings of one word do not look for each other', () => {
  expect(sameMeaning.get('ubi')).not.toContain('singkong');
});

test('every word is written as it is compared, and none means itself', () => {
  for (const [word, others] of sameMeaning) {
    expect(word).toBe(normalise(word));
    expect(word).toMatch(/^[a-z]+$/);
    expect(others).not.toContain(word);
    expect(new Set(others).size).toBe(others.length);
  }
});

test('every shelf has its line of words', () => {
  expect(readWordLines(shelfWords).map(([key]) => key)).toEqual([...categoryKeys]);
});
