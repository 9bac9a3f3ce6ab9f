/**
 * What can be done about a consignment that needs the person: the place where it is put right, whether
 * another try can help, and in any case letting it go.
 */
import type { OutboxRow } from '$lib/phone/views';
import type { PlainKey } from '$lib/words/words';
import '$lib/words/id/outbox';

export interface WayOn {
  /** The place where the cause is put right; null when there is none. */
  readonly place: { readonly href: string; readonly word: PlainKey } | null;
  readonly mayTryAgain: boolean;
}

const needsAccount = new Set(['account.needed', 'guest.limit']);
const needsSignIn = new Set(['session.expired', 'device.unknown']);
/** Saying it again would be answered the same. */
const hopeless = new Set(['stamp.forged', 'row.exists', 'conflict.unknown', 'grant.unknown']);

export function wayOn(row: OutboxRow): WayOn {
  const set = row.kind === 'entry' && row.result === 'quarantined';
  return { place: placeOf(row), mayTryAgain: !set && !hopeless.has(row.code) };
}

function placeOf(row: OutboxRow): WayOn['place'] {
  if (needsAccount.has(row.code)) return { href: '/daftar', word: 'outbox.register' };
  if (needsSignIn.has(row.code)) return { href: '/masuk', word: 'outbox.signIn' };
  const order = orderPlace(row);
  if (order !== '') return { href: order, word: 'outbox.open' };
  const listingId = listingOf(row);
  if (listingId === '') return null;
  const word = row.kind === 'photo' ? 'outbox.changePhoto' : 'outbox.open';
  return { href: `/jualan/produk/${listingId}`, word };
}

const buyersDeeds = new Set(['order.agree', 'order.cancel']);

function orderPlace(row: OutboxRow): string {
  if (row.kind !== 'entry' || row.noun !== 'order') return '';
  // An order that was turned down at birth has no page; the list tells of it.
  if (row.action === 'order.place') return '/pesanan';
  return `${buyersDeeds.has(row.action) ? '' : '/jualan'}/pesanan/${row.rowId}`;
}

function listingOf(row: OutboxRow): string {
  if (row.kind === 'photo') return row.listingId;
  const { input, noun, rowId } = row;
  if (typeof input.listingId === 'string') return input.listingId;
  // A product that was turned down at birth has no page.
  return noun === 'listing' && row.action !== 'listing.add' ? rowId : '';
}
