import { describe, expect, it } from 'vitest';
import type { LocalPin } from './db/people-db';
import {
  afterRightTry,
  afterWrongTry,
  hashPin,
  hasLockedItself,
  isPin,
  PIN_ITERATIONS,
  waitLeftMs,
} from './pin-hash';

const NOW = 1_795_000_000_000;
const pin: LocalPin = {
  saltHex: '00ff',
  hashHex: '',
  iterations: PIN_ITERATIONS,
  wrongTries: 0,
  waitUntilMs: 0,
  autoLockMs: 120_000,
};
const wrong = (times: number) =>
  Array.from({ length: times }).reduce<LocalPin>((kept) => afterWrongTry(kept, NOW), pin);

describe('the local lock', () => {
  it('is six digits, kept only as a slow salted hash', async () => {
    expect(['123456', '000000'].every(isPin)).toBe(true);
    expect(['12345', '1234567', '12345a', ''].some(isPin)).toBe(false);
    expect(PIN_ITERATIONS).toBeGreaterThanOrEqual(210_000);
    const hash = await hashPin('123456', '00ff', 1_000, crypto.subtle);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await hashPin('123456', '00ff', 1_000, crypto.subtle)).toBe(hash);
    expect(await hashPin('123457', '00ff', 1_000, crypto.subtle)).not.toBe(hash);
    expect(await hashPin('123456', '00fe', 1_000, crypto.subtle)).not.toBe(hash);
  });

  it('forgives a few slips, then makes guessing slow, never longer than an hour', () => {
    expect(waitLeftMs(wrong(4), NOW)).toBe(0);
    expect(waitLeftMs(wrong(5), NOW)).toBe(30_000);
    expect(waitLeftMs(wrong(7), NOW)).toBe(120_000);
    expect(waitLeftMs(wrong(60), NOW)).toBe(3_600_000);
    expect(waitLeftMs(wrong(5), NOW + 30_000)).toBe(0);
    expect(afterRightTry(wrong(9))).toMatchObject({ wrongTries: 0, waitUntilMs: 0 });
  });

  it('keeps nobody out for years when the clock was set back', () => {
    expect(waitLeftMs(wrong(6), NOW - 400 * 86_400_000)).toBe(3_600_000);
  });

  it('closes after two minutes without a touch, when the app was closed, and when the clock jumps', () => {
    expect(hasLockedItself(pin, NOW - 119_000, NOW)).toBe(false);
    expect(hasLockedItself(pin, NOW - 121_000, NOW)).toBe(true);
    expect(hasLockedItself(pin, NOW + 121_000, NOW)).toBe(true);
    expect(hasLockedItself(pin, null, NOW)).toBe(true);
    expect(hasLockedItself({ ...pin, autoLockMs: 0 }, NOW - 9e9, NOW)).toBe(false);
  });
});
