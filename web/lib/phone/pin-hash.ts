/**
 * The local lock: six digits that keep a curious neighbour out of another person's shop on a shared
 * phone. It hides screens; it does not encrypt (a thief with tools reads the flash all the same), and
 * it is not the PIN of the account, which never stays on the phone.
 */
import type { LocalPin } from './db/people-db';

/** OWASP's figure for PBKDF2 is higher than a Go phone can wait for; this takes it about a second. */
export const PIN_ITERATIONS = 210_000;
const FREE_TRIES = 5;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 3_600_000;

export const isPin = (pin: string): boolean => /^\d{6}$/.test(pin);

export async function hashPin(
  pin: string,
  saltHex: string,
  iterations: number,
  subtle: SubtleCrypto,
): Promise<string> {
  const key = await subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, [
    'deriveBits',
  ]);
  const salt = Uint8Array.from(saltHex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  const bits = await subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations },
    key,
    256,
  );
  return hexOf(new Uint8Array(bits));
}

export const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** After five wrong tries each further one costs a wait that doubles, up to an hour. */
export function afterWrongTry(pin: LocalPin, nowMs: number): LocalPin {
  const wrongTries = pin.wrongTries + 1;
  const over = wrongTries - FREE_TRIES;
  const waitMs = over < 0 ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(over, 20));
  return { ...pin, wrongTries, waitUntilMs: waitMs === 0 ? 0 : nowMs + waitMs };
}

export const afterRightTry = (pin: LocalPin): LocalPin => ({
  ...pin,
  wrongTries: 0,
  waitUntilMs: 0,
});

/**
 * How long this person must wait before the next try. ms. A clock that was set back doesn't lock
 * anybody out for longer than the longest wait.
 */
export const waitLeftMs = (pin: LocalPin, nowMs: number): number =>
  Math.min(LONGEST_WAIT_MS, Math.max(0, pin.waitUntilMs - nowMs));

/** Whether a phone that was last touched then has locked itself by now. */
export const hasLockedItself = (pin: LocalPin, touchedMs: number | null, nowMs: number): boolean =>
  touchedMs === null || (pin.autoLockMs > 0 && Math.abs(nowMs - touchedMs) > pin.autoLockMs);
