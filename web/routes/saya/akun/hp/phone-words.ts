/** What a phone is called in a list, and what is known of it: enough to tell one's own from a stranger's. */
import { relativeTime } from '$lib/words/when';
import { t, type PlainKey } from '$lib/words/words';
import type { PhoneOfPerson } from '../../../far-answers';
import '$lib/words/id/account';

const systems = ['android', 'iphone', 'windows', 'chromeos', 'mac', 'linux'];
const browsers: Readonly<Record<string, string>> = {
  samsung: 'Samsung Internet',
  opera: 'Opera',
  edge: 'Edge',
  firefox: 'Firefox',
  chrome: 'Chrome',
  safari: 'Safari',
};

/** `HP Android, Chrome` from `android chrome`. */
export function phoneName(label: string): string {
  const [system = '', browser = ''] = label.split(' ');
  const kind = systems.includes(system) ? system : 'other';
  const name = t(`account.phones.${kind}` as PlainKey);
  const through = browsers[browser];
  return through ? `${name}, ${through}` : name;
}

/** When it was last heard of, what it still held then, and whether it may speak at all. */
export function phoneFacts(phone: PhoneOfPerson, nowMs: number): string[] {
  const seen =
    phone.lastSeenMs === null
      ? t('account.phones.neverSeen')
      : t('account.phones.seen', { when: relativeTime(phone.lastSeenMs, nowMs) });
  const facts = phone.revoked ? [t('account.phones.revoked')] : [];
  if (phone.current) facts.push(t('account.phones.this'));
  else facts.push(seen);
  if (phone.waitingCount > 0) {
    facts.push(t('account.phones.waiting', { count: phone.waitingCount }));
  }
  if (!phone.revoked && !phone.signedIn) facts.push(t('account.phones.signedOut'));
  return facts;
}
