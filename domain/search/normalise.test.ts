import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalise, wordsOf } from './normalise';

test.each([
  ['Keripik Pisang 250g (Asin)', 'keripik pisang 250 g asin'],
  ['Tikar purun 1 x 2 m', 'tikar purun 1 x 2 m'],
  ['Tikar purun 1x2m', 'tikar purun 1 x 2 m'],
  ["Kitab Qur'an", 'kitab quran'],
  ['Untir-untir,  khas  Banjar!', 'untir untir khas banjar'],
  ['Café Balangan', 'cafe balangan'],
  ['  \n ', ''],
  ['…', ''],
])('%j is compared as %j', (text, compared) => {
  expect(normalise(text)).toBe(compared);
});

test('what is compared is plain, and comparing it again changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const once = normalise(text);
      expect(once).toMatch(/^([a-z]+|\d+)?( ([a-z]+|\d+))*$/);
      expect(normalise(once)).toBe(once);
      expect(wordsOf(once).join(' ')).toBe(once);
    }),
  );
});
