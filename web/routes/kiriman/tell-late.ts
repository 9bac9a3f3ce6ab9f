/** Work that came too late in the words of the market: what somebody wanted, and what became of it. */
import { categoryKeys } from '#domain/categories';
import { formatRupiah } from '#domain/money';
import { readLines } from '#domain/order-lines';
import type { HandedView } from '$lib/phone/handed-views';
import { relativeTime } from '$lib/words/when';
import { type PlainKey, t } from '$lib/words/words';
import { saleTotal } from './tell-row';
import '$lib/words/id/late';

const fields = [
  ...['title', 'name', 'price', 'unit', 'category', 'kind', 'about', 'phone', 'stock'],
  ...['soldOut', 'open'],
] as const;

export interface ToldLate {
  /** `Pak Udin mengubah harga jadi Rp15.000, belum dipakai.` */
  readonly wants: string;
  /** `Harga: Rp15.000`: one line for each thing, where the sentence does not say it. */
  readonly lines: readonly string[];
  /** `Sekarang Rp12.000.`; empty where nothing stands against it. */
  readonly now: string;
}

export function tellLate({ action, input, authorName, now }: HandedView): ToldLate {
  const who = authorName || t('late.who');
  if (action === 'sale.record') {
    const wants = t('late.wants.sale', { who, value: formatRupiah(saleTotal(input)) });
    return { wants, lines: soldLines(input.lines), now: '' };
  }
  // Emptied is said too: a price that came with an emptied text is not the price alone.
  const said = fields.filter((field) => input[field] !== undefined);
  const [only, ...more] = said;
  if (action === 'listing.edit' && only && more.length === 0) {
    if (only === 'price') return priceOnly(who, input.price, now.price);
    if (only === 'soldOut') {
      const wants = t(input.soldOut ? 'late.wants.soldOut' : 'late.wants.there', { who });
      return { wants, lines: [], now: '' };
    }
  }
  const isList = /^(listing|shop)\.(edit|add)$/.test(action);
  const lines = isList ? fields.flatMap((field) => lineOf(field, input[field], now[field])) : [];
  return { wants: wantsOf(action, who, Number(input.quantity)), lines, now: '' };
}

/** `2 × Keripik`: what had been sold. */
const soldLines = (said: unknown): string[] =>
  (typeof said === 'string' ? (readLines(said) ?? []) : []).map(({ quantity, title }) =>
    t('late.sold', { count: quantity, name: title }),
  );

function priceOnly(who: string, price: unknown, standing: unknown): ToldLate {
  const value = formatRupiah(Number(price));
  const differs = typeof standing === 'number' && standing !== price;
  return {
    wants: t('late.wants.price', { who, value }),
    lines: [],
    now: differs ? t('late.now', { value: formatRupiah(standing) }) : '',
  };
}

function wantsOf(action: string, who: string, quantity: number): string {
  switch (action) {
    case 'listing.add':
      return t('late.wants.add', { who });
    case 'listing.publish':
      return t('late.wants.publish', { who });
    case 'listing.hide':
      return t('late.wants.hide', { who });
    case 'listing.remove':
      return t('late.wants.remove', { who });
    case 'listing.restore':
      return t('late.wants.restore', { who });
    case 'movement.record': {
      const count = Math.abs(quantity);
      return t(quantity > 0 ? 'late.wants.stockIn' : 'late.wants.stockOut', { who, count });
    }
    default:
      return t('late.wants.edit', { who });
  }
}

function lineOf(field: (typeof fields)[number], value: unknown, standing: unknown): string[] {
  if (value === undefined) return [];
  const said = { label: t(`late.field.${field}`), value: valueWords(field, value) };
  // A text of many lines is compared in the shop, not between brackets.
  const compares = standing !== undefined && standing !== value && field !== 'about';
  return compares
    ? [t('late.field.against', { ...said, now: valueWords(field, standing) })]
    : [t('late.field', said)];
}

function valueWords(field: string, value: unknown): string {
  if (typeof value === 'boolean') return t(value ? 'late.yes' : 'late.no');
  if (field === 'price') return formatRupiah(Number(value));
  const text = String(value);
  if ((field === 'category' || field === 'kind') && categoryKeys.some((key) => key === text))
    return t(`category.${text}` as PlainKey);
  return text || t('late.empty');
}

/** Where it stands, for whoever said it. */
export function fateOf({ status, decidedMs }: HandedView, nowMs: number): string {
  if (status === 'open') return t('late.mine.open');
  const when = relativeTime(decidedMs, nowMs);
  return t(status === 'taken' ? 'late.mine.taken' : 'late.mine.aside', { when });
}
