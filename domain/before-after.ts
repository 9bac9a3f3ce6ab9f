/**
 * Is it any better than before Jukung? Only whole months are held against the answer given at the start, and
 * each says on how many of its days something was written down: a day without a line may have been a good
 * day on which nobody wrote.
 */
import { sumOf, within, type BookEntry } from './book';
import { daysIn, type Month, monthOf, monthsFrom, spanOfMonth } from './book-days';
import { witaDay } from './when';

export interface MonthKnown {
  readonly month: Month;
  /** What came in. Whole rupiah. */
  readonly rupiah: number;
  /** Days on which anything was written down. */
  readonly known: number;
  readonly days: number;
}

/**
 * Months that are over and were written down from their first day on: the one in which the book begins is
 * whole only if it begins on the first. A month in which nothing was written says nothing and is left out.
 *
 * @returns the latest first
 */
export function wholeMonths(entries: readonly BookEntry[], nowMs: number): MonthKnown[] {
  const first = Math.min(...entries.map(({ atMs }) => witaDay(atMs)));
  if (!Number.isFinite(first)) return [];
  const today = witaDay(nowMs);
  const months: MonthKnown[] = [];
  for (
    let month = monthOf(nowMs);
    spanOfMonth(month).from >= first;
    month = monthsFrom(month, -1)
  ) {
    const span = spanOfMonth(month);
    if (span.to >= today) continue;
    const its = within(entries, span);
    const known = new Set(its.map(({ atMs }) => witaDay(atMs))).size;
    if (known > 0) months.push({ month, rupiah: sumOf(its), known, days: daysIn(span) });
  }
  return months;
}

/** What a month used to bring, from … to. Whole rupiah. */
export interface Before {
  readonly low: number;
  readonly high: number;
}

/** A month against the answer: how, and by how much at least and at most. Rupiah, never below zero. */
export interface Against {
  readonly how: 'less' | 'within' | 'more';
  readonly least: number;
  readonly most: number;
}

export function against({ low, high }: Before, rupiah: number): Against {
  if (rupiah > high) return { how: 'more', least: rupiah - high, most: rupiah - low };
  if (rupiah < low) return { how: 'less', least: low - rupiah, most: high - rupiah };
  return { how: 'within', least: 0, most: 0 };
}
