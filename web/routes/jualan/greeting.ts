/** A greeting fits the hour of the village (WITA, UTC+8), whatever the phone's own settings claim. */
import type { PlainKey } from '$lib/words/words';
import '$lib/words/id/selling';

const HOUR_MS = 3_600_000;
const WITA_HOURS = 8;

/**
 * Pagi until eleven, siang until three, sore until six, malam until four, as commonly said here.
 *
 * @param nowMs ms since the epoch
 */
export function greetingAt(nowMs: number): PlainKey {
  const hour = Math.floor(nowMs / HOUR_MS + WITA_HOURS) % 24;
  if (hour < 4 || hour >= 18) return 'selling.evening';
  if (hour < 11) return 'selling.morning';
  return hour < 15 ? 'selling.midday' : 'selling.afternoon';
}
