/**
 * When something happened, said the way people here say it: by the clock of the village, which is
 * WITA, whatever the phone's own settings claim.
 *
 * WITA (Asia/Makassar) has been UTC+8 without summer time since 1988, so plain arithmetic serves;
 * `Intl` would cost a cheap phone time and differ between browsers. "Now" is always an argument: the
 * caller knows how wrong this phone's clock is, this file does not.
 */
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const witaOffsetMs = 8 * hourMs;

const dayNames = ['Minggu', 'Senin', 'Selasa', 'Rabu', 'Kamis', 'Jumat', 'Sabtu'];
const monthNames = 'Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des'.split(' ');

/** `16.20`: hours and minutes in WITA, with the dot of Indonesian spelling. */
export function clockTime(ms: number): string {
  const wall = witaWall(ms);
  return `${twoDigits(wall.getUTCHours())}.${twoDigits(wall.getUTCMinutes())}`;
}

/** `Minggu 22 Nov`: the day in WITA. */
export function shortDate(ms: number): string {
  const wall = witaWall(ms);
  return `${dayNames[wall.getUTCDay()]} ${wall.getUTCDate()} ${monthNames[wall.getUTCMonth()]}`;
}

/** `22 Nov 2026`: a day of any year. */
export function fullDate(ms: number): string {
  const wall = witaWall(ms);
  return `${wall.getUTCDate()} ${monthNames[wall.getUTCMonth()]} ${wall.getUTCFullYear()}`;
}

/** `22 Nov 2026, 16.20`: for histories, where the year matters. */
export function dateAndTime(ms: number): string {
  return `${fullDate(ms)}, ${clockTime(ms)}`;
}

/**
 * How long ago, in the words of a neighbour: `baru saja`, `5 menit yang lalu`, `3 jam yang lalu`,
 * `tadi pagi 07.10`, `kemarin 16.20`, `Kamis 19 Nov`, and the full date for another year.
 *
 * A moment a little ahead of now is `baru saja` (two phones never agree to the minute); one far
 * ahead is shown as the date it claims, so that a wrong clock can be seen and not believed.
 *
 * @param ms the moment, ms since the epoch
 * @param nowMs this moment by the caller's best clock, ms since the epoch
 */
export function relativeTime(ms: number, nowMs: number): string {
  const agoMs = nowMs - ms;
  if (agoMs >= -5 * minuteMs && agoMs < minuteMs) return 'baru saja';
  if (agoMs >= minuteMs && agoMs < hourMs) {
    return `${Math.floor(agoMs / minuteMs)} menit yang lalu`;
  }
  if (agoMs >= hourMs && agoMs < 6 * hourMs) return `${Math.floor(agoMs / hourMs)} jam yang lalu`;

  const daysAgo = witaDay(nowMs) - witaDay(ms);
  if (agoMs > 0 && daysAgo === 0) return `tadi ${partOfDay(ms)} ${clockTime(ms)}`;
  if (daysAgo === 1) return `kemarin ${clockTime(ms)}`;
  const sameYear = witaWall(ms).getUTCFullYear() === witaWall(nowMs).getUTCFullYear();
  return daysAgo > 1 && sameYear ? shortDate(ms) : dateAndTime(ms);
}

/** The parts of a day as commonly spoken: pagi until ten, siang until three, sore until sunset. */
function partOfDay(ms: number): string {
  const hour = witaWall(ms).getUTCHours();
  if (hour < 4) return 'dini hari';
  if (hour < 11) return 'pagi';
  if (hour < 15) return 'siang';
  return hour < 18 ? 'sore' : 'malam';
}

/** A Date whose UTC fields read as the village's wall clock. */
function witaWall(ms: number): Date {
  return new Date(ms + witaOffsetMs);
}

/** Which WITA day, counted from the epoch: two moments of one day give the same number. */
export function witaDay(ms: number): number {
  return Math.floor((ms + witaOffsetMs) / dayMs);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
