/**
 * The days of the cash book: today, this week, this month, another month, as the wall of the village counts
 * them (WITA). A day is a number since 1 January 1970; a span holds its first and its last day.
 */
import { witaDay } from './when';

export interface Span {
  /** witaDay() of the first and of the last day, both inside. */
  readonly from: number;
  readonly to: number;
}

export interface Month {
  readonly year: number;
  /** 1 is January. */
  readonly month: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

export const dayOf = (nowMs: number): Span => ({ from: witaDay(nowMs), to: witaDay(nowMs) });

/** Monday to Sunday (ISO 8601), the days to come among them. */
export function weekOf(nowMs: number): Span {
  const today = witaDay(nowMs);
  // 1 January 1970 was a Thursday.
  const from = today - ((((today + 3) % 7) + 7) % 7);
  return { from, to: from + 6 };
}

export const monthOf = (ms: number): Month => monthOfDay(witaDay(ms));

export function monthOfDay(day: number): Month {
  const date = new Date(day * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1 };
}

export function spanOfMonth({ year, month }: Month): Span {
  const from = Date.UTC(year, month - 1, 1) / DAY_MS;
  return { from, to: Date.UTC(year, month, 1) / DAY_MS - 1 };
}

export const daysIn = ({ from, to }: Span): number => to - from + 1;

/** @param by months later, or before with a number below zero */
export function monthsFrom({ year, month }: Month, by: number): Month {
  const counted = year * 12 + (month - 1) + by;
  return { year: Math.floor(counted / 12), month: (((counted % 12) + 12) % 12) + 1 };
}

/** The days of a span one by one. */
export const eachDay = ({ from, to }: Span): Span[] =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ from: from + index, to: from + index }));

/** A month in pieces of seven days from its first: 1–7, 8–14, 15–21, 22–28 and what is left. */
export function sevenDays({ from, to }: Span): Span[] {
  const count = Math.ceil((to - from + 1) / 7);
  return Array.from({ length: count }, (_, index) => ({
    from: from + 7 * index,
    to: Math.min(to, from + 7 * index + 6),
  }));
}

/** A moment inside a day, for those who say it in words: its noon in WITA. ms since epoch. */
export const noonOf = (day: number): number => day * DAY_MS + 4 * 60 * 60 * 1000;

/** `2026-11`, as an address or a file is called. */
export const monthText = ({ year, month }: Month): string =>
  `${year}-${String(month).padStart(2, '0')}`;

/** @returns null for what is no month of this century */
export function readMonth(text: string): Month | null {
  const [, year, month] = /^(20\d\d)-(0[1-9]|1[0-2])$/.exec(text) ?? [];
  return year && month ? { year: Number(year), month: Number(month) } : null;
}
