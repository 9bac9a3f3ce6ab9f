/** The cash book adds up, however its lines fall over days, ways and products. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { against, wholeMonths } from './before-after';
import { type BookEntry, bookChannels, byChannel, byProduct, bySpan, sumOf, within } from './book';
import {
  dayOf,
  daysIn,
  eachDay,
  monthOf,
  monthOfDay,
  monthsFrom,
  monthText,
  noonOf,
  readMonth,
  sevenDays,
  spanOfMonth,
  weekOf,
} from './book-days';
import { witaDay } from './when';

const DAY_MS = 86_400_000;
const at = (text: string) => Date.parse(`${text}+08:00`);
const NOON = at('2026-11-23T12:00');

const moment = fc.integer({ min: at('2026-01-01T00:00'), max: at('2027-12-31T23:59') });
const line = fc.record({
  ...{ listingId: fc.constantFrom('', 'a', 'b', 'c'), title: fc.constantFrom('Kue', 'Ikan') },
  ...{ unit: fc.constant('biji'), cost: fc.nat(50_000), quantity: fc.integer({ min: 1, max: 9 }) },
});
const entry: fc.Arbitrary<BookEntry> = fc
  .record({
    ...{ id: fc.uuid(), atMs: moment, channel: fc.constantFrom(...bookChannels) },
    ...{ lines: fc.array(line, { minLength: 1, maxLength: 4 }), isBack: fc.boolean() },
  })
  .map(({ id, atMs, channel, lines, isBack }) => {
    const sign = isBack ? -1 : 1;
    const its = lines.map((one) => ({ ...one, quantity: sign * one.quantity }));
    const rupiah = its.reduce((sum, { cost, quantity }) => sum + cost * quantity, 0);
    return { id, atMs, channel, lines: its, rupiah, kind: isBack ? 'back' : 'sale' };
  });
const entries = fc.array(entry, { maxLength: 40 });
const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

const sold = (text: string, rupiah: number): BookEntry => ({
  ...{ id: text, kind: 'sale', channel: 'stall', atMs: at(text), rupiah },
  lines: [{ listingId: '', title: '', unit: '', cost: rupiah, quantity: 1 }],
});

describe('the sums', () => {
  it('come to the same by way, by product and by day', () => {
    fc.assert(
      fc.property(entries, (some) => {
        const all = sumOf(some);
        expect(sum(Object.values(byChannel(some)))).toBe(all);
        expect(sum(byProduct(some).map(({ rupiah }) => rupiah))).toBe(all);
        const days = some.map(({ atMs }) => witaDay(atMs));
        const span = { from: Math.min(...days, 0), to: Math.max(...days, 0) };
        const months = [...new Set(days.map((day) => monthText(monthOfDay(day))))];
        const spans = months.flatMap((text) => readMonth(text) ?? []).map(spanOfMonth);
        expect(sum(bySpan(some, spans))).toBe(all);
        expect(within(some, span)).toEqual(some);
      }),
    );
  });

  it('of a sale and of what takes it back are nothing, and the product is not named', () => {
    fc.assert(
      fc.property(entry, (one) => {
        const lines = one.lines.map((its) => ({ ...its, quantity: -its.quantity }));
        const back: BookEntry = { ...one, kind: 'back', rupiah: -one.rupiah, lines };
        expect(sumOf([one, back])).toBe(0);
        expect(byProduct([one, back])).toEqual([]);
      }),
    );
  });

  it('name a product as it was called last, and the one that brought the most first', () => {
    const early = { ...sold('2026-11-01T10:00', 5_000), lines: [{ ...kue, title: 'Kue lama' }] };
    const late = {
      ...sold('2026-11-02T10:00', 5_000),
      lines: [kue, { ...kue, listingId: 'b', cost: 90_000 }],
    };
    expect(byProduct([late, early]).map(({ title, quantity }) => [title, quantity])).toEqual([
      ['Kue', 1],
      ['Kue', 2],
    ]);
    expect(byProduct([late, early]).map(({ listingId }) => listingId)).toEqual(['b', 'a']);
  });
  const kue = { listingId: 'a', title: 'Kue', unit: 'biji', cost: 5_000, quantity: 1 };
});

describe('the days', () => {
  it('of every moment lie in one week from Monday to Sunday and in one month', () => {
    fc.assert(
      fc.property(moment, (ms) => {
        const day = witaDay(ms);
        const week = weekOf(ms);
        expect(daysIn(week)).toBe(7);
        expect(new Date(week.from * DAY_MS).getUTCDay()).toBe(1);
        expect(day).toBeGreaterThanOrEqual(week.from);
        expect(day).toBeLessThanOrEqual(week.to);
        const month = spanOfMonth(monthOf(ms));
        expect(day).toBeGreaterThanOrEqual(month.from);
        expect(day).toBeLessThanOrEqual(month.to);
        expect(spanOfMonth(monthsFrom(monthOf(ms), 1)).from).toBe(month.to + 1);
        expect(monthsFrom(monthsFrom(monthOf(ms), -7), 7)).toEqual(monthOf(ms));
        expect(readMonth(monthText(monthOf(ms)))).toEqual(monthOf(ms));
        for (const parts of [eachDay(month), sevenDays(month)]) {
          expect(parts[0]?.from).toBe(month.from);
          expect(parts.at(-1)?.to).toBe(month.to);
          expect(sum(parts.map(daysIn))).toBe(daysIn(month));
        }
        expect(witaDay(noonOf(day))).toBe(day);
      }),
    );
  });

  it('end at midnight in WITA, whatever the phone believes', () => {
    expect(dayOf(at('2026-11-23T23:59')).from).toBe(dayOf(NOON).from);
    expect(dayOf(at('2026-11-24T00:00')).from).toBe(dayOf(NOON).from + 1);
    expect(weekOf(NOON).from).toBe(witaDay(NOON));
    expect(weekOf(at('2026-11-22T23:59')).to).toBe(witaDay(NOON) - 1);
    expect(monthText(monthOf(at('2026-12-01T00:00')))).toBe('2026-12');
    expect(monthText(monthOf(at('2026-11-30T23:59')))).toBe('2026-11');
    expect(daysIn(spanOfMonth({ year: 2028, month: 2 }))).toBe(29);
  });

  it('are not read from what is no month', () => {
    for (const text of ['', '2026', '2026-13', '2026-00', '1999-01', '2026-1', '2026-011'])
      expect(readMonth(text)).toBeNull();
  });
});

describe('before and after', () => {
  it('holds only whole months that were written down from their first day on', () => {
    fc.assert(
      fc.property(entries, moment, (some, nowMs) => {
        const past = some.filter(({ atMs }) => atMs <= nowMs);
        const months = wholeMonths(past, nowMs);
        const first = Math.min(...past.map(({ atMs }) => witaDay(atMs)));
        for (const { month, rupiah, known, days } of months) {
          const span = spanOfMonth(month);
          expect(span.from).toBeGreaterThanOrEqual(first);
          expect(span.to).toBeLessThan(witaDay(nowMs));
          expect(rupiah).toBe(sumOf(within(past, span)));
          expect(known).toBeGreaterThan(0);
          expect(known).toBeLessThanOrEqual(days);
        }
        const order = months.map(({ month }) => monthText(month));
        expect(order).toEqual(order.toSorted().toReversed());
      }),
    );
  });

  it('leaves out the month of the beginning, unless it began on the first, and months without a line', () => {
    const some = [
      sold('2026-08-02T09:00', 10_000),
      sold('2026-09-05T09:00', 20_000),
      sold('2026-09-05T18:00', 5_000),
      sold('2026-11-02T09:00', 40_000),
    ];
    const told = (nowMs: number, list = some) =>
      wholeMonths(list, nowMs).map((one) => [
        monthText(one.month),
        one.rupiah,
        one.known,
        one.days,
      ]);
    expect(told(NOON)).toEqual([['2026-09', 25_000, 1, 30]]);
    expect(told(at('2026-11-30T23:59'))).toEqual([['2026-09', 25_000, 1, 30]]);
    expect(told(at('2026-12-01T00:00')).map(([month]) => month)).toEqual(['2026-11', '2026-09']);
    const fromTheFirst = [sold('2026-08-01T00:00', 1_000), ...some];
    expect(told(NOON, fromTheFirst).at(-1)).toEqual(['2026-08', 11_000, 2, 31]);
    expect(wholeMonths([], NOON)).toEqual([]);
  });

  it('says how a month stands to the answer, and never more than the answer allows', () => {
    const before = { low: 500_000, high: 1_000_000 };
    expect(against(before, 1_250_000)).toEqual({ how: 'more', least: 250_000, most: 750_000 });
    expect(against(before, 400_000)).toEqual({ how: 'less', least: 100_000, most: 600_000 });
    expect(against(before, 500_000).how).toBe('within');
    expect(against(before, 1_000_000).how).toBe('within');
    expect(against({ low: 0, high: 0 }, 1)).toEqual({ how: 'more', least: 1, most: 1 });
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(), (a, b, rupiah) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const { how, least, most } = against({ low, high }, rupiah);
        expect(least).toBeGreaterThanOrEqual(0);
        expect(most - least).toBe(how === 'within' ? 0 : high - low);
        expect(how === 'within').toBe(least === 0);
      }),
    );
  });
});
