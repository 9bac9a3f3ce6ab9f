/** What the cash book says on the screen, and in the file for a spreadsheet (a golden file). */
import { expect, it } from 'vitest';
import { NO_UPPER_END } from '#domain/baseline';
import { monthOf, monthText, spanOfMonth, weekOf } from '#domain/book-days';
import type { BookRow } from '$lib/phone/money/book-rows';
import '$lib/words/id/common';
import '$lib/words/id/when';
import { bookCsv } from './book-csv';
import { goodsWords, lineWords, monthsToChoose, monthWords, piecesOf } from './book-words';
import { againstWords, answerWords } from './proof-words';

const at = (text: string) => Date.parse(`${text}+08:00`);
const line = (title: string, quantity: number, cost: number, listingId = 'l') => ({
  ...{ listingId, title, unit: listingId === '' ? '' : 'bungkus', quantity, cost },
});
const entry = (change: Partial<BookRow>): BookRow => {
  const lines = change.lines ?? [line('Keripik', 2, 10_000)];
  const rupiah = lines.reduce((sum, { cost, quantity }) => sum + cost * quantity, 0);
  return {
    ...{ id: 'i', kind: 'sale' as const, channel: 'stall' as const, atMs: at('2026-11-23T09:05') },
    ...{ number: '', takenBack: false, state: 'sent' as const, rupiah, lines },
    ...change,
  };
};

it('a month as a file: BOM, commas, CRLF, quotes, WITA, whole rupiah, and no formula anywhere', async () => {
  const csv = bookCsv([
    entry({
      kind: 'order',
      channel: 'app',
      number: '2005-K7-1',
      atMs: at('2026-11-01T00:00'),
      lines: [line('Bingka', 1, 15_000), line('Keripik pisang, pedas', 3, 12_500)],
    }),
    entry({ channel: 'wa', lines: [line('Teh "tarik"', 1, 5_000), line('', 1, 3_000, '')] }),
    entry({ lines: [line('=HYPERLINK("http://jahat.example","klik")', 1, 1_000)] }),
    entry({
      lines: [
        line('+62 dan seterusnya', 1, 2),
        line('-1', 1, 2),
        line('@sum(A1)', 1, 2),
        line(' =1+1', 1, 2),
      ],
    }),
    entry({ kind: 'back', atMs: at('2026-11-30T23:59'), lines: [line('Keripik', -2, 10_000)] }),
  ]);
  await expect(csv).toMatchFileSnapshot('golden/book.csv');
  expect(csv.charCodeAt(0)).toBe(0xfeff);
  const rows = csv.slice(1).split('\r\n');
  expect(rows.at(-1)).toBe('');
  expect(rows.join('')).not.toContain('\n');
  expect(csv).toContain('2026-11-01,00:00,Pesanan,Pesanan aplikasi,2005-K7-1,');
  expect(csv).toContain('2026-11-30,23:59,Pembatalan,Lapak,,Keripik,-2,bungkus,10000,-20000');
  for (const cell of rows.flatMap((row) => row.split(','))) expect(cell).not.toMatch(/^"?\s*[=+@]/);
});

it('lines of the book in words', () => {
  expect(lineWords(entry({}))).toBe('2 × Keripik');
  expect(lineWords(entry({ kind: 'order', number: '2005-K7-1' }))).toBe('Pesanan 2005-K7-1');
  const back = entry({ kind: 'back', lines: [line('Keripik', -2, 1), line('Bingka', -1, 1)] });
  expect(lineWords(back)).toBe('Pembatalan: 2 × Keripik, 1 × Bingka');
  expect(goodsWords({ lines: [line('Es teh', 1, 3_000, ''), line('', 1, 500, '')] })).toBe(
    'Es teh, Tanpa barang',
  );
});

it('a week is told by its days, a month by sevens, a day is not cut', () => {
  const now = at('2026-11-23T12:00');
  expect(piecesOf(weekOf(now)).map(({ label }) => label)).toEqual([
    ...['Senin 23', 'Selasa 24', 'Rabu 25', 'Kamis 26', 'Jumat 27', 'Sabtu 28', 'Minggu 29'],
  ]);
  const october = spanOfMonth({ year: 2026, month: 10 });
  expect(piecesOf(october).map(({ label }) => label)).toEqual([
    ...['Tanggal 1–7', 'Tanggal 8–14', 'Tanggal 15–21', 'Tanggal 22–28', 'Tanggal 29–31'],
  ]);
  expect(piecesOf(spanOfMonth({ year: 2028, month: 2 })).at(-1)?.label).toBe('Tanggal 29');
  expect(piecesOf({ from: 5, to: 5 })).toEqual([]);
  expect(monthWords(monthOf(now))).toBe('November 2026');
  const some = [entry({ atMs: at('2026-12-31T23:00') }), entry({ atMs: at('2026-09-30T23:59') })];
  expect(monthsToChoose(some, at('2027-01-01T00:00')).map(monthText)).toEqual([
    ...['2027-01', '2026-12', '2026-11', '2026-10', '2026-09'],
  ]);
  expect(monthsToChoose([], now).map(monthText)).toEqual(['2026-11']);
});

it('before and after in words that claim no more than is known', () => {
  expect(answerWords({ low: 0, high: 0 })).toBe('Belum jualan');
  expect(answerWords({ low: 0, high: 500_000 })).toBe('Sampai Rp500.000');
  expect(answerWords({ low: 750_000, high: 750_000 })).toBe('Rp750.000');
  expect(answerWords({ low: 500_000, high: 1_000_000 })).toBe('Rp500.000 – Rp1.000.000');
  const over = { low: 5_000_000, high: NO_UPPER_END };
  expect(answerWords(over)).toBe('Lebih dari Rp5.000.000');
  const band = { low: 500_000, high: 1_000_000 };
  expect(againstWords(band, 1_250_000)).toBe('Lebih banyak Rp250.000 sampai Rp750.000.');
  expect(againstWords(band, 600_000)).toBe('Masih dalam kisaran jawaban itu.');
  expect(againstWords(band, 400_000)).toBe(
    'Yang tercatat kurang Rp100.000 sampai Rp600.000 dari jawaban.',
  );
  expect(againstWords({ low: 9, high: 9 }, 10)).toBe('Lebih banyak Rp1.');
  expect(againstWords(over, 4_000_000)).toBe('Yang tercatat kurang Rp1.000.000 dari jawaban.');
});
