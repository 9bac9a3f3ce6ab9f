/**
 * Status words: the one sentence for where everything sent from this phone stands. Having no signal is
 * a normal morning and says so; only waiting past three days asks for a person's help.
 */
import { t } from '$lib/words/words';
import '$lib/words/id/status';
import type { IconName } from './icons';

/** Where the phone's consignments stand, all together. */
export type Status =
  | { state: 'empty' }
  /** `since` is there once an ordinary day has passed: `kemarin 16.20`. */
  | { state: 'no-signal'; count: number; since?: string }
  | { state: 'waiting'; count: number; since?: string }
  /** The other side is busy; asked again after whole minutes, or before one is over. */
  | { state: 'slow'; minutes: number }
  | { state: 'sending'; done: number; total: number; secondsLeft?: number }
  | { state: 'sent'; time?: string }
  | { state: 'needs-you'; count: number }
  | { state: 'late'; days: number };

/** The looks of the bar: a tone (colour family) and an icon for each state. */
export const statusLooks: Record<Status['state'], { tone: string; icon: IconName }> = {
  empty: { tone: 'kosong', icon: 'phone-check' },
  'no-signal': { tone: 'tenang', icon: 'phone-check' },
  waiting: { tone: 'tenang', icon: 'phone-check' },
  slow: { tone: 'tenang', icon: 'clock' },
  sending: { tone: 'kirim', icon: 'sending' },
  sent: { tone: 'sampai', icon: 'sent' },
  'needs-you': { tone: 'perlu', icon: 'finger' },
  late: { tone: 'lewat', icon: 'finger' },
};

/** The look of a status: what has waited for over a day is amber, and as calm in its words as before. */
export function statusLook(status: Status): { tone: string; icon: IconName } {
  const isOld = 'since' in status && status.since !== undefined;
  return isOld ? { tone: 'perlu', icon: 'clock' } : statusLooks[status.state];
}

/**
 * The bold line and the plain line of a status.
 *
 * @param leadsOn the bar can be tapped; where it can't, nobody is told to
 */
export function statusWords(status: Status, leadsOn = false): { title: string; body: string } {
  switch (status.state) {
    case 'empty':
      return { title: t('status.empty.title'), body: t('status.empty.body') };
    case 'no-signal':
      return {
        title: t('status.noSignal.title'),
        body: noSignalBody(status.count, status.since),
      };
    case 'waiting':
      return {
        title: t('status.waiting.title', { count: status.count }),
        body: status.since
          ? t('status.waiting.since', { when: status.since })
          : t('status.waiting.body'),
      };
    case 'slow':
      return {
        title: t('status.slow.title'),
        body:
          status.minutes > 0
            ? t('status.slow.minutes', { minutes: status.minutes })
            : t('status.slow.soon'),
      };
    case 'sending':
      return {
        title: t('status.sending.title', { done: status.done, total: status.total }),
        body: status.secondsLeft
          ? t('status.sending.left', { seconds: status.secondsLeft })
          : t('status.sending.body'),
      };
    case 'sent':
      return {
        title: t('status.sent.title'),
        body: status.time ? t('status.sent.at', { time: status.time }) : '',
      };
    case 'needs-you':
      return {
        title: t('status.needsYou.title', { count: status.count }),
        body: t(leadsOn ? 'status.needsYou.body' : 'status.needsYou.here'),
      };
    case 'late':
      return {
        title: t('status.late.title', { days: status.days }),
        body: t('status.late.body'),
      };
  }
}

function noSignalBody(count: number, since: string | undefined): string {
  if (count === 0) return t('status.noSignal.body');
  return since
    ? t('status.noSignal.since', { count, when: since })
    : t('status.noSignal.count', { count });
}
