/** The blurred stand-in of a photo, painted from the thirty letters that travel inside its record. */
import { thumbHashToDataURL } from 'thumbhash';

/** `data:` address, or null when the letters say nothing. */
export function placeholderUrl(base64: string): string | null {
  if (base64 === '') return null;
  try {
    return thumbHashToDataURL(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
  } catch {
    return null;
  }
}
