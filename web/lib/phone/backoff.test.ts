import { describe, expect, it } from 'vitest';
import { idleWait, IDLE_WAIT_MS, LONGEST_WAIT_MS, retryAfterMs, waitAfterFailure } from './backoff';

describe('when to try again', () => {
  it('begins with seconds, grows, and never passes five minutes', () => {
    const waits = Array.from({ length: 12 }, (_, n) => waitAfterFailure(n + 1, 0.999));
    expect(waits[0]).toBeLessThanOrEqual(2_000);
    for (let n = 1; n < waits.length; n += 1)
      expect(waits[n]).toBeGreaterThanOrEqual(waits[n - 1]!);
    expect(waits.at(-1)).toBeLessThanOrEqual(LONGEST_WAIT_MS);
    expect(waits.at(-1)).toBeGreaterThan(LONGEST_WAIT_MS * 0.9);
    expect(waitAfterFailure(5_000, 0.5)).toBeLessThanOrEqual(LONGEST_WAIT_MS);
  });

  it('spreads phones that lost the signal together', () => {
    expect(waitAfterFailure(4, 0)).toBe(8_000);
    expect(waitAfterFailure(4, 0.5)).toBe(12_000);
  });

  it('never comes back earlier than it was asked to', () => {
    for (const random of [0, 0.5, 0.99])
      expect(waitAfterFailure(1, random, 60_000)).toBeGreaterThanOrEqual(60_000);
    expect(waitAfterFailure(9, 0.99, 1_000)).toBeGreaterThan(100_000);
  });

  it('reads Retry-After as seconds or as a date, and nothing from nonsense', () => {
    const now = Date.UTC(2026, 10, 22);
    expect(retryAfterMs('30', now)).toBe(30_000);
    expect(retryAfterMs(new Date(now + 5_000).toUTCString(), now)).toBe(5_000);
    expect(retryAfterMs('soon', now)).toBe(0);
    expect(retryAfterMs(null, now)).toBe(0);
    expect(retryAfterMs('99999999', now)).toBe(3_600_000);
  });

  it('asks for news now and then when nothing happens', () => {
    expect(idleWait(0)).toBe(IDLE_WAIT_MS * 0.75);
    expect(idleWait(1)).toBe(IDLE_WAIT_MS * 1.25);
  });
});
