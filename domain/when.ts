/**
 * When something happened, said the way people here say it: by the clock of the village, which is
 * WITA, whatever the phone's own settings claim. The words themselves arrive from whoever speaks
 * (web/lib/words/when.ts).
 *
 * WITA (Asia/Makassar) has been UTC+8 without summer time since 1988, so plain arithmetic serves;
 * `Intl` would cost a cheap phone time and differ between browsers. "Now" is always an argument: the
 * caller knows how wrong this phone's clock is, this file does not.
 */
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const witaOffsetMs = 8 * hourMs;

/**
 * What a language says for times, with the places it needs: `days` from Sunday and `months` from January
 * parted by blanks; `parts` of the day parted by commas (before four, eleven, three and six, and the rest);
 * `justNow`; `minutesAgo` and `hoursAgo` with `{count}`; `earlierToday` with `{part}` and `{time}`;
 * `yesterday` with `{time}`.
 */
type SayTime = (
  what:
    | 'days'
    | 'months'
    | 'parts'
    | 'justNow'
    | 'minutesAgo'
    | 'hoursAgo'
    | 'earlierToday'
    | 'yesterday',
  places?: Readonly<Record<string, string | number>>,
) => string;

/** `16.20`: hours and minutes in WITA, with the dot of Indonesian spelling. */
export function clockTime(ms: number): string {
  const wall = witaWall(ms);
  return `${twoDigits(wall.getUTCHours())}.${twoDigits(wall.getUTCMinutes())}`;
}

/** The ways to say a moment, in the words of one language. Each takes ms since the epoch. */
export interface TimeSaid {
  /** `Minggu 22 Nov`: the day in WITA. */
  readonly shortDate: (ms: number) => string;
  /** `22 Nov 2026`: a day of any year. */
  readonly fullDate: (ms: number) => string;
  /** `22 Nov 2026, 16.20`: for histories, where the year matters. */
  readonly dateAndTime: (ms: number) => string;
  /**
   * How long ago, in the words of a neighbour: `baru saja`, `5 menit yang lalu`, `3 jam yang lalu`,
   * `tadi pagi 07.10`, `kemarin 16.20`, `Kamis 19 Nov`, and the full date for another year.
   *
   * A moment a little ahead of now is `baru saja` (two phones never agree to the minute); one far
   * ahead is shown as the date it claims, so that a wrong clock can be seen and not believed.
   *
   * `nowMs` is this moment by the caller's best clock.
   */
  readonly relativeTime: (ms: number, nowMs: number) => string;
}

/** @param say the words of the language that is spoken */
export function sayTimes(say: SayTime): TimeSaid {
  const dayAndMonth = (wall: Date) =>
    `${wall.getUTCDate()} ${say('months').split(' ')[wall.getUTCMonth()]}`;
  const shortDate = (ms: number) => {
    const wall = witaWall(ms);
    return `${say('days').split(' ')[wall.getUTCDay()]} ${dayAndMonth(wall)}`;
  };
  const fullDate = (ms: number) => {
    const wall = witaWall(ms);
    return `${dayAndMonth(wall)} ${wall.getUTCFullYear()}`;
  };
  const dateAndTime = (ms: number) => `${fullDate(ms)}, ${clockTime(ms)}`;
  const relativeTime = (ms: number, nowMs: number) => {
    const agoMs = nowMs - ms;
    const ago = (unitMs: number) => ({ count: Math.floor(agoMs / unitMs) });
    if (agoMs >= -5 * minuteMs && agoMs < minuteMs) return say('justNow');
    if (agoMs >= minuteMs && agoMs < hourMs) return say('minutesAgo', ago(minuteMs));
    if (agoMs >= hourMs && agoMs < 6 * hourMs) return say('hoursAgo', ago(hourMs));

    const daysAgo = witaDay(nowMs) - witaDay(ms);
    const time = clockTime(ms);
    const part = say('parts').split(',')[partOfDay(ms)] ?? '';
    if (agoMs > 0 && daysAgo === 0) return say('earlierToday', { part, time });
    if (daysAgo === 1) return say('yesterday', { time });
    const sameYear = witaWall(ms).getUTCFullYear() === witaWall(nowMs).getUTCFullYear();
    return daysAgo > 1 && sameYear ? shortDate(ms) : dateAndTime(ms);
  };
  return { shortDate, fullDate, dateAndTime, relativeTime };
}

/** The parts of a day as commonly spoken: pagi until eleven, siang until three, sore until sunset. */
function partOfDay(ms: number): number {
  const hour = witaWall(ms).getUTCHours();
  return [4, 11, 15, 18].filter((end) => hour >= end).length;
}

/** A Date whose UTC fields read as the village's wall clock. */
function witaWall(ms: number): Date {
  return new Date(ms + witaOffsetMs);
}

/** Which WITA day, counted from the epoch: two moments of one day give the same number. */
export function witaDay(ms: number): number {
  return Math.floor((ms + witaOffsetMs) / dayMs);
}

/** The end of the day after this one in WITA, ms since epoch: until then an answer is waited for. */
export function endOfNextDay(ms: number): number {
  return (witaDay(ms) + 2) * dayMs - witaOffsetMs;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
