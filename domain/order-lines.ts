/**
 * The lines of an order as one short text, so that an order fits between two breaths of the network: for
 * each product its id in 22 letters, how many, at which price, in which unit, under which name.
 *
 *   `AZ…22 letters…2 15000 7 bungkusKeripik pisang`
 */
import { kinId } from './kin-id';
import { LINES_PER_ORDER, MAX_QUANTITY } from './order';

/** One product as the buyer saw it. */
export interface WantedLine {
  readonly listingId: string;
  readonly title: string;
  readonly unit: string;
  /** Rupiah for one unit. */
  readonly price: number;
  readonly quantity: number;
}

const MAX_RUPIAH = 2_000_000_000;
const SIX_BITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const ID_LETTERS = 22;
const LINE = /^([A-Za-z0-9_-]{22})([1-9]\d{0,3}) (0|[1-9]\d{0,9}) (\d{1,2}) ([^\n]*)$/;
/** Signs of all lines of one order: 20 of the longest. */
export const LINES_TEXT_LENGTH = LINES_PER_ORDER * (ID_LETTERS + 4 + 10 + 2 + 20 + 80 + 4);

/** The lines as the input of `order.place` carries them. */
export function writeLines(wanted: readonly WantedLine[]): string {
  return wanted
    .map(
      ({ listingId, quantity, price, unit, title }) =>
        `${shortId(listingId)}${quantity} ${price} ${unit.length} ${unit}${title}`,
    )
    .join('\n');
}

/** @returns null for what writeLines() did not write, or lines no order may have */
export function readLines(text: string): readonly WantedLine[] | null {
  const lines = text.split('\n').map(readLine);
  const ids = new Set(lines.map((line) => line?.listingId));
  const fits = lines.length <= LINES_PER_ORDER && ids.size === lines.length;
  return fits && lines.every((line) => line !== null) ? (lines as WantedLine[]) : null;
}

function readLine(text: string): WantedLine | null {
  const [, id = '', count = '', price = '', unitLength = '', rest = ''] = LINE.exec(text) ?? [];
  if (id === '') return null;
  const listingId = longId(id);
  const line = {
    ...{ listingId, quantity: Number(count), price: Number(price) },
    ...{ unit: rest.slice(0, Number(unitLength)), title: rest.slice(Number(unitLength)) },
  };
  const fits =
    shortId(listingId) === id &&
    line.quantity <= MAX_QUANTITY &&
    line.price <= MAX_RUPIAH &&
    line.unit.length === Number(unitLength) &&
    line.unit.length <= 20 &&
    line.title.length <= 80;
  return fits ? line : null;
}

/** Sum of an order in rupiah. */
export const totalOf = (lines: readonly { quantity: number; cost: number }[]): number =>
  lines.reduce((sum, { quantity, cost }) => sum + quantity * cost, 0);

/** Numbers of an answer about an order's lines, in their order: `2 0 1`. */
export const writeQuantities = (quantities: readonly number[]): string => quantities.join(' ');

/** @returns null for what is no such list */
export function readQuantities(text: string): readonly number[] | null {
  const words = text.split(' ');
  if (words.length > LINES_PER_ORDER) return null;
  return words.every((word) => /^(0|[1-9]\d{0,3})$/.test(word)) ? words.map(Number) : null;
}

/** What a buyer says yes to: every line's quantity and price, so that nobody agrees to what they did not see. */
export const offerText = (lines: readonly Offered[]): string =>
  lines.map(({ quantity, cost }) => `${quantity}*${cost}`).join(' ');

export interface Offered {
  readonly quantity: number;
  /** Rupiah for one unit. */
  readonly cost: number;
}

/** Signs of the longest offerText(). */
export const OFFER_LENGTH = LINES_PER_ORDER * (4 + 1 + 10 + 1);

/** @returns null for what offerText() did not write */
export function readOffer(text: string): readonly Offered[] | null {
  const words = text.split(' ');
  if (words.length > LINES_PER_ORDER) return null;
  const offered = words.map((word) => {
    const [, quantity, cost] = /^(0|[1-9]\d{0,3})\*(0|[1-9]\d{0,9})$/.exec(word) ?? [];
    return { quantity: Number(quantity), cost: Number(cost) };
  });
  const fits = offered.every(({ quantity, cost }) => quantity >= 0 && cost <= MAX_RUPIAH);
  return fits ? offered : null;
}

/**
 * Rows that belong to an order have ids that follow from its own, so that nobody need say them.
 *
 * @param index of the line, from 0
 */
export const lineIdOf = (orderId: string, index: number): string => kinId(orderId, '8', index);
export const contactIdOf = (orderId: string): string => kinId(orderId, 'a', 0);
/** The movement by which the goods of a line leave the stock, of an order or of a sale. */
export const saleIdOf = (orderId: string, index: number): string => kinId(orderId, '9', index);

/** The sale that takes a sale back, and the movements by which its goods are on the table again. */
/** Of the movement by which goods of a sale leave: apart from an order's, so that neither takes the other's id. */
export const soldMoveIdOf = (saleId: string, index: number): string => kinId(saleId, 'd', index);
export const backIdOf = (saleId: string): string => kinId(saleId, 'b', 0);
export const backMoveIdOf = (saleId: string, index: number): string => kinId(saleId, 'c', index);

/** A UUID in 22 letters of six bits. */
function shortId(id: string): string {
  const hex = `${id.replaceAll('-', '')}0`;
  let letters = '';
  for (let at = 0; at < hex.length; at += 3) {
    const twelve = parseInt(hex.slice(at, at + 3), 16);
    letters += SIX_BITS.charAt(twelve >> 6) + SIX_BITS.charAt(twelve & 63);
  }
  return letters;
}

function longId(letters: string): string {
  let hex = '';
  for (let at = 0; at < letters.length; at += 2) {
    const twelve =
      SIX_BITS.indexOf(letters.charAt(at)) * 64 + SIX_BITS.indexOf(letters.charAt(at + 1));
    hex += twelve.toString(16).padStart(3, '0');
  }
  return hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
