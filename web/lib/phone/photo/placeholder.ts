/** The blurred stand-in of a photo, painted from the thirty letters that travel inside its record. */
import { thumbHashToRGBA } from 'thumbhash';

/** `data:` address, or null when the letters say nothing. */
export function placeholderUrl(base64: string): string | null {
  if (base64 === '') return null;
  try {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const { w, h, rgba } = thumbHashToRGBA(bytes);
    const canvas = Object.assign(document.createElement('canvas'), { width: w, height: h });
    canvas.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(rgba), w, h), 0, 0);
    return canvas.toDataURL();
  } catch {
    return null;
  }
}
