import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatRupiah, parseRupiah } from './money';

describe('money is shown', () => {
  test.each([
    [0, 'Rp0'],
    [500, 'Rp500'],
    [12_500, 'Rp12.500'],
    [1_250_000, 'Rp1.250.000'],
    [-500, '-Rp500'],
  ])('%d as %s', (rupiah, shown) => {
    expect(formatRupiah(rupiah)).toBe(shown);
  });
});

describe('a price is read', () => {
  test.each([
    ['12500', 12_500],
    ['14.000', 14_000],
    ['12,500', 12_500],
    ['12 500', 12_500],
    ['Rp 12.500,-', 12_500],
    ['Rp12.500', 12_500],
    ['rp. 1.250.000', 1_250_000],
    ['12.500,00', 12_500],
    ['12rb', 12_000],
    ['12 ribu', 12_000],
    ['12,5rb', 12_500],
    ['12.5 rb', 12_500],
    ['15k', 15_000],
    ['1,2jt', 1_200_000],
    ['1.25 Juta', 1_250_000],
    ['1.250 rb', 1_250_000],
    ['2,500 jt', 2_500_000],
    ['0', 0],
    ['\u00a0Rp\u00a012.500 ', 12_500],
  ])('%s as %d', (typed, rupiah) => {
    expect(parseRupiah(typed)).toBe(rupiah);
  });

  test.each(
    [
      ...['', '   ', 'Rp', 'gratis', '-500', '12,5', '1.25', '12.50', '1.2.3', '12,00', '12 5'],
      ...['1.000,500', '12.500/kg', '1,2345rb', '12rb rb', '1e6', '10-12rb', '99999999999999999'],
      '1'.repeat(60),
    ].map((typed) => [typed]),
  )('never as a guess: %j', (typed) => {
    expect(parseRupiah(typed)).toBeNull();
  });

  test('back from every way it is shown', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_000_000_000 }), (rupiah) => {
        expect(parseRupiah(formatRupiah(rupiah))).toBe(rupiah);
        expect(parseRupiah(String(rupiah))).toBe(rupiah);
        expect(parseRupiah(`${formatRupiah(rupiah)},-`)).toBe(rupiah);
      }),
    );
  });

  test('in thousands exactly, however the half is written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999 }), fc.integer({ min: 0, max: 99 }), (rb, part) => {
        const decimals = String(part).padStart(2, '0');
        expect(parseRupiah(`${rb},${decimals}rb`)).toBe(rb * 1000 + part * 10);
        expect(parseRupiah(`${rb}.${decimals}jt`)).toBe(rb * 1_000_000 + part * 10_000);
      }),
    );
  });

  test('as a whole number or not at all, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (typed) => {
        const rupiah = parseRupiah(typed);
        expect(rupiah === null || (Number.isSafeInteger(rupiah) && rupiah >= 0)).toBe(true);
      }),
    );
  });
});
