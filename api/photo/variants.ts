/**
 * The sizes buyers get: a card (160 px square), a product page (480 px), and the picture a chat shows
 * beside a link. Each has a weight it aims at, because a buyer on EDGE pays for every kilobyte with a
 * third of a second.
 */
import type { Sharp } from 'sharp';

import { paint, type Picture } from './picture';

export const variantNames = ['w160.avif', 'w160.webp', 'w480.avif', 'w480.webp', 'og.jpg'] as const;
export type VariantName = (typeof variantNames)[number];

export const isVariantName = (name: string): name is VariantName =>
  (variantNames as readonly string[]).includes(name);

export const contentTypeOf = (name: VariantName): string =>
  ({ avif: 'image/avif', webp: 'image/webp', jpg: 'image/jpeg' })[name.split('.')[1] ?? ''] ??
  'application/octet-stream';

/** Aims in bytes: design/cheap-phones (160 px ≤ 2.4 KB, 480 px ≤ 17 KB median, links ≤ 300 KB). */
const AIM_160 = 2_400;
const AIM_480 = 17_000;
const AIM_OG = 300_000;
/** Of 9. Measured on 480 px photos: 4 takes seven times as long for one percent fewer bytes. */
const AVIF_EFFORT = 2;
const OG = { width: 1200, height: 630 };
/** The blurred copy behind a link picture: a quarter of its size is plenty. */
const BACKDROP = { width: 300, height: 158 };

interface Recipe {
  readonly name: VariantName;
  readonly shape: (picture: Picture) => Sharp;
  readonly encode: (shaped: Sharp, quality: number) => Sharp;
  /** Tried in turn until the aim is met; the last one stands whatever it weighs. */
  readonly qualities: readonly number[];
  readonly aimBytes: number;
}

const card = (picture: Picture): Sharp => paint(picture).resize(160, 160, { fit: 'cover' });
const page = (picture: Picture): Sharp =>
  paint(picture).resize(480, 480, { fit: 'inside', withoutEnlargement: true });
const avif = (shaped: Sharp, quality: number): Sharp =>
  shaped.avif({ quality, effort: AVIF_EFFORT });
const webp = (shaped: Sharp, quality: number): Sharp => shaped.webp({ quality, effort: 5 });
const jpeg = (shaped: Sharp, quality: number): Sharp =>
  shaped.jpeg({ quality, mozjpeg: true, progressive: true });

const recipes: readonly Recipe[] = [
  {
    name: 'w160.avif',
    shape: card,
    encode: avif,
    qualities: [50, 42, 35, 28, 22, 16],
    aimBytes: AIM_160,
  },
  {
    name: 'w160.webp',
    shape: card,
    encode: webp,
    qualities: [50, 35, 22, 12, 5, 1],
    aimBytes: AIM_160,
  },
  { name: 'w480.avif', shape: page, encode: avif, qualities: [50, 42, 35], aimBytes: AIM_480 },
  { name: 'w480.webp', shape: page, encode: webp, qualities: [60, 50, 40, 30], aimBytes: AIM_480 },
];

/** Every size of one picture. Encoders write no metadata: they are given none. */
export async function makeVariants(picture: Picture): Promise<Map<VariantName, Buffer>> {
  const made = new Map<VariantName, Buffer>();
  for (const { name, shape, encode, qualities, aimBytes } of recipes) {
    const shaped = await shape(picture).raw().toBuffer({ resolveWithObject: true });
    const small = { pixels: shaped.data, width: shaped.info.width, height: shaped.info.height };
    made.set(name, await lightest(qualities, aimBytes, (q) => encode(paint(small), q)));
  }
  made.set('og.jpg', await lightest([80, 70, 60, 45], AIM_OG, await linkPicture(picture)));
  return made;
}

/** A portrait photo does not fill a landscape card: it stands before a soft copy of itself. */
async function linkPicture(picture: Picture): Promise<(quality: number) => Sharp> {
  const backdrop = await paint(picture)
    .resize(BACKDROP.width, BACKDROP.height, { fit: 'cover' })
    .blur(8)
    .modulate({ brightness: 1.05 })
    .raw()
    .toBuffer();
  const front = await paint(picture)
    .resize(OG.width, OG.height, { fit: 'inside' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const raw = { width: front.info.width, height: front.info.height, channels: 3 as const };
  const behind = { pixels: backdrop, ...BACKDROP };
  return (quality) =>
    jpeg(
      paint(behind)
        .resize(OG.width, OG.height, { fit: 'fill' })
        .composite([{ input: front.data, raw }]),
      quality,
    );
}

async function lightest(
  qualities: readonly number[],
  aimBytes: number,
  at: (quality: number) => Sharp,
): Promise<Buffer> {
  let bytes = Buffer.alloc(0);
  for (const quality of qualities) {
    bytes = await at(quality).toBuffer();
    if (bytes.length <= aimBytes) break;
  }
  return bytes;
}
