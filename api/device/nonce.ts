/**
 * A word to sign, made without remembering it: time, chance, and our seal over both. Any number of API
 * processes with the same secret accept each other's nonces, and nothing has to be stored or cleaned.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** How long a phone may take to sign; over EDGE with a retry a minute passes easily. */
const NONCE_LIFE_MS = 10 * 60_000;

/** @returns `<ms base36>.<chance>.<seal>`, and when it ends (ms since the epoch) */
export function makeNonce(key: Buffer, nowMs: number): { nonce: string; expiresMs: number } {
  const body = `${nowMs.toString(36)}.${randomBytes(12).toString('base64url')}`;
  return { nonce: `${body}.${seal(key, body)}`, expiresMs: nowMs + NONCE_LIFE_MS };
}

/** True for a nonce of ours that is still fresh. */
export function isFreshNonce(key: Buffer, nonce: string, nowMs: number): boolean {
  const parts = /^([0-9a-z]{1,11})\.([\w-]{16})\.([\w-]{43})$/.exec(nonce);
  if (!parts?.[1] || !parts[3]) return false;
  const madeMs = parseInt(parts[1], 36);
  const expected = Buffer.from(seal(key, nonce.slice(0, nonce.lastIndexOf('.'))));
  const given = Buffer.from(parts[3]);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return false;
  // A little into the future is possible: two processes on two machines.
  return madeMs <= nowMs + 60_000 && nowMs < madeMs + NONCE_LIFE_MS;
}

const seal = (key: Buffer, body: string): string =>
  createHmac('sha256', key).update(`device-nonce.${body}`).digest('base64url');
