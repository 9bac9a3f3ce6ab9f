import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { crcOf, qrisCodes, qrisFor, readQris } from './qris';
import { QRIS, QRIS_27500 } from './testing/qris';

/** Tags of a code as text → text, for writing one that differs in one thing. */
function tagsOf(code: string): [string, string][] {
  const tags: [string, string][] = [];
  for (let at = 0; at < code.length;) {
    const length = Number(code.slice(at + 2, at + 4));
    tags.push([code.slice(at, at + 2), code.slice(at + 4, at + 4 + length)]);
    at += 4 + length;
  }
  return tags;
}

/** A code of these tags with the right sum at its end. */
function written(tags: readonly (readonly [string, string])[]): string {
  const text = tags
    .filter(([tag]) => tag !== '63')
    .map(([tag, value]) => `${tag}${String(value.length).padStart(2, '0')}${value}`)
    .join('');
  return `${text}6304${crcOf(`${text}6304`)}`;
}
const but = (changed: Record<string, string>) =>
  written(tagsOf(QRIS).map(([tag, value]) => [tag, changed[tag] ?? value]));
const withMore = (...more: [string, string][]) =>
  written([...tagsOf(QRIS), ...more].sort(([a], [b]) => (a < b ? -1 : 1)));
const without = (gone: string) => written(tagsOf(QRIS).filter(([tag]) => tag !== gone));

describe('the sum at the end', () => {
  it.each([
    ['123456789', '29B1'],
    ['', 'FFFF'],
    ['A', 'B915'],
  ])('of "%s" is %s', (text, sum) => expect(crcOf(text)).toBe(sum));

  it('of both written vectors is what stands there', () => {
    for (const code of [QRIS, QRIS_27500]) expect(crcOf(code.slice(0, -4))).toBe(code.slice(-4));
  });
});

test('the lasting code of a shop tells whose it is', () => {
  expect(readQris(QRIS)).toEqual({
    name: 'WARUNG CONTOH PANGGUNG',
    city: 'BALANGAN',
    nmid: 'ID1099999999999',
  });
});

describe('the code for one sum', () => {
  it('is the written vector', () => expect(qrisFor(QRIS, 27_500)).toBe(QRIS_27500));

  it('stands in the order of its tags also where a name holds the letters of another tag', () => {
    const tricky = but({ '59': 'WARUNG 5802ID 6304 MURAH' });
    const code = qrisFor(tricky, 1) as string;
    expect(tagsOf(code).map(([tag]) => tag)).toEqual([
      ...['00', '01', '26', '51', '52', '53', '54', '58', '59', '60', '61', '62', '63'],
    ]);
    expect(new Map(tagsOf(code)).get('59')).toBe('WARUNG 5802ID 6304 MURAH');
  });

  it('differs from the lasting one in nothing but the sum, whatever the sum', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000_000_000 }), (sum) => {
        const code = qrisFor(QRIS, sum) as string;
        expect(crcOf(code.slice(0, -4))).toBe(code.slice(-4));
        const wanted = new Map(tagsOf(QRIS)).set('01', '12').set('54', String(sum));
        wanted.set('63', code.slice(-4));
        expect(new Map(tagsOf(code))).toEqual(wanted);
        // What was made for one order is nobody's lasting code.
        expect(readQris(code)).toEqual({ refused: 'qris.has_amount' });
      }),
    );
  });

  it('never carries a fee, whatever the lasting one says', () => {
    const greedy = withMore(['55', '02'], ['56', '1000'], ['57', '5']);
    expect(readQris(greedy)).not.toHaveProperty('refused');
    expect(qrisFor(greedy, 27_500)).toBe(QRIS_27500);
  });

  it.each([0, -1, 0.5, NaN, Infinity, 10_000_000_000_000])('is refused for %s', (sum) => {
    expect(qrisFor(QRIS, sum)).toEqual({ refused: 'qris.sum_unfit' });
  });
});

