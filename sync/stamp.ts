/**
 * When was it said, and on which phone? A hybrid logical clock (Kulkarni et al. 2014): wall time as
 * far as the phone knows it, a counter for taps in the same millisecond, and the node that spoke.
 *
 * Phones' clocks lie by years, so a stamp never decides whether two changes were concurrent (that is
 * read from the versions they were made against, see merge.ts). It only picks which of two truly
 * concurrent values shows, and it names a value for ever: no two values share a stamp.
 *
 * Text form, fixed width so that plain string order is stamp order:
 *   9 base-36 digits of ms since epoch · 3 base-36 digits of counter · 14 characters of node.
 */
export type Stamp = string;

/** The clock a device carries: the last moment it spoke or heard. */
export interface Clock {
  ms: number;
  counter: number;
}

const MS_DIGITS = 9;
const COUNTER_DIGITS = 3;
export const MAX_MS = 36 ** MS_DIGITS - 1;
const MAX_COUNTER = 36 ** COUNTER_DIGITS - 1;
const NODE = /^[0-9a-f]{12}[0-9a-z]{2}$/;
const STAMP = /^[0-9a-z]{12}[0-9a-f]{12}[0-9a-z]{2}$/;
export const MAX_DEVICE_EPOCH = 36 ** 2 - 1;

/** The name a device signs its stamps with: the random tail of its UUID and its epoch (0…1295). */
export function nodeOf(deviceId: string, deviceEpoch: number): string {
  return deviceId.slice(-12) + deviceEpoch.toString(36).padStart(2, '0');
}

/** @throws RangeError on a node that nodeOf() did not make: our own mistake, never the world's. */
export function makeStamp(clock: Clock, node: string): Stamp {
  if (!NODE.test(node)) throw new RangeError(`not a node: ${node}`);
  return (
    clock.ms.toString(36).padStart(MS_DIGITS, '0') +
    clock.counter.toString(36).padStart(COUNTER_DIGITS, '0') +
    node
  );
}

/** True for a well-formed stamp, however wrong the clock behind it was. */
export function isStamp(value: unknown): value is Stamp {
  return typeof value === 'string' && STAMP.test(value);
}

export function stampMs(stamp: Stamp): number {
  return parseInt(stamp.slice(0, MS_DIGITS), 36);
}

export function stampCounter(stamp: Stamp): number {
  return stampClock(stamp).counter;
}

export function stampNode(stamp: Stamp): string {
  return stamp.slice(MS_DIGITS + COUNTER_DIGITS);
}

/** Whether two stamps were made on one phone, before or after it had to begin a new device epoch. */
export const samePhone = (a: Stamp, b: Stamp): boolean =>
  stampNode(a).slice(0, 12) === stampNode(b).slice(0, 12);

function stampClock(stamp: Stamp): Clock {
  return {
    ms: stampMs(stamp),
    counter: parseInt(stamp.slice(MS_DIGITS, MS_DIGITS + COUNTER_DIGITS), 36),
  };
}

/** The next moment after everything this clock has said or heard, at wall time `nowMs`. */
export function tick(clock: Clock, nowMs: number): Clock {
  const wall = clampMs(nowMs);
  if (wall > clock.ms) return { ms: wall, counter: 0 };
  if (clock.counter < MAX_COUNTER) return { ms: clock.ms, counter: clock.counter + 1 };
  return { ms: Math.min(clock.ms + 1, MAX_MS), counter: 0 };
}

/** The clock after hearing a stamp from elsewhere: what this phone says next sorts after it. */
export function hear(clock: Clock, stamp: Stamp): Clock {
  const heard = stampClock(stamp);
  if (heard.ms > clock.ms) return heard;
  if (heard.ms === clock.ms && heard.counter > clock.counter) return heard;
  return clock;
}

export function later(a: Stamp, b: Stamp): Stamp {
  return a > b ? a : b;
}

function clampMs(ms: number): number {
  if (!Number.isFinite(ms)) return 0;
  return Math.min(Math.max(0, Math.floor(ms)), MAX_MS);
}
