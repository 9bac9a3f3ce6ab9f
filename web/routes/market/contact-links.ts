/**
 * Ways to reach a seller that work on any phone, also without JavaScript: a call, or a WhatsApp message
 * already begun. Rule for wa.me: digits only, no plus sign, no leading zero, text percent-encoded.
 */

/** More than this some phones cut off; percent-encoded characters. */
const LONGEST_TEXT = 900;

/** `tel:+62812…` from a stored number. */
export function callLink(e164: string): string {
  return `tel:${e164}`;
}

/**
 * `https://wa.me/62812…?text=…`.
 *
 * @param e164 a stored number, or empty to let the person choose whom to write to
 */
export function whatsAppLink(e164: string, text: string): string {
  let words = [...text];
  while (encodeURIComponent(words.join('')).length > LONGEST_TEXT) words = words.slice(0, -10);
  return `https://wa.me/${e164.replace(/\D/g, '')}?text=${encodeURIComponent(words.join(''))}`;
}
