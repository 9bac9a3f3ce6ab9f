/** One line of the outbox in the words of the market: what it is, what it says, how old and how big. */
import { formatRupiah } from '#domain/money';
import { readLines } from '#domain/order-lines';
import { relativeTime } from '$lib/words/when';
import type { OutboxEntry, OutboxRow } from '$lib/phone/views';
import type { IconName } from '$lib/ui/icons';
import type { RowState } from '$lib/ui/row-state';
import { t } from '$lib/words/words';
import '$lib/words/id/outbox';

const DAY_MS = 86_400_000;
const LATE_DAYS = 3;

export interface ToldRow {
  readonly icon: IconName;
  readonly title: string;
  /** The value that was said, if it fits in a few words. */
  readonly detail: string;
  /** `tadi pagi 07.10 · 0,4 KB` */
  readonly ageAndSize: string;
  readonly state: RowState;
  /** Waiting over three days: a person is needed. */
  readonly late: boolean;
}

const icons: Readonly<Record<string, IconName>> = {
  person: 'person',
  grant: 'people',
  shop: 'store',
  listing: 'tag',
  photo: 'camera',
  movement: 'basket',
  order: 'slip',
  sale: 'slip',
  baseline: 'slip',
  conflict: 'finger',
  handed: 'people',
};

/**
 * @param nowMs by the village's clock, ms since the epoch
 * @param sendingNow whether anything travels at this moment: an entry whose sending was cut off waits
 *   like the others
 */
export function tellRow(row: OutboxRow, nowMs: number, sendingNow: boolean): ToldRow {
  const ageMs = nowMs - row.madeMs;
  const waits = row.state === 'waiting' || (row.state === 'sending' && !sendingNow);
  const told = row.kind === 'photo' ? tellPhoto(row.subject, row.previewSent) : tellEntry(row);
  return {
    ...told,
    ageAndSize: `${relativeTime(row.madeMs, nowMs)} · ${sizeWords(row.sizeBytes)}`,
    state: waits ? waitingFor(ageMs) : stateOf(row),
    late: waits && ageMs >= LATE_DAYS * DAY_MS,
  };
}

/** `812 B`, `4,2 KB`, `1,2 MB`, as shops here write them. */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return t('outbox.bytes', { count: Math.max(0, Math.round(bytes)) });
  const comma = (value: number) =>
    (value < 10 ? value.toFixed(1) : String(Math.round(value))).replace('.', ',').replace(',0', '');
  if (bytes < 1_000_000) return t('outbox.kilobytes', { count: comma(bytes / 1000) });
  return t('outbox.megabytes', { count: comma(bytes / 1_000_000) });
}

const waitingFor = (ageMs: number): RowState => (ageMs >= DAY_MS ? 'old' : 'waiting');

function stateOf({ state }: OutboxRow): RowState {
  if (state === 'needs-you') return 'needs-you';
  return state === 'arrived' ? 'sent' : 'sending';
}

function tellPhoto(subject: string, previewSent: boolean) {
  return {
    icon: 'image' as IconName,
    title: t('outbox.photoOf', { name: subject || t('outbox.thing') }),
    detail: previewSent ? t('outbox.photo.preview') : '',
  };
}

function tellEntry(entry: OutboxEntry) {
  const name = entry.subject || t('outbox.thing');
  return { icon: iconOf(entry.action), title: titleOf(entry, name), detail: detailOf(entry) };
}

export const iconOf = (action: string): IconName =>
  icons[action.slice(0, action.indexOf('.'))] ?? 'outbox';

/** @param name of what it is about */
export function titleOf(
  { action, input }: Pick<OutboxEntry, 'action' | 'input'>,
  name: string,
): string {
  switch (action) {
    case 'listing.edit':
      if (input.soldOut === true) return t('outbox.act.listing.edit.soldOut', { name });
      if (input.soldOut === false) return t('outbox.act.listing.edit.there', { name });
      if (input.price !== undefined) return t('outbox.act.listing.edit.price', { name });
      return t('outbox.act.listing.edit', { name });
    case 'order.place':
      return t('outbox.act.order.place', { number: String(input.number) });
    case 'person.edit':
    case 'person.verify-phone':
    case 'grant.give':
    case 'grant.revoke':
    case 'order.agree':
    case 'order.cancel':
    case 'order.accept':
    case 'order.accept-part':
    case 'order.refuse':
    case 'order.ready':
    case 'order.hand-over':
    case 'sale.take-back':
    case 'baseline.say':
    case 'order.pay':
    case 'order.unpay':
    case 'order.receive':
    case 'order.unreceive':
    case 'shopMoney.keep':
      return t(`outbox.act.${action}`);
    case 'person.introduce':
    case 'shop.open':
    case 'shop.edit':
    case 'shop.verify':
    case 'listing.add':
    case 'listing.publish':
    case 'listing.hide':
    case 'listing.remove':
    case 'listing.restore':
    case 'photo.add':
    case 'photo.remove':
    case 'photo.restore':
    case 'movement.record':
    case 'conflict.decide':
      return t(`outbox.act.${action}`, { name });
    case 'sale.record':
      return t(input.channel === 'wa' ? 'outbox.act.sale.record.wa' : 'outbox.act.sale.record');
    case 'handed.take':
      return t('outbox.act.handed.take', { name });
    case 'handed.aside':
      return t(input.aside === false ? 'outbox.act.handed.back' : 'outbox.act.handed.aside', {
        name,
      });
    default:
      // An older app's entry, or a younger one's: still told, never hidden.
      return t('outbox.act.other');
  }
}

function detailOf({ action, input }: OutboxEntry): string {
  if (action === 'movement.record') {
    const count = Math.abs(Number(input.quantity));
    return t(Number(input.quantity) > 0 ? 'outbox.stockIn' : 'outbox.stockOut', { count });
  }
  if (action === 'sale.record') return formatRupiah(saleTotal(input));
  const isListing = action === 'listing.add' || action === 'listing.edit';
  if (isListing && typeof input.price === 'number' && input.price > 0) {
    return formatRupiah(input.price);
  }
  return '';
}

/** What a sale came to. Whole rupiah. */
export function saleTotal({ lines, amount }: OutboxEntry['input']): number {
  const sold = typeof lines === 'string' ? (readLines(lines) ?? []) : [];
  return sold.reduce((sum, { quantity, price }) => sum + quantity * price, Number(amount ?? 0));
}
