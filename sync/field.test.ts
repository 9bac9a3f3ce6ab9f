import { describe, expect, it } from 'vitest';
import { fits, isUnprintable, lines, text } from './field';
import { kept } from './questions';

describe('a text from outside', () => {
  it.each([
    ['a tab', 'Keripik\tpisang'],
    ['a line break', 'Keripik\npisang'],
    ['a carriage return', 'Keripik\r'],
    ['NUL', 'a\u0000b'],
    ['a terminal escape', '\u001b[31mmurah'],
    ['DEL', 'a\u007f'],
    ['a sign of the second control block', 'a\u0085b'],
  ])('does not fit with %s, and it is said why', (_what, value) => {
    expect([fits(text(40).shape, value), isUnprintable(text(40).shape, value)]).toEqual([
      false,
      true,
    ]);
  });

  it('may end lines where a field has lines, and hold nothing else nobody can see', () => {
    const { shape } = lines(40);
    expect(fits(shape, 'satu\ndua\n\ntiga')).toBe(true);
    for (const value of ['satu\r\ndua', 'satu\tdua', '\u0000'])
      expect(fits(shape, value)).toBe(false);
  });

  it('fits with every letter, sign and picture people write', () => {
    for (const value of ['Wadai "Bingka" \\ ½ kg', 'Ñandu – apam', '🍌 pisang', 'ﷲ', '']) {
      expect(fits(text(40).shape, value)).toBe(true);
    }
  });

  it('can be kept as a value that lost, whatever it says', () => {
    const hardest = { value: '"\n'.repeat(250), personName: '\\'.repeat(60) };
    const who = {
      version: 'v'.repeat(26),
      personId: 'p'.repeat(36),
      atMs: Number.MAX_SAFE_INTEGER,
    };
    expect(fits(lines(500).shape, hardest.value)).toBe(true);
    expect(fits(kept.fields.value.shape, JSON.stringify({ ...hardest, ...who }))).toBe(true);
  });
});
