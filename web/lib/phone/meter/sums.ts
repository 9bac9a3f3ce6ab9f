/** From the days of the book to what a person asks: this week, this month, and for what. */
import { kinds, type Bytes, type DayBytes, type Kind } from './bytes-book';

export interface Span {
  readonly total: Bytes;
  readonly byKind: Readonly<Record<Kind, Bytes>>;
}

export interface Used {
  /** Monday until now. */
  readonly week: Span;
  /** From the first of this month until now. */
  readonly month: Span;
}

const DAY_MS = 86_400_000;

/** @param today number of the day in WITA since the epoch (`witaDay`) */
export function usedUntil(today: number, days: readonly DayBytes[]): Used {
  // The epoch began on a Thursday.
  const monday = today - ((today + 3) % 7);
  const first = today - new Date(today * DAY_MS).getUTCDate() + 1;
  const from = (start: number) => spanOf(days.filter(({ day }) => day >= start && day <= today));
  return { week: from(monday), month: from(first) };
}

function spanOf(days: readonly DayBytes[]): Span {
  const sumOf = (kind: Kind) =>
    days.reduce<Bytes>((sum, day) => plus(sum, day[kind] ?? NOTHING), NOTHING);
  const sums = kinds.map((kind) => [kind, sumOf(kind)] as const);
  return {
    total: sums.reduce<Bytes>((total, [, sum]) => plus(total, sum), NOTHING),
    byKind: Object.fromEntries(sums) as Record<Kind, Bytes>,
  };
}

const NOTHING: Bytes = { up: 0, down: 0 };
const plus = (a: Bytes, b: Bytes): Bytes => ({ up: a.up + b.up, down: a.down + b.down });
