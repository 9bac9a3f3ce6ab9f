/** Moments in the words of the language that is spoken; the arithmetic is domain/when's. */
import { sayTimes } from '#domain/when';
import './id/when';
import { t, type PlainKey } from './words';

// Which words have places to fill is domain/when's business.
const say = t as (key: PlainKey, places?: Readonly<Record<string, string | number>>) => string;

export const { shortDate, fullDate, dateAndTime, relativeTime } = sayTimes((what, places) =>
  say(`when.${what}` as PlainKey, places),
);
