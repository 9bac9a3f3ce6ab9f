/** Days, months, and how long ago something was. */
import { speak } from '../spoken';

export const when = speak({
  'when.days': 'Minggu Senin Selasa Rabu Kamis Jumat Sabtu',
  'when.months': 'Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des',
  'when.parts': 'dini hari,pagi,siang,sore,malam',
  'when.justNow': 'baru saja',
  'when.minutesAgo': '{count} menit yang lalu',
  'when.hoursAgo': '{count} jam yang lalu',
  'when.earlierToday': 'tadi {part} {time}',
  'when.yesterday': 'kemarin {time}',
});
