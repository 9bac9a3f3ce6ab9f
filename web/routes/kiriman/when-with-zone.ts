/** When, with the name of the zone behind a time read off a clock: there are three in the country. */
import { relativeTime } from '$lib/words/when';

/** `kemarin 16.20 (WITA)`, but `baru saja` and `2 jam yang lalu`, which are the same in every zone. */
export const whenWithZone = (ms: number, nowMs: number): string =>
  relativeTime(ms, nowMs).replace(/\d\d\.\d\d$/, '$& (WITA)');
