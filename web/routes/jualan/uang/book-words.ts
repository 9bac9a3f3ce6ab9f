/** Lines and days of the cash book in words. */
import { eachDay, type Month, monthOf, noonOf, sevenDays, type Span } from '#domain/book-days';
import type { BookEntry } from '#domain/book';
import type { BookRow } from '$lib/phone/money/book-rows';
import { shortDate } from '$lib/words/when';
import { t } from '$lib/words/words';
import '$lib/words/id/money';

/** `November 2026` */
export const monthWords = ({ year, month }: Month): string =>
  t('money.monthOf', { month: t('money.months').split(' ')[month - 1] ?? '', year });

/** `2 × Keripik, 1 × Bingka`: what went over the table, however often it came back. */
export function goodsWords({ lines }: Pick<BookEntry, 'lines'>): string {
  return lines
    .map(({ listingId, title, quantity }) => {
      if (listingId === '' && title === '') return t('money.noProduct');
      if (listingId === '' && Math.abs(quantity) === 1) return title;
      return t('money.item', { count: Math.abs(quantity), name: title });
    })
    .join(', ');
}

/** What a line of the book is, in one line. */
export function lineWords(row: Pick<BookRow, 'kind' | 'number' | 'lines'>): string {
  if (row.kind === 'order') return t('money.order', { number: row.number });
  const what = goodsWords(row);
  return row.kind === 'back' ? t('money.back', { what }) : what;
}

export interface Piece {
  readonly span: Span;
  readonly label: string;
}

/** A span cut so that it reads at a glance: a week by its days, a month by sevens. */
export function piecesOf(span: Span): Piece[] {
  const days = span.to - span.from + 1;
  if (days <= 1) return [];
  if (days <= 7) {
    return eachDay(span).map((day) => ({ span: day, label: dayWords(day.from) }));
  }
  return sevenDays(span).map((seven) => ({ span: seven, label: dates(seven) }));
}

/** `Senin 23` */
const dayWords = (day: number): string => shortDate(noonOf(day)).split(' ').slice(0, 2).join(' ');

/** `Tanggal 1–7` of a month. */
function dates({ from, to }: Span): string {
  const start = new Date(noonOf(from)).getUTCDate();
  if (from === to) return t('money.dayOnly', { from: start });
  return t('money.daysOf', { from: start, to: start + to - from });
}

/** Months somebody can look at: from that of the first line to today's, the latest first. */
export function monthsToChoose(rows: readonly BookEntry[], nowMs: number): Month[] {
  const first = monthOf(Math.min(nowMs, ...rows.map(({ atMs }) => atMs)));
  const { year, month } = monthOf(nowMs);
  const count = (year - first.year) * 12 + (month - first.month) + 1;
  return Array.from({ length: Math.min(count, 120) }, (_, back) => {
    const counted = year * 12 + month - 1 - back;
    return { year: Math.floor(counted / 12), month: (counted % 12) + 1 };
  });
}
