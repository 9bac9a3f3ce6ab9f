/**
 * A phone number is how a person signs in and how a buyer reaches a seller, so it is kept in one
 * spelling only (`+628…`) and shown in another (`0812-3456-7890`).
 */

/**
 * Reads a mobile number as people type it and gives its one stored spelling (E.164).
 *
 * Accepts `0812 3456 7890`, `62-812…`, `+62 812…`, `0062812…`, `8123456789` and the common slip
 * `+62 0812…`. Rule: an Indonesian mobile number starts with 8 after the country code and has 9 to
 * 12 digits there; landlines and foreign numbers are refused because no SMS or WhatsApp order would
 * reach them.
 *
 * @returns `+62…`, or null when this is not a mobile number
 */
export function toE164(text: string): string | null {
  const trimmed = text.trim();
  // Letters are refused, not dropped: "0812 3456 789O" would otherwise become somebody else's number.
  if (!/^\+?[\d\s().\u2010-\u2015-]+$/.test(trimmed)) return null;
  const digits = trimmed.replace(/\D/g, '');
  const national = digits.replace(trimmed.startsWith('+') ? /^620?/ : /^(?:00620?|620?|0)?/, '');
  const startsAbroad = trimmed.startsWith('+') && national === digits;
  return !startsAbroad && /^8\d{8,11}$/.test(national) ? `+62${national}` : null;
}

/**
 * Shows a stored number the way it is read aloud: `+6281234567890` → `0812-3456-7890`.
 *
 * A text that is not a stored number is given back untouched: showing it oddly is better than
 * hiding it.
 */
export function showPhone(e164: string): string {
  if (!/^\+628\d{8,11}$/.test(e164)) return e164;
  const digits = `0${e164.slice(3)}`;
  return `${digits.slice(0, 4)}-${digits.slice(4, 8)}-${digits.slice(8)}`;
}
