/**
 * The cash book as a file for a spreadsheet: RFC 4180 (comma, quotes, CRLF) in UTF-8 with the mark that
 * makes Excel read it as such. One row for each thing sold; rupiah are whole numbers; times are WITA.
 *
 * Security: a product called `=HYPERLINK(…)` would be a formula in whoever's spreadsheet opens the file.
 * Texts that begin like one get an apostrophe in front (OWASP, CSV injection).
 */
import type { BookRow } from '$lib/phone/money/book-rows';
import { t } from '$lib/words/words';
import '$lib/words/id/money';

const BYTE_ORDER_MARK = '\uFEFF';
const WITA_OFFSET_MS = 8 * 60 * 60 * 1000;

/** @param rows in the order in which they are to stand */
export function bookCsv(rows: readonly BookRow[]): string {
  const lines = [headings(), ...rows.flatMap(rowsOf)];
  return BYTE_ORDER_MARK + lines.map((cells) => cells.map(cell).join(',') + '\r\n').join('');
}

const headings = (): string[] => [
  ...[t('money.csv.date'), t('money.csv.time'), t('money.csv.kind'), t('money.csv.way')],
  ...[t('money.csv.number'), t('money.csv.goods'), t('money.csv.quantity'), t('money.csv.unit')],
  ...[t('money.csv.cost'), t('money.csv.rupiah')],
];

function rowsOf(row: BookRow): (string | number)[][] {
  const wall = new Date(row.atMs + WITA_OFFSET_MS).toISOString();
  const about = [
    ...[wall.slice(0, 10), wall.slice(11, 16), t(`money.csv.${row.kind}`)],
    ...[t(`money.way.${row.channel}`), row.number],
  ];
  return row.lines.map(({ title, quantity, unit, cost }) => [
    ...about,
    ...[title || t('money.noProduct'), quantity, unit, cost, quantity * cost],
  ]);
}

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const harmless = /^[\s]*[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
