/** How long there is still to wait, said so that it can be counted down: `4 menit 20 detik`. */
import { t } from '$lib/words/words';
import '$lib/words/id/account';

/** @param ms what is left; anything at or below zero counts as a second */
export function waitWords(ms: number): string {
  const all = Math.max(1, Math.ceil(ms / 1000));
  const seconds = all % 60;
  const minutes = Math.floor(all / 60) % 60;
  const hours = Math.floor(all / 3600);
  if (hours > 0) return t('account.time.hours', { hours, minutes });
  return minutes > 0
    ? t('account.time.minutes', { minutes, seconds })
    : t('account.time.seconds', { seconds });
}
