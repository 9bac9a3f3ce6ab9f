/** How far a phone is behind: since when its oldest unsent work has waited, as far as it has told. */

const DAY_MS = 86_400_000;

export type Lateness = 'fresh' | 'old' | 'late';

/**
 * @param lastSeenMs when the phone last spoke, ms since the epoch
 * @param oldestAgeMs how old its oldest unsent work was then, ms
 * @returns whole days; `old` above one day and `late` above three, as everywhere in Jukung
 */
export function daysBehind(
  lastSeenMs: number,
  oldestAgeMs: number,
  nowMs: number,
): { readonly days: number; readonly lateness: Lateness } {
  const ageMs = Math.max(0, nowMs - lastSeenMs) + oldestAgeMs;
  const lateness = ageMs > 3 * DAY_MS ? 'late' : ageMs > DAY_MS ? 'old' : 'fresh';
  return { days: Math.floor(ageMs / DAY_MS), lateness };
}
