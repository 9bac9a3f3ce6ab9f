/**
 * From a camera's file to something a village signal can carry: turned upright, at most 1024 pixels
 * long, under 60 KB, and without the place where it was taken (drawing it anew leaves all of that
 * behind). The same steps run in a worker, and on the page where a worker can't draw.
 */
import { rgbaToThumbHash } from 'thumbhash';
import {
  fitWithin,
  FULL,
  HASH_SIDE,
  MAX_FILE_BYTES,
  MAX_PIXELS,
  PREVIEW,
  type Size,
  squeeze,
  THUMB,
} from './fit';
import { HEAD_BYTES, type PictureHead, readHead } from './picture-head';

export type PhotoType = 'image/webp' | 'image/jpeg';

export interface ShrunkPhoto {
  /** SHA-256 of `full`, hex. */
  readonly hash: string;
  readonly width: number;
  readonly height: number;
  /** ThumbHash, base64. */
  readonly placeholder: string;
  readonly type: PhotoType;
  readonly full: ArrayBuffer;
  readonly preview: ArrayBuffer;
  readonly thumb: ArrayBuffer;
}

export type PhotoRefusal =
  'photo.not_a_picture' | 'photo.heic' | 'photo.unreadable' | 'photo.too_big';
export type Shrunk =
  | { readonly ok: true; readonly photo: ShrunkPhoto }
  | { readonly ok: false; readonly code: PhotoRefusal };

/** A surface to draw on and to encode from: OffscreenCanvas in a worker, a canvas element on the page. */
export interface Surface {
  readonly context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;
  encode(type: PhotoType, quality: number): Promise<Blob | null>;
}
export type MakeSurface = (size: Size) => Surface;

/** Never throws: whatever the file is, the form keeps everything else. */
export async function shrink(file: Blob, makeSurface: MakeSurface): Promise<Shrunk> {
  const head = readHead(
    new Uint8Array(
      await file
        .slice(0, HEAD_BYTES)
        .arrayBuffer()
        .catch(() => new ArrayBuffer(0)),
    ),
  );
  if (!head) return { ok: false, code: 'photo.not_a_picture' };
  const pixels = head.size ? head.size.width * head.size.height : 0;
  if (file.size > MAX_FILE_BYTES || pixels > MAX_PIXELS)
    return { ok: false, code: 'photo.too_big' };
  try {
    const bitmap = await decode(file, head);
    try {
      return { ok: true, photo: await makeAll(bitmap, makeSurface) };
    } finally {
      bitmap.close();
    }
  } catch {
    return { ok: false, code: head.kind === 'heic' ? 'photo.heic' : 'photo.unreadable' };
  }
}

/**
 * Upright and, where the browser may do it while decoding, already small. Turned pictures are decoded
 * whole: browsers disagree on whether the wanted size is meant before or after the turn.
 */
async function decode(file: Blob, head: PictureHead): Promise<ImageBitmap> {
  if (head.size && head.orientation === 1) {
    const { width, height } = fitWithin(head.size, FULL.side);
    if (width < head.size.width) {
      return createImageBitmap(file, {
        resizeWidth: width,
        resizeHeight: height,
        resizeQuality: 'high',
      });
    }
  }
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch (failure) {
    // Older Chrome turns pictures upright by itself and does not know the word for it.
    if (failure instanceof TypeError) return createImageBitmap(file);
    throw failure;
  }
}

async function makeAll(bitmap: ImageBitmap, makeSurface: MakeSurface): Promise<ShrunkPhoto> {
  const type = await bestType(makeSurface);
  const make = async (side: number, maxBytes: number) => {
    const squeezed = await squeeze(fitWithin(bitmap, side), maxBytes, async (size, quality) => {
      const blob = await draw(bitmap, size, makeSurface).encode(type, quality);
      if (!blob) throw new Error('nothing was encoded');
      return blob.arrayBuffer();
    });
    if (!squeezed) throw new Error('will not fit');
    return squeezed;
  };
  const full = await make(FULL.side, FULL.maxBytes);
  const preview = await make(PREVIEW.side, PREVIEW.maxBytes);
  const thumb = await make(THUMB.side, THUMB.maxBytes);
  return {
    hash: hex(await crypto.subtle.digest('SHA-256', full.bytes)),
    width: full.width,
    height: full.height,
    placeholder: placeholderOf(bitmap, makeSurface),
    type,
    full: full.bytes,
    preview: preview.bytes,
    thumb: thumb.bytes,
  };
}

function draw(bitmap: ImageBitmap, size: Size, makeSurface: MakeSurface): Surface {
  const surface = makeSurface(size);
  const { context } = surface;
  // Glass-clear parts become white paper: JPEG knows no other, and black products sell badly.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, size.width, size.height);
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, size.width, size.height);
  return surface;
}

/** WebP where it can be made: asked for in vain, a canvas silently answers with PNG. */
async function bestType(makeSurface: MakeSurface): Promise<PhotoType> {
  const blob = await makeSurface({ width: 1, height: 1 }).encode('image/webp', 0.8);
  return blob?.type === 'image/webp' ? 'image/webp' : 'image/jpeg';
}

function placeholderOf(bitmap: ImageBitmap, makeSurface: MakeSurface): string {
  const size = fitWithin(bitmap, HASH_SIDE);
  const { context } = draw(bitmap, size, makeSurface);
  const { data } = context.getImageData(0, 0, size.width, size.height);
  return btoa(String.fromCharCode(...rgbaToThumbHash(size.width, size.height, data)));
}

const hex = (buffer: ArrayBuffer): string =>
  Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');
