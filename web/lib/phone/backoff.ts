/**
 * When to try again. A reconnect of ten thousand phones at once must not hurt anybody, and a phone in
 * a valley must not empty its battery: waiting grows, and never two phones wait equally long.
 */
const FIRST_WAIT_MS = 2_000;
export const LONGEST_WAIT_MS = 300_000;
/** How often an idle phone with an open screen asks for news. */
export const IDLE_WAIT_MS = 240_000;

/**
 * Jittered exponential backoff: half fixed, half chance.
 *
 * @param failures tries in a row that did not get through, at least 1
 * @param random 0 ≤ random < 1
 * @param askedMs what the other side asked for (`Retry-After`); never waited less, and jittered upwards
 * @returns ms
 */
export function waitAfterFailure(failures: number, random: number, askedMs = 0): number {
  const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(20, failures - 1));
  const own = ceiling / 2 + (ceiling / 2) * random;
  return Math.round(askedMs > 0 ? Math.max(own, askedMs * (1 + random / 4)) : own);
}

/** ms until an idle phone asks again, spread by a quarter each way. */
export const idleWait = (random: number): number => Math.round(IDLE_WAIT_MS * (0.75 + random / 2));

/** `Retry-After` as seconds or as a date. ms; 0 when absent or unreadable; at most an hour. */
export function retryAfterMs(header: string | null, nowMs: number): number {
  if (!header) return 0;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - nowMs;
  return Number.isFinite(ms) ? Math.min(3_600_000, Math.max(0, ms)) : 0;
}