describe('what is not the lasting code of a shop is refused with its reason:', () => {
  it.each([
    ['an address', 'https://jukung.desa.id/t/madu-1a2b3c', 'qris.not_qris'],
    ['nothing', '', 'qris.not_qris'],
    ['a code of no national scheme', without('51'), 'qris.not_qris'],
    ['half a code', QRIS.slice(0, 80), 'qris.broken'],
    ['something behind its end', `${QRIS}0001`, 'qris.broken'],
    ['a length that leads past the end', QRIS.replace('5922', '5999'), 'qris.broken'],
    ['a length that is no number', QRIS.replace('5922', '59x2'), 'qris.broken'],
    ['letters of more than one byte', but({ '59': 'WARUNG IBU É' }), 'qris.broken'],
    ['no sum at its end', QRIS.slice(0, -8), 'qris.broken'],
    ['neither lasting nor for one sum', but({ '01': '13' }), 'qris.broken'],
    [
      'a template with lengths of its own that do not fit',
      but({ '51': '0014ID.CO' }),
      'qris.broken',
    ],
    ['a sum that is no hexadecimal number', `${QRIS.slice(0, -4)}M2B3`, 'qris.crc'],
    ['one letter read wrongly', QRIS.replace('CONTOH P', 'CONTOH B'), 'qris.crc'],
    ['a tag twice', withMore(['59', 'WARUNG LAIN']), 'qris.repeated'],
    [
      'a tag twice inside a template',
      but({ '51': '0014ID.CO.QRIS.WWW0014ID.CO.QRIS.WWW' }),
      'qris.repeated',
    ],
    ['one made for a sum', QRIS_27500, 'qris.has_amount'],
    ['a lasting one that names a sum', withMore(['54', '5000']), 'qris.has_amount'],
    ['dollars', but({ '53': '840' }), 'qris.foreign'],
    ['another country', but({ '58': 'MY' }), 'qris.foreign'],
    ['a shop without a name', without('59'), 'qris.incomplete'],
    ['a place without a name', without('60'), 'qris.incomplete'],
    ['a name of 26 letters', but({ '59': 'W'.repeat(26) }), 'qris.incomplete'],
    [
      'a number of the shop that is none',
      but({ '51': '0014ID.CO.QRIS.WWW0203ID1' }),
      'qris.incomplete',
    ],
  ])('%s', (_what, text, refused) => {
    expect(readQris(text)).toEqual({ refused });
    expect(qrisFor(text, 1_000)).toEqual({ refused });
  });

  it('small letters in the sum are the same sum', () => {
    const low = QRIS_27500.slice(0, -4) + QRIS_27500.slice(-4).toLowerCase();
    expect(readQris(low)).toEqual({ refused: 'qris.has_amount' });
  });
});

test('whatever is held before the camera, nothing is thrown and nothing is half understood', () => {
  const spoilt = fc
    .record({
      at: fc.nat(QRIS.length),
      cut: fc.nat(12),
      put: fc.oneof(fc.string({ maxLength: 12 }), fc.stringMatching(/^\d{0,8}$/)),
      seal: fc.boolean(),
    })
    .map(({ at, cut, put, seal }) => {
      const text = QRIS.slice(0, at) + put + QRIS.slice(at + cut);
      return seal ? text.slice(0, -4) + crcOf(text.slice(0, -4)) : text;
    });
  const anything = fc.oneof(
    spoilt,
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.stringMatching(/^000201\d*$/),
    fc.stringMatching(/^0002010102115\d{6,40}$/),
  );
  fc.assert(
    fc.property(anything, fc.integer(), (text, sum) => {
      const read = readQris(text);
      const code = qrisFor(text, sum);
      if ('refused' in read) {
        expect(qrisCodes).toContain(read.refused);
        expect(code).toEqual(read);
        return;
      }
      expect(read.nmid).toMatch(/^ID\d{13}$/);
      if (typeof code !== 'string') {
        expect(code).toEqual({ refused: 'qris.sum_unfit' });
        return;
      }
      const tags = new Map(tagsOf(code));
      for (const fee of ['55', '56', '57']) expect(tags.has(fee)).toBe(false);
      expect(tags.get('54')).toBe(String(sum));
    }),
    { numRuns: 1_000 },
  );
}, 30_000);
