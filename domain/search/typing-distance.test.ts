import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { forgivenSlips, lettersAllow, lettersOf, slipsToBeginning } from './typing-distance';

/** Few letters, so that the words drawn resemble one another. */
const word = fc.stringMatching(/^[abc]{1,9}$/);

describe('slips of the thumb', () => {
  test.each([
    ['pisng', 'pisang', 1],
    ['pissang', 'pisang', 1],
    ['pidang', 'pisang', 1],
    ['pisagn', 'pisang', 1],
    ['aruan', 'haruan', 1],
    ['krpk', 'keripik', 3],
    ['keripk', 'keripik', 1],
    ['keirp', 'keripik', 1],
    ['pisang', 'pisang', 0],
    ['pis', 'pisang', 0],
  ])('from %s to the beginning of %s: %d', (typed, word, slips) => {
    expect(slipsToBeginning(typed, word, 3)).toBe(slips);
  });

  test('beyond the bound are only "too many"', () => {
    expect(slipsToBeginning('krpk', 'keripik', 1)).toBe(2);
    expect(slipsToBeginning('pisangpisang', 'pi', 2)).toBe(3);
  });

  test('are counted as the slow and simple way counts them', () => {
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 3 }), (typed, whole, most) => {
        expect(slipsToBeginning(typed, whole, most)).toBe(
          Math.min(most + 1, slowSlipsToBeginning(typed, whole)),
        );
      }),
      { numRuns: 2000 },
    );
  });

  test('never lie between a word and its own beginning', () => {
    fc.assert(
      fc.property(word, word, (beginning, rest) => {
        expect(slipsToBeginning(beginning, beginning + rest, 2)).toBe(0);
      }),
    );
  });

  test('are forgiven once from four letters, twice from eight', () => {
    expect(['iwk', 'iwak', 'keripik', 'amparann'].map(forgivenSlips)).toEqual([0, 1, 1, 2]);
  });

  test('are never ruled out by letters when they are few enough', () => {
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 2 }), (typed, whole, most) => {
        if (slipsToBeginning(typed, whole, most) <= most) {
          expect(lettersAllow(lettersOf(typed), lettersOf(whole), most)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
    expect(lettersAllow(lettersOf('madu'), lettersOf('kopi'), 1)).toBe(false);
  });
});

/** The least number of slips to any beginning of the word, by trying every first step. */
function slowSlipsToBeginning(typed: string, whole: string): number {
  const beginnings = Array.from({ length: whole.length + 1 }, (_, end) => whole.slice(0, end));
  return Math.min(...beginnings.map((beginning) => slowSlips(typed, beginning, new Map())));
}

function slowSlips(a: string, b: string, known: Map<string, number>): number {
  if (a === '' || b === '') return a.length + b.length;
  const key = `${a}|${b}`;
  let slips = known.get(key);
  if (slips === undefined) {
    slips = Math.min(
      slowSlips(a.slice(1), b.slice(1), known) + (a[0] === b[0] ? 0 : 1),
      slowSlips(a.slice(1), b, known) + 1,
      slowSlips(a, b.slice(1), known) + 1,
      a.length > 1 && b.length > 1 && a[0] === b[1] && a[1] === b[0]
        ? slowSlips(a.slice(2), b.slice(2), known) + 1
        : Infinity,
    );
    known.set(key, slips);
  }
  return slips;
}
