/** Moments in the words of the language that is spoken; the arithmetic is domain/when's. */
import { sayTimes } from '#domain/when';
import './id/when';
import { t } from './words';

export const { shortDate, fullDate, dateAndTime, relativeTime } = sayTimes({
  days: t('when.days').split(' '),
  months: t('when.months').split(' '),
  parts: t('when.parts').split(','),
  justNow: t('when.justNow'),
  minutesAgo: (count) => t('when.minutesAgo', { count }),
  hoursAgo: (count) => t('when.hoursAgo', { count }),
  earlierToday: (part, time) => t('when.earlierToday', { part, time }),
  yesterday: (time) => t('when.yesterday', { time }),
});
