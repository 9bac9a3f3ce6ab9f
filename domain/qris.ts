/**
 * The code on a stall's counter, of the kind every bank's app reads. A shop has one that never changes and
 * carries no sum; for each order we write another one beside it that says the sum, so that nobody has to
 * type it. Made on the phone, without signal, and nobody is asked for it.
 *
 * Written as EMVCo's merchant-presented mode in Bank Indonesia's dress: tag (2 digits), length (2 digits),
 * value, one after the other, and at the end a sum over everything before (CRC-16/CCITT-FALSE).
 *
 * Security: whoever pays trusts what stands here, so reading is strict. What is not understood word for
 * word is refused with a code, never mended. Fees (tags 55–57) are never written: nobody may be charged
 * more for paying this way (PBI 23/6/PBI/2021 art. 52).
 */

/** Why a text is not the code of a shop. */
export const qrisCodes = [
  /** Something else altogether: an address, a voucher, a foreign domestic scheme. */
  'qris.not_qris',
  /** It begins as one, and then lengths or signs do not fit. */
  'qris.broken',
  'qris.repeated',
  /** The sum at the end is not the sum, or no hexadecimal number at all. */
  'qris.crc',
  /** Made for one sum: it does not stay. */
  'qris.has_amount',
  /** Not in rupiah, or not of Indonesia. */
  'qris.foreign',
  'qris.incomplete',
  /** No sum that this kind of code can carry. */
  'qris.sum_unfit',
] as const;
export type QrisCode = (typeof qrisCodes)[number];

export interface QrisRefusal {
  readonly refused: QrisCode;
}

/** What a person reads to know whose code it is. */
export interface QrisMerchant {
  readonly name: string;
  readonly city: string;
  /** National number of the merchant, `ID` and 13 digits. */
  readonly nmid: string;
}

/** Signs of the longest code (EMVCo: 512). */
export const QRIS_LENGTH = 512;
const STATIC = '11';
const WITH_AMOUNT = '12';
/** Tag 54 holds 13 signs at most. */
const MOST_RUPIAH = 9_999_999_999_999;
/** The last tag, its length, and what the sum at the end is taken over too. */
const CRC_HEAD = '6304';
const FEES = ['55', '56', '57'];

type Tags = readonly (readonly [tag: string, value: string])[];

/**
 * Whose code it is, if it is the lasting code of a shop.
 *
 * @param text exactly what the camera read
 */
export function readQris(text: string): QrisMerchant | QrisRefusal {
  const tags = tagsOf(text);
  return 'refused' in tags ? tags : merchantOf(tags);
}

/**
 * The code for one sum.
 *
 * @param text the lasting code of a shop
 * @param sum whole rupiah
 */
export function qrisFor(text: string, sum: number): string | QrisRefusal {
  const tags = tagsOf(text);
  if ('refused' in tags) return tags;
  const merchant = merchantOf(tags);
  if ('refused' in merchant) return merchant;
  if (!Number.isSafeInteger(sum) || sum < 1 || sum > MOST_RUPIAH)
    return { refused: 'qris.sum_unfit' };
  const kept = tags.filter(([tag]) => !FEES.includes(tag) && tag !== '63');
  const after = kept.findIndex(([tag]) => tag > '54');
  const at = after === -1 ? kept.length : after;
  const said: Tags = [...kept.slice(0, at), ['54', String(sum)], ...kept.slice(at)];
  const written = said
    .map(([tag, value]) => oneTag(tag, tag === '01' ? WITH_AMOUNT : value))
    .join('');
  return sealed(written);
}

/** CRC-16/CCITT-FALSE: polynomial 0x1021, from 0xFFFF, nothing reflected. Of `123456789` it is 29B1. */
export function crcOf(text: string): string {
  let crc = 0xffff;
  for (let at = 0; at < text.length; at += 1) {
    crc ^= text.charCodeAt(at) << 8;
    for (let bit = 0; bit < 8; bit += 1) {
      crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
    }
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}

const sealed = (text: string): string => text + CRC_HEAD + crcOf(text + CRC_HEAD);

const oneTag = (tag: string, value: string): string =>
  tag + String(value.length).padStart(2, '0') + value;

function tagsOf(text: string): Tags | QrisRefusal {
  // Printable letters only, of which each is one byte: lengths count nothing else.
  if (!text.startsWith('000201')) return { refused: 'qris.not_qris' };
  if (text.length > QRIS_LENGTH || !/^[\x20-\x7e]*$/.test(text)) return { refused: 'qris.broken' };
  const tags = split(text);
  if (!tags) return { refused: 'qris.broken' };
  if (new Set(tags.map(([tag]) => tag)).size !== tags.length) return { refused: 'qris.repeated' };
  const end = tags.at(-1);
  if (end?.[0] !== '63' || end[1].length !== 4) return { refused: 'qris.broken' };
  if (end[1].toUpperCase() !== crcOf(text.slice(0, -4))) return { refused: 'qris.crc' };
  return tags;
}

/** @returns null where lengths do not lead exactly to the end */
function split(text: string): Tags | null {
  const tags: [string, string][] = [];
  for (let at = 0; at < text.length;) {
    const [, tag = '', length = ''] = /^(\d\d)(\d\d)/.exec(text.slice(at, at + 4)) ?? [];
    const value = text.slice(at + 4, at + 4 + Number(length));
    if (tag === '' || value === '' || value.length !== Number(length)) return null;
    tags.push([tag, value]);
    at += 4 + value.length;
  }
  return tags;
}

function merchantOf(tags: Tags): QrisMerchant | QrisRefusal {
  const byTag = new Map(tags);
  if (byTag.get('53') !== '360' || byTag.get('58') !== 'ID') return { refused: 'qris.foreign' };
  if (byTag.has('54') || byTag.get('01') === WITH_AMOUNT) return { refused: 'qris.has_amount' };
  if (byTag.get('01') !== STATIC) return { refused: 'qris.broken' };
  const templates = tags
    .filter(([tag]) => tag >= '26' && tag <= '51')
    .map(([, value]) => split(value));
  if (templates.some((inside) => inside === null)) return { refused: 'qris.broken' };
  const insides = templates.map((inside) => new Map(inside ?? []));
  if (insides.some((inside, index) => inside.size !== templates[index]?.length)) {
    return { refused: 'qris.repeated' };
  }
  const national = insides.find((inside) => inside.get('00') === 'ID.CO.QRIS.WWW');
  if (!national) return { refused: 'qris.not_qris' };
  const nmid = national.get('02') ?? '';
  const name = byTag.get('59')?.trim() ?? '';
  const city = byTag.get('60')?.trim() ?? '';
  const isWhole = /^ID\d{13}$/.test(nmid) && name !== '' && name.length <= 25 && city.length <= 15;
  if (!isWhole || city === '' || !/^\d{4}$/.test(byTag.get('52') ?? '')) {
    return { refused: 'qris.incomplete' };
  }
  return { name, city, nmid };
}
