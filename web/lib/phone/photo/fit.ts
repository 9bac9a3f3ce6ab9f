/**
 * How small a picture must be to travel: sizes and qualities, tried from the best downwards until the
 * bytes fit. Pure: whoever can draw and encode hands that in.
 */

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What buyers are shown and what a bad signal can carry, in bytes and pixels of the longest side. */
export const FULL = { side: 1024, maxBytes: 60_000 } as const;
export const PREVIEW = { side: 480, maxBytes: 25_000 } as const;
export const THUMB = { side: 160, maxBytes: 8_000 } as const;
/** ThumbHash looks at no more than 100 pixels. */
export const HASH_SIDE = 100;

/** A picture beyond this would not fit into the memory of a cheap phone. */
export const MAX_PIXELS = 64_000_000;
export const MAX_FILE_BYTES = 40 * 1024 * 1024;

const QUALITIES = [0.82, 0.72, 0.6, 0.48, 0.36];
const SMALLER = 0.8;
const SMALLEST_SIDE = 64;

/** The largest size of the same shape whose sides are at most `longest`; never larger than it was. */
export function fitWithin({ width, height }: Size, longest: number): Size {
  const scale = Math.min(1, longest / Math.max(width, height));
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}

export interface Squeezed<B> extends Size {
  readonly bytes: B;
}

/**
 * Encodes with falling quality, then with fewer pixels, until it fits. Quality first: a village photo
 * at 48 % still sells, one with half the pixels does not.
 *
 * @param encode draws at this size and encodes with this quality (0–1)
 * @returns null if not even the smallest try fits, which no real picture does
 */
export async function squeeze<B extends { readonly byteLength: number }>(
  size: Size,
  maxBytes: number,
  encode: (size: Size, quality: number) => Promise<B>,
): Promise<Squeezed<B> | null> {
  let current = size;
  for (;;) {
    for (const quality of QUALITIES) {
      const bytes = await encode(current, quality);
      if (bytes.byteLength <= maxBytes) return { ...current, bytes };
    }
    const longest = Math.max(current.width, current.height) * SMALLER;
    if (longest < SMALLEST_SIDE) return null;
    current = fitWithin(current, Math.round(longest));
  }
}
