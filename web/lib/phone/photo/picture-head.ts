/**
 * What the first bytes of a file say: which kind of picture it is, how large, and which way up. Read
 * before decoding, so that a huge or foreign file gets a plain word instead of a frozen phone.
 */
import type { Size } from './fit';

export type PictureKind = 'jpeg' | 'png' | 'webp' | 'gif' | 'bmp' | 'avif' | 'heic';

export interface PictureHead {
  readonly kind: PictureKind;
  /** As it will be seen, turned upright; null where this file does not look for it. */
  readonly size: Size | null;
  /** EXIF orientation 1–8; 1 is upright. */
  readonly orientation: number;
}

/** Enough for the EXIF block of a phone, which comes before the size. */
export const HEAD_BYTES = 256 * 1024;

/** Null if these are not the first bytes of any picture we know. */
export function readHead(bytes: Uint8Array): PictureHead | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12) return null;
  if (view.getUint16(0) === 0xffd8) return jpegHead(view);
  if (view.getUint32(0) === 0x89504e47) return pngHead(view);
  const start = text(view, 0, 4);
  if (start === 'RIFF' && text(view, 8, 4) === 'WEBP') return plain('webp', webpSize(view));
  if (start === 'GIF8')
    return plain('gif', { width: view.getUint16(6, true), height: view.getUint16(8, true) });
  if (start.startsWith('BM')) return plain('bmp', null);
  if (text(view, 4, 4) === 'ftyp') return boxHead(text(view, 8, 4));
  return null;
}

const plain = (kind: PictureKind, size: Size | null): PictureHead => ({
  kind,
  size,
  orientation: 1,
});

function boxHead(brand: string): PictureHead | null {
  if (brand === 'avif' || brand === 'avis') return plain('avif', null);
  return ['heic', 'heix', 'hevc', 'heim', 'heis', 'mif1', 'msf1'].includes(brand)
    ? plain('heic', null)
    : null;
}

function pngHead(view: DataView): PictureHead {
  if (view.byteLength < 24) return plain('png', null);
  return plain('png', { width: view.getUint32(16), height: view.getUint32(20) });
}

function webpSize(view: DataView): Size | null {
  if (view.byteLength < 30) return null;
  switch (text(view, 12, 4)) {
    case 'VP8 ':
      return {
        width: view.getUint16(26, true) & 0x3fff,
        height: view.getUint16(28, true) & 0x3fff,
      };
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { width: 1 + uint24(view, 24), height: 1 + uint24(view, 27) };
    default:
      return null;
  }
}

/** Walks the segments: EXIF (APP1) tells the orientation, the start of frame tells the size. */
function jpegHead(view: DataView): PictureHead {
  let orientation = 1;
  let at = 2;
  while (at + 9 < view.byteLength) {
    if (view.getUint8(at) !== 0xff) break;
    const marker = view.getUint8(at + 1);
    const length = view.getUint16(at + 2);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xe1 && text(view, at + 4, 4) === 'Exif') {
      orientation = exifOrientation(view, at + 10, at + 2 + length);
    } else if (isStartOfFrame(marker)) {
      const size = { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
      return { kind: 'jpeg', size: orientation > 4 ? turned(size) : size, orientation };
    }
    at += 2 + length;
  }
  return { kind: 'jpeg', size: null, orientation };
}

const isStartOfFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

const turned = ({ width, height }: Size): Size => ({ width: height, height: width });

/** Tag 0x0112 of the first directory of a TIFF block that begins at `start`. */
function exifOrientation(view: DataView, start: number, end: number): number {
  const limit = Math.min(end, view.byteLength);
  if (start + 8 > limit) return 1;
  const little = view.getUint16(start) === 0x4949;
  const directory = start + view.getUint32(start + 4, little);
  if (directory + 2 > limit) return 1;
  const count = view.getUint16(directory, little);
  for (let index = 0; index < count; index += 1) {
    const entry = directory + 2 + index * 12;
    if (entry + 12 > limit) return 1;
    if (view.getUint16(entry, little) !== 0x0112) continue;
    const orientation = view.getUint16(entry + 8, little);
    return orientation >= 1 && orientation <= 8 ? orientation : 1;
  }
  return 1;
}

function text(view: DataView, at: number, length: number): string {
  if (at + length > view.byteLength) return '';
  return String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + at, length));
}

const uint24 = (view: DataView, at: number): number =>
  view.getUint8(at) | (view.getUint8(at + 1) << 8) | (view.getUint8(at + 2) << 16);
