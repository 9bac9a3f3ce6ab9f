/**
 * Row state: where one record stands on its way out of the phone. The same six words, pictures and
 * colours in every list.
 */
import type { PlainKey } from '../words/words';
import type { IconName } from './icons';

/** Where one record stands. `old` is a record waiting over one day. */
export type RowState = 'draft' | 'ready' | 'waiting' | 'old' | 'sending' | 'sent' | 'needs-you';

/** Word, picture and colour family of each state. */
export const rowLooks: Record<RowState, { word: PlainKey; icon: IconName; tone: string }> = {
  draft: { word: 'state.draft', icon: 'pencil', tone: 'tenang' },
  ready: { word: 'state.ready', icon: 'outbox', tone: 'tenang' },
  waiting: { word: 'state.waiting', icon: 'clock', tone: 'tenang' },
  old: { word: 'state.waiting', icon: 'clock', tone: 'perlu' },
  sending: { word: 'state.sending', icon: 'sending', tone: 'kirim' },
  sent: { word: 'state.sent', icon: 'sent', tone: 'sampai' },
  'needs-you': { word: 'state.needsYou', icon: 'finger', tone: 'perlu' },
};
