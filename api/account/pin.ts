/**
 * Six digits that a person can remember: easy to guess for whoever may try often, so the obvious ones
 * are refused, tries are counted (tries.ts), and the hash needs a secret that is not in the database.
 */
import { createHmac } from 'node:crypto';
import { hashPassword, verifyPassword } from 'better-auth/crypto';

import type { ProblemCode } from '../problem';

/** Why this can't be a PIN, or null if it can. */
export function pinFault(pin: unknown): ProblemCode | null {
  if (typeof pin !== 'string' || !/^\d{6}$/.test(pin)) return 'pin.unfit';
  return isTooSimple(pin) ? 'pin.too_simple' : null;
}

/**
 * The PINs everybody tries first. One digit, runs, repeated halves and pairs, few digits, and
 * a few favourites; 3,613 of the million go.
 */
function isTooSimple(pin: string): boolean {
  const digits = [...pin].map(Number);
  const steps = new Set(digits.slice(1).map((digit, i) => (digit - (digits[i] ?? 0) + 10) % 10));
  const isRun = steps.size === 1; // 000000, 123456, 987654, 024680
  const halves = pin.slice(0, 3) === pin.slice(3); // 123123
  const pairs = pin.slice(0, 2) === pin.slice(2, 4) && pin.slice(2, 4) === pin.slice(4); // 121212
  const fewDigits = new Set(digits).size < 3; // 110110, 225252
  return isRun || halves || pairs || fewDigits || FAVOURITES.has(pin);
}

/** Walks over the keypad, steps and mirrors of the first digits, and the day of independence. */
const FAVOURITES = new Set(
  '147258 258369 147369 159753 159357 789456 112233 332211 123321 321123 123654 456654 170845'.split(
    ' ',
  ),
);

/**
 * Hashing for better-auth: scrypt with N = 16384, r = 16, p = 1 (32 MiB of memory a try), 64 bytes out,
 * 16 bytes of salt, over an HMAC-SHA-256 of the PIN keyed with the house's secret.
 *
 * Security: six digits are a million guesses. Whoever steals the database alone would try them all in
 * a day; without the pepper, which lies outside the database, they can't even begin.
 */
export function pinHashing(pepper: Buffer) {
  const peppered = (pin: string): string =>
    createHmac('sha256', pepper).update(`pin.${pin}`).digest('base64url');
  return {
    hash: (pin: string): Promise<string> => hashPassword(peppered(pin)),
    verify: ({ hash, password }: { hash: string; password: string }): Promise<boolean> =>
      verifyPassword({ hash, password: peppered(password) }),
  };
}
