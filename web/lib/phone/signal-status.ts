/**
 * The truth about signal, as one small table: from what is known, which sentence may be said. "Semua
 * sudah terkirim" only when nothing waits here and the server itself has said that it has everything.
 */
import { clockTime } from '#domain/when';
import { relativeTime, shortDate } from '$lib/words/when';
import type { Status } from '../ui/status-words';

/** Whether the last attempt to speak with the other side got through; nothing else counts as signal. */
export type Reach = 'unknown' | 'reached' | 'no-signal' | 'slow';

export interface SignalFacts {
  /** Entries and pictures without an answer. */
  readonly waiting: number;
  /** When the oldest of them was made. ms, corrected clock; null when none waits. */
  readonly oldestMs: number | null;
  /** Refused entries and open questions. */
  readonly needsYou: number;
  readonly reach: Reach;
  /** Until a busy other side is asked again. ms; counts only while `reach` is `slow`. */
  readonly retryInMs: number;
  /** A sending that is under way; `secondsLeft` once a rate has been measured. */
  readonly sending: {
    readonly done: number;
    readonly total: number;
    readonly secondsLeft?: number;
  } | null;
  /** When the server last said that it had everything. ms; null: never. */
  readonly allSentMs: number | null;
  /** Sending pauses until the person signs in again. */
  readonly paused: boolean;
  /** ms, corrected clock. */
  readonly nowMs: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** From here on the bar is amber: an ordinary day without signal has passed. */
export const AMBER_MS = DAY_MS;
/** From here on it is red, and a person is asked for (SORMAS alerts at three days). */
export const RED_MS = 3 * DAY_MS;

export function statusOf(facts: SignalFacts): Status {
  const { waiting, needsYou, sending } = facts;
  const ageMs = facts.oldestMs === null ? 0 : Math.max(0, facts.nowMs - facts.oldestMs);
  if (sending && sending.total > 0 && facts.reach !== 'no-signal')
    return { state: 'sending', ...sending };
  if (waiting > 0 && ageMs >= RED_MS) return { state: 'late', days: Math.floor(ageMs / DAY_MS) };
  if (needsYou > 0) return { state: 'needs-you', count: needsYou };
  if (waiting > 0 && facts.paused) return { state: 'needs-you', count: waiting };
  if (facts.reach === 'slow' && waiting > 0)
    return { state: 'slow', minutes: Math.round(facts.retryInMs / MINUTE_MS) };
  const count = { count: waiting, ...waitingSince(facts, ageMs) };
  if (facts.reach === 'no-signal') return { state: 'no-signal', ...count };
  if (waiting > 0) return { state: 'waiting', ...count };
  if (facts.allSentMs === null) return { state: 'empty' };
  const today = shortDate(facts.allSentMs) === shortDate(facts.nowMs);
  return today ? { state: 'sent', time: clockTime(facts.allSentMs) } : { state: 'sent' };
}

/** Nothing is asked of anybody after a day either: only since when it waits is said then. */
function waitingSince({ oldestMs, nowMs }: SignalFacts, ageMs: number): { since?: string } {
  return oldestMs !== null && ageMs >= AMBER_MS ? { since: relativeTime(oldestMs, nowMs) } : {};
}

/** Weight of the newest measurement: old figures fade within a few requests, as signal does. */
const NEWEST = 0.4;

/**
 * Bytes a second as measured, smoothed. Requests under 200 bytes say nothing about the rate.
 *
 * @param previous bytes per second, or null before the first measurement
 */
export function measuredRate(
  previous: number | null,
  sizeBytes: number,
  tookMs: number,
): number | null {
  if (sizeBytes < 200 || tookMs <= 0) return previous;
  const now = (sizeBytes / tookMs) * 1000;
  return previous === null ? now : previous * (1 - NEWEST) + now * NEWEST;
}

/** Seconds for what is left, or undefined before anything was measured. At least one. */
export function secondsLeft(leftBytes: number, bytesPerSecond: number | null): number | undefined {
  if (bytesPerSecond === null || bytesPerSecond <= 0) return undefined;
  return Math.max(1, Math.round(leftBytes / bytesPerSecond));
}
