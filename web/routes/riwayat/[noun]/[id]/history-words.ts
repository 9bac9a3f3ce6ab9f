/** Fields and their values, said in the words of the market; and which of them a person may take back up. */
import { type CategoryKey, categoryKeys } from '#domain/categories';
import { formatRupiah } from '#domain/money';
import { showPhone } from '#domain/phone-number';
import { readQris } from '#domain/qris';
import { villageByCode } from '#domain/place/villages';
import { t, type PlainKey } from '$lib/words/words';
import '$lib/words/id/conflict';
import '$lib/words/id/selling';

type Value = string | number | boolean;

const fieldWords: Readonly<Record<string, Readonly<Record<string, PlainKey>>>> = {
  listing: {
    title: 'selling.edit.field.title',
    price: 'selling.edit.field.price',
    unit: 'selling.edit.field.unit',
    category: 'selling.edit.field.category',
    about: 'selling.edit.field.about',
    soldOut: 'selling.edit.field.soldOut',
    status: 'selling.edit.field.status',
  },
  shop: {
    name: 'history.field.name',
    kind: 'history.field.kind',
    about: 'history.field.about',
    phone: 'history.field.phone',
    open: 'history.field.open',
  },
  person: { name: 'history.field.name', village: 'history.field.village' },
  shopMoney: { qris: 'history.field.qris', account: 'history.field.account' },
};

/** Fields whose earlier values may be put back by tapping them (`decided` ones have ways of their own). */
const restorable: Readonly<Record<string, readonly string[]>> = {
  listing: ['title', 'price', 'unit', 'category', 'about', 'soldOut'],
  shop: ['name', 'kind', 'about', 'phone', 'open'],
  person: ['name', 'village'],
  shopMoney: ['qris', 'account'],
};

/** What a field is called; null for one that is nobody's business. */
export function fieldName(noun: string, field: string): string | null {
  const key = fieldWords[noun]?.[field];
  return key ? t(key) : null;
}

export const mayPutBack = (noun: string, field: string): boolean =>
  restorable[noun]?.includes(field) ?? false;

/** A value as people say it: rupiah, yes or no, the name of a village. */
export function valueWords(field: string, value: Value): string {
  if (field === 'price') return formatRupiah(Number(value));
  if (typeof value === 'boolean') return t(value ? 'history.yes' : 'history.no');
  const text = String(value);
  if ((field === 'category' || field === 'kind') && isCategory(text)) return t(`category.${text}`);
  if (field === 'village') return villageByCode(text)?.name ?? text;
  if (field === 'phone') return showPhone(text) || t('selling.edit.nothing');
  if (field === 'status') return statusWords(text);
  if (field === 'qris') return merchantWords(text);
  return text.trim() || t('selling.edit.nothing');
}

const isCategory = (text: string): text is CategoryKey => categoryKeys.some((key) => key === text);

/** Whose code it is: nobody reads the code itself. */
function merchantWords(code: string): string {
  const merchant = code === '' ? null : readQris(code);
  if (merchant === null) return t('selling.edit.nothing');
  return 'refused' in merchant ? code : `${merchant.name}, ${merchant.nmid}`;
}

function statusWords(status: string): string {
  switch (status) {
    case 'draft':
    case 'published':
    case 'hidden':
    case 'removed':
      return t(`selling.status.${status}`);
    default:
      return status;
  }
}
