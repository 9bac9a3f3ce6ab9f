import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clockTime } from '#domain/when';
import { dateAndTime, relativeTime, shortDate } from './when';

/** A moment by the village clock. */
const wita = (text: string) => Date.parse(`${text}+08:00`);
const now = wita('2026-11-22T16:20:00');
const anyMoment = fc.integer({ min: 0, max: wita('2099-12-31T23:59:59') });

describe('a moment is shown by the village clock', () => {
  test('whatever the world calls it', () => {
    expect(clockTime(Date.parse('2026-11-22T08:20:00Z'))).toBe('16.20');
    expect(clockTime(wita('2026-11-22T07:05:59'))).toBe('07.05');
    expect(shortDate(now)).toBe('Minggu 22 Nov');
    expect(dateAndTime(wita('2026-11-22T11:00:00'))).toBe('22 Nov 2026, 11.00');
  });

  test('with the day changing at midnight in Balangan, not in Greenwich', () => {
    expect(shortDate(Date.parse('2026-11-21T15:59:59Z'))).toBe('Sabtu 21 Nov');
    expect(shortDate(Date.parse('2026-11-21T16:00:00Z'))).toBe('Minggu 22 Nov');
  });

  test('as the time zone tables say for Asia/Makassar', () => {
    const clock = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'Asia/Makassar',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    const from1990 = fc.integer({ min: wita('1990-01-01T00:00'), max: wita('2099-12-31T23:59') });
    fc.assert(
      fc.property(from1990, (ms) => {
        expect(clockTime(ms)).toBe(clock.format(ms).replace(':', '.'));
      }),
    );
  });
});

describe('how long ago is said', () => {
  test.each([
    ['2026-11-22T16:19:30', 'baru saja'],
    ['2026-11-22T16:24:00', 'baru saja'],
    ['2026-11-22T16:19:00', '1 menit yang lalu'],
    ['2026-11-22T15:20:30', '59 menit yang lalu'],
    ['2026-11-22T13:10:00', '3 jam yang lalu'],
    ['2026-11-22T07:10:00', 'tadi pagi 07.10'],
    ['2026-11-22T01:10:00', 'tadi dini hari 01.10'],
    ['2026-11-21T16:20:00', 'kemarin 16.20'],
    ['2026-11-21T00:00:00', 'kemarin 00.00'],
    ['2026-11-20T23:59:00', 'Jumat 20 Nov'],
    ['2026-01-05T08:00:00', 'Senin 5 Jan'],
    ['2025-12-31T08:00:00', '31 Des 2025, 08.00'],
  ])('%s as %s', (moment, said) => {
    expect(relativeTime(wita(moment), now)).toBe(said);
  });

  test('by the same evening in parts of the day', () => {
    const evening = wita('2026-11-22T23:30:00');
    expect(relativeTime(wita('2026-11-22T12:05:00'), evening)).toBe('tadi siang 12.05');
    expect(relativeTime(wita('2026-11-22T16:20:00'), evening)).toBe('tadi sore 16.20');
  });

  test('across midnight in hours while it is still the same night', () => {
    expect(relativeTime(wita('2026-11-21T22:00:00'), wita('2026-11-22T01:00:00'))).toBe(
      '3 jam yang lalu',
    );
  });

  test('honestly when a clock runs far ahead: the date it claims, never "ago"', () => {
    expect(relativeTime(wita('2026-11-22T20:00:00'), now)).toBe('22 Nov 2026, 20.00');
    fc.assert(
      fc.property(anyMoment, fc.integer({ min: 5 * 60_000 + 1, max: 1e11 }), (ms, aheadMs) => {
        expect(relativeTime(ms + aheadMs, ms)).toBe(dateAndTime(ms + aheadMs));
      }),
    );
  });

  test('in words for every moment there is', () => {
    fc.assert(
      fc.property(anyMoment, anyMoment, (ms, nowMs) => {
        expect(relativeTime(ms, nowMs)).not.toMatch(/undefined|NaN/);
      }),
    );
  });
});
