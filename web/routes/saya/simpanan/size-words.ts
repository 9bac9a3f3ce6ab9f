/** How much room something takes, in the words on a phone's own settings: `340 KB`, `1,2 MB`. */
import { t } from '$lib/words/words';
import '$lib/words/id/outbox';

/** @param bytes a kilobyte is 1000 of them, as phones and mobile plans count */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return t('outbox.bytes', { count: bytes });
  if (bytes < 999_500) return t('outbox.kilobytes', { count: Math.round(bytes / 1000) });
  const tenths = Math.round(bytes / 100_000) / 10;
  const count = tenths >= 10 ? Math.round(tenths) : tenths;
  return t('outbox.megabytes', { count: String(count).replace('.', ',') });
}
