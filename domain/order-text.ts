/**
 * An order as one short line that fits into an SMS and survives being copied by hand: who it is for, how many
 * of which product, what it comes to, and two signs by which a slip of the finger is noticed.
 *
 *   `PSN 2005-K7-12 T7KQ2 P4F7Kx2 PM3WAx1 =27500 D63.11.07.2005 #C4`
 *
 * `PSN`: pesanan; its number, or `-` from a page that has none to give; `T`: the shop; `P`: a product and how
 * many; `=`: whole rupiah; `D`: the buyer's village; `#`: the check. Only signs of GSM-7, so that an SMS holds
 * 160 of them. Grammar: the product's conventions 3.3 (N2).
 */

/** Without 0 and O, 1 and I: what is read aloud is heard right. */
const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** Signs of one SMS. */
export const SMS_LENGTH = 160;

export interface OrderText {
  /** Empty: it has none. */
  readonly number: string;
  /** codeOf() the shop's id. */
  readonly shop: string;
  readonly items: readonly { readonly code: string; readonly quantity: number }[];
  /** Whole rupiah. */
  readonly total: number;
  /** Kemendagri code of the buyer's village; empty: not said. */
  readonly village: string;
}

/**
 * What a product or a shop is called in an order text: four signs that follow from its id and never change.
 * Of the products of one shop two may share theirs (of a hundred once in two hundred shops): whoever reads
 * the text asks the person which is meant.
 */
export function codeOf(id: string): string {
  // FNV-1a: ids of one phone are alike, their codes shall not be.
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at += 1) {
    hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193) >>> 0;
  }
  const bits = hash ^ (hash >>> 20);
  return [15, 10, 5, 0].map((by) => LETTERS.charAt((bits >>> by) & 31)).join('');
}

/** The line as it is sent. */
export function writeOrderText({ number, shop, items, total, village }: OrderText): string {
  const goods = items.map(({ code, quantity }) => ` P${code}x${quantity}`).join('');
  const where = village === '' ? '' : ` D${village}`;
  const line = `PSN ${number || '-'} T${shop}${goods} =${total}${where}`;
  return `${line} #${checkOf(line)}`;
}

/** CRC-8 (x⁸+x²+x+1) over capitals, in two signs: one wrong sign, or two that changed places, never pass. */
export function checkOf(line: string): string {
  let crc = 0;
  for (const letter of line.toUpperCase()) {
    crc ^= letter.charCodeAt(0) & 0xff;
    for (let bit = 0; bit < 8; bit += 1) crc = ((crc << 1) ^ (crc & 0x80 ? 0x07 : 0)) & 0xff;
  }
  return crc.toString(16).toUpperCase().padStart(2, '0');
}

/** Words with nothing but signs that every phone's SMS has: letters lose their accents, the rest goes. */
export const plainWords = (words: string): string =>
  words
    .normalize('NFKD')
    .replace(/[‘’]/g, "'")
    .replace(/[–—]/g, '-')
    .replace(/[^\n A-Za-z0-9!"#%&'()*+,\-./:;<=>?@_]/g, '')
    .replace(/ +/g, ' ');
