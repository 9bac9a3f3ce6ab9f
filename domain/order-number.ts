/**
 * The number of an order, given without signal and read aloud at the stall: `2005-K7-12`, the buyer's
 * village, two letters of the phone, the how-manieth order of that phone. Letters that sound or look alike
 * (0 and O, 1 and I) are not used. Two phones may share their two letters: then the later order gets
 * another name beside its number (`2005-K7-12-B`).
 */
const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

export const ORDER_NUMBER_LENGTH = 20;
/** As a phone gives it. Second names are the server's to give: a phone that gave them could take another's. */
export const GIVEN_NUMBER = /^(\d{4}-[2-9A-HJ-NP-Z]{2}-[1-9]\d{0,5})?$/;
/** Of an order's number or alias. Empty: it has none. */
export const ORDER_NUMBER = /^(\d{4}-[2-9A-HJ-NP-Z]{2}-[1-9]\d{0,5}(-[2-9A-HJ-NP-Z]{1,3})?)?$/;

/**
 * The next number of this phone.
 *
 * @param village Kemendagri code of the buyer's village, `63.11.07.2005`
 * @param deviceId of this phone, a UUID
 * @param known numbers of the buyer's orders that this phone holds, of whatever phone
 */
export function nextOrderNumber(
  village: string,
  deviceId: string,
  known: Iterable<string>,
): string {
  const prefix = `${village.slice(-4)}-${deviceLetters(deviceId)}-`;
  let last = 0;
  for (const number of known) {
    if (number.startsWith(prefix)) last = Math.max(last, parseInt(number.slice(prefix.length), 10));
  }
  return `${prefix}${last + 1}`;
}

/** Two letters of a phone: ten bits of the random tail of its id. */
function deviceLetters(deviceId: string): string {
  const bits = parseInt(deviceId.slice(-4), 16);
  return letter(bits >> 5) + letter(bits);
}

/**
 * Another name for an order whose number is taken.
 *
 * @param nth how many have the number already: 1 gives `-B`, as people count second ones
 */
export function aliasOf(number: string, nth: number): string {
  let tail = '';
  for (let left = nth + LETTERS.indexOf('B') - 1; ; left = Math.floor(left / LETTERS.length) - 1) {
    tail = letter(left) + tail;
    if (left < LETTERS.length) return `${number}-${tail}`;
  }
}

/** What everybody calls the order. */
export const calledNumber = ({ number, alias }: { number: string; alias: string }): string =>
  alias === '' ? number : alias;

const letter = (index: number): string => LETTERS.charAt(index % LETTERS.length);
