/**
 * Money is whole rupiah, written the way people here write it: `Rp12.500`.
 *
 * Nothing is ever a fraction: cents left the village long ago, and a float would lose one some day.
 */

/**
 * Writes whole rupiah the Indonesian way: `Rp12.500`, and `-Rp500` for money owed.
 *
 * Source: EYD (no dot or space after Rp, dots between thousands). `Intl.NumberFormat` is not used:
 * it puts a no-break space after Rp and its data costs a cheap phone its first milliseconds.
 *
 * @param rupiah a whole number of rupiah
 */
export function formatRupiah(rupiah: number): string {
  const sign = rupiah < 0 ? '-' : '';
  const digits = Math.abs(rupiah).toFixed(0);
  return `${sign}Rp${digits.replace(/\B(?=(\d{3})+$)/g, '.')}`;
}

const zerosOfMultiplier: Readonly<Record<string, number>> = {
  rb: 3,
  ribu: 3,
  k: 3,
  jt: 6,
  juta: 6,
};

/**
 * Reads a price as people type it: `12500`, `14.000`, `Rp 12.500,-`, `12rb`, `12,5 ribu`, `1,2jt`.
 *
 * `12,500` without a multiplier is read as twelve thousand five hundred: nobody asks half a rupiah.
 * Anything that could honestly mean two prices (`12,5`, `1.25`) is refused rather than guessed.
 *
 * @returns whole rupiah, 0 or more; null when the text is not clearly a price
 */
export function parseRupiah(text: string): number | null {
  if (text.length > longestPrice) return null;
  const match = pricePattern.exec(text.trim().toLowerCase());
  if (!match) return null;
  const number = match[1] ?? '';
  const multiplier = match[2];
  return multiplier === undefined
    ? wholeAmount(number)
    : multipliedAmount(number, zerosOfMultiplier[multiplier] ?? 0);
}

/** Characters: beyond this nobody is typing a price, and matching it would only cost time. */
const longestPrice = 40;

/** Optional Rp, a number, an optional multiplier, and the ",-" of handwritten price tags. */
const pricePattern = /^(?:rp\.?|idr)?\s*(\d[\d., \u00a0]*?)\s*(rb|ribu|k|jt|juta)?\s*(?:[.,]-)?$/;

/** Without a multiplier only thousands may be separated, and only sen that are zero may follow. */
function wholeAmount(number: string): number | null {
  const withoutSen = number.replace(/^(\d{4,}|\d{1,3}(?:\.\d{3})+),00$/, '$1');
  return groupedDigits(withoutSen);
}

/** With a multiplier a comma or a dot starts a fraction: 12,5 rb, 1.2 jt; but 1.250 rb is grouped. */
function multipliedAmount(number: string, zeros: number): number | null {
  const fraction = /^(\d+)(?:,(\d+)|\.(\d{1,2}))$/.exec(number);
  if (!fraction) {
    const whole = groupedDigits(number);
    return whole === null ? null : safeInteger(`${whole}${'0'.repeat(zeros)}`);
  }
  const decimals = (fraction[2] ?? fraction[3] ?? '').replace(/0+$/, '');
  if (decimals.length > zeros) return null;
  return safeInteger(`${fraction[1]}${decimals.padEnd(zeros, '0')}`);
}

/** Plain digits, or groups of three held apart by one and the same sign. */
function groupedDigits(number: string): number | null {
  const grouped = /^\d+$/.test(number) || /^\d{1,3}([., \u00a0])\d{3}(?:\1\d{3})*$/.test(number);
  return grouped ? safeInteger(number.replace(/\D/g, '')) : null;
}

function safeInteger(digits: string): number | null {
  const value = Number(digits);
  return Number.isSafeInteger(value) ? value : null;
}
