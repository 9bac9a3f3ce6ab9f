/** I37: nobody waits for ever: an order that nobody answers ends when its time is over, and not before. */
import type { OrderValues } from '../../order';
import type { ListingValues } from '../../listing';
import type { Village } from '../village';

/** The four in which somebody is still to do something; said here once more, not asked of the machine. */
export const OPEN: ReadonlySet<string> = new Set(['placed', 'asks', 'accepted', 'ready']);

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** WITA is eight hours ahead. */
const AHEAD_MS = 8 * HOUR_MS;

/** Midnight after the next day, by the clock of the village. */
export const timeIsOver = (fromMs: number): number =>
  (Math.floor((fromMs + AHEAD_MS) / DAY_MS) + 2) * DAY_MS - AHEAD_MS;

/** The server has just looked: what was due then is open no longer. */
export function dueIsExpired(village: Village, nowMs: number): void {
  for (const [name, { noun, values }] of village.history.rows) {
    if (noun !== 'order') continue;
    const { status, expiresMs } = values as OrderValues;
    if (OPEN.has(status) && expiresMs <= nowMs)
      village.blame('I37', `${name} is ${status} though its time is over`);
  }
}

/** Days later nobody waits for anything, and nothing is kept for anybody. */
export function judgeMorningAfter(village: Village): void {
  for (const [name, { noun, values }] of village.history.rows) {
    if (noun === 'order' && OPEN.has((values as OrderValues).status))
      village.blame('I37', `${name} is ${(values as OrderValues).status} for ever`);
    if (noun === 'listing' && (values as ListingValues).reserved !== 0)
      village.blame('I31', `${name} keeps ${(values as ListingValues).reserved} for nobody`);
  }
}
