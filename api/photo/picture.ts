/**
 * What somebody sent becomes a picture of ours, or nothing. The bytes are decoded whole, turned upright
 * and kept only as pixels: whatever else was in the file (the place, the phone, a hidden payload) stays
 * behind. No byte of the sender's file is ever served to anybody.
 */
import sharp from 'sharp';
import { rgbaToThumbHash } from 'thumbhash';

import { Problem } from '../problem';

/** A phone's biggest sensor mode by far; decoded it is 75 MB, and pictures are decoded one at a time. */
const MAX_PIXELS = 25_000_000;
/** Everything buyers see is made from this; more would only cost memory. */
const WORKING_SIDE = 1280;
const THUMB_SIDE = 100;

sharp.cache(false);
// One core stays free for people: pictures may wait, a sync may not.
sharp.concurrency(1);

/** Upright pixels, RGB, without anything else. */
export interface Picture {
  readonly pixels: Buffer;
  readonly width: number;
  readonly height: number;
}

/** @throws Problem photo.unreadable for anything that is not whole and one of the four formats */
export async function readPicture(bytes: Uint8Array): Promise<Picture & { thumbhash: string }> {
  // Security: by the first bytes, before any decoder runs. SVG, PDF and friends never reach libvips.
  if (!isPictureFile(bytes)) throw new Problem('photo.unreadable');
  try {
    const { data, info } = await sharp(bytes, { failOn: 'error', limitInputPixels: MAX_PIXELS })
      .autoOrient()
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .resize(WORKING_SIDE, WORKING_SIDE, { fit: 'inside', withoutEnlargement: true })
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) throw new Problem('photo.unreadable');
    const picture = { pixels: data, width: info.width, height: info.height };
    return { ...picture, thumbhash: await thumbhashOf(picture) };
  } catch {
    throw new Problem('photo.unreadable');
  }
}

/** The pixels as the start of another picture. */
export const paint = (picture: Picture) =>
  sharp(picture.pixels, {
    raw: { width: picture.width, height: picture.height, channels: 3 },
  });

/** Some twenty bytes that stand in for the picture until it comes. Base64. */
async function thumbhashOf(picture: Picture): Promise<string> {
  const { data, info } = await paint(picture)
    .resize(THUMB_SIDE, THUMB_SIDE, { fit: 'inside', withoutEnlargement: true })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return Buffer.from(rgbaToThumbHash(info.width, info.height, data)).toString('base64');
}

function isPictureFile(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  return (
    head.startsWith('\xff\xd8\xff') ||
    head.startsWith('\x89PNG\r\n\x1a\n') ||
    /^RIFF[^]{4}WEBP/.test(head) ||
    /^[^]{4}ftypavi[fs]/.test(head)
  );
}
