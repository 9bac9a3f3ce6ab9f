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

/**
 * `sms:+62812…?body=…`, for a message already begun. Androids and iPhones part body and number differently.
 *
 * @param e164 a stored number, or empty to let the person choose whom to write to
 * @param agent the browser's name for itself; empty where nobody knows, on a page made by the server
 */
export function smsLink(e164: string, text: string, agent: string): string {
  const mark = /iPhone|iPad|iPod/.test(agent) ? '&' : '?';
  return `sms:${e164}${mark}body=${encodeURIComponent(text)}`;
}
