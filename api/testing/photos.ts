/** Pictures for tests, and the way a phone sends them. */
import sharp from 'sharp';

import type { SignedIn } from './people';
import { type Asked, chance, hashOf, type TestPhone } from './test-phone';

/** A picture as a phone would send it: its own pixels each time, with a phone's EXIF in it. */
export async function picture(side = 640, kind: 'jpeg' | 'webp' | 'png' = 'webp'): Promise<Buffer> {
  const noise = await sharp({
    create: {
      width: 24,
      height: 18,
      channels: 3,
      background: '#fff',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  })
    .png()
    .toBuffer();
  const image = sharp(noise)
    .resize(side, Math.round(side * 0.75), { kernel: 'cubic' })
    .withExif({
      IFD0: { Make: 'Nokia', Copyright: chance(4) },
      IFD3: { GPSLatitudeRef: 'S', GPSLatitude: '2/1 22/1 0/1' },
    });
  return image.toFormat(kind, { quality: 60 }).toBuffer();
}

/** A record of this shop names the picture, as the seller's phone says it before it sends bytes. */
export async function name(bytes: Uint8Array, by: SignedIn, shop: string): Promise<string> {
  const hash = hashOf(bytes);
  await by.phone.addPhoto(shop, await by.phone.addListing(shop, 'Wadai'), hash);
  return hash;
}

export const TUS = { 'tus-resumable': '1.0.0' };
export const base64 = (text: string) => Buffer.from(text).toString('base64');

export function create(
  phone: TestPhone,
  hash: string,
  kind: string,
  length: number,
  more = {},
): Promise<Asked> {
  return phone.ask('POST', '/api/photo/upload', undefined, {
    ...TUS,
    'upload-length': String(length),
    'upload-metadata': `hash ${base64(hash)},kind ${base64(kind)}`,
    ...more,
  });
}

export const patch = (phone: TestPhone, at: string, offset: number, bytes: Uint8Array) =>
  phone.ask('PATCH', at, bytes, {
    ...TUS,
    'upload-offset': String(offset),
    'content-type': 'application/offset+octet-stream',
  });

export async function upload(
  phone: TestPhone,
  hash: string,
  bytes: Uint8Array,
  kind = 'full',
): Promise<Asked> {
  const made = await create(phone, hash, kind, bytes.length);
  if (made.status !== 201) return made;
  return patch(phone, made.headers.get('location') ?? '', 0, bytes);
}

export async function fetchPhoto(
  url: string,
  hash: string,
  variant: string,
  headers: Record<string, string> = {},
) {
  const answer = await fetch(`${url}/photo/${hash}/${variant}`, { headers });
  return { answer, bytes: Buffer.from(await answer.arrayBuffer()) };
}
