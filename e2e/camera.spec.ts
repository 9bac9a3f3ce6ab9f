/** What a phone makes of a camera's picture, with the encoders of a real browser, before anything travels. */
import { readFileSync } from 'node:fs';
import sharp, { type Sharp } from 'sharp';
import { expect, it } from 'vitest';

import type { Phone } from './phone';
import {
  button,
  choice,
  fillProduct,
  ownProduct,
  phonePhoto,
  said,
  see,
  turnedPhoto,
} from './tasks';
import { useVillage } from './village';

const village = useVillage();

interface Kept {
  readonly type: string;
  readonly full: Buffer;
  readonly preview: Buffer;
}

it.each([
  ['a picture of 4608 by 1976', phonePhoto, { width: 1024, height: 439 }],
  ['a picture taken with the phone held upright', turnedPhoto, { width: 683, height: 1024 }],
])('makes %s small, upright and free of everything but the picture', async (_, file, size) => {
  const original = await sharp(readFileSync(file)).metadata();
  expect(original.exif).toBeDefined();
  const phone = await seller();
  await addHere(phone, file);

  const { type, full, preview } = await keptPicture(phone);
  expect(type).toBe('image/webp');
  expect(await bare(full)).toMatchObject({ format: 'webp', ...size });
  expect(await bare(preview)).toMatchObject({ format: 'webp' });
  expect(full.length).toBeLessThanOrEqual(60_000);
  expect(preview.length).toBeLessThanOrEqual(25_000);
  expect(await unlike(full, file)).toBeLessThan(12);
});

it('makes JPEG where the browser can make no WebP', async () => {
  const phone = await seller();
  await phone.page.addInitScript(() => {
    // An older browser: no drawing in workers, and a canvas that answers with PNG to a type it does not know.
    delete (globalThis as { OffscreenCanvas?: unknown }).OffscreenCanvas;

    const { toBlob } = HTMLCanvasElement.prototype;
    HTMLCanvasElement.prototype.toBlob = function (done, type, quality) {
      toBlob.call(this, done, type === 'image/webp' ? 'image/png' : type, quality);
    };
  });
  await addHere(phone, turnedPhoto);

  const { type, full, preview } = await keptPicture(phone);
  expect(type).toBe('image/jpeg');
  expect(await bare(full)).toMatchObject({ format: 'jpeg', width: 683, height: 1024 });
  expect(await bare(preview)).toMatchObject({ format: 'jpeg' });
  expect(full.length).toBeLessThanOrEqual(60_000);
  expect(preview.length).toBeLessThanOrEqual(25_000);
  expect(await unlike(full, turnedPhoto)).toBeLessThan(12);
});

it('keeps everything typed when the camera gives no picture', async () => {
  const phone = await seller();
  const { page } = phone;
  await phone.goto('/jualan/produk/baru');
  await fillProduct(page, { name: 'Lamang', price: '8000' });
  for (const way of ['Ambil foto', 'Dari galeri']) {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      button(page, way).tap(),
    ]);
    // What a phone hands back when the camera was refused, or closed without a picture.
    await chooser.setFiles([]);
  }
  expect(await page.getByLabel('Nama barang').inputValue()).toBe('Lamang');
  await button(page, 'Simpan').tap();
  await see(ownProduct(page, 'Lamang'));
});

/** Somebody with a shop, without signal and without any account: enough to take pictures. */
async function seller(): Promise<Phone> {
  const phone = await village.phone('ijah');
  const { page } = phone;
  await phone.goto('/');
  await phone.untilStored();
  await phone.offline();
  await phone.goto('/jualan/buka');
  await page.getByLabel('Nama Anda').fill('Acil Ijah');
  await page.getByLabel('Desa toko').selectOption({ label: 'Telaga Purun' });
  await page.getByLabel('Nama toko').fill('Wadai Acil Ijah');
  await choice(page, 'Kue').tap();
  await button(page, 'Buka toko').tap();
  await see(said(page, 'Toko Wadai Acil Ijah sudah dibuka.'));
  return phone;
}

async function addHere(phone: Phone, photo: string): Promise<void> {
  const { page } = phone;
  await phone.goto('/jualan/produk/baru');
  await fillProduct(page, { name: 'Apam habang', price: '3000', photo });
  await button(page, 'Simpan').tap();
  await see(ownProduct(page, 'Apam habang'));
}

/** The one picture in the phone's own store. */
async function keptPicture({ page }: Phone): Promise<Kept> {
  const kept = await page.evaluate(async () => {
    const told = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((done, fail) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => fail(request.error ?? new Error('not read'));
      });
    const inBase64 = (bytes: ArrayBuffer): string =>
      btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(''));
    for (const { name } of await indexedDB.databases()) {
      if (!name || !/^jukung-0/.test(name)) continue;
      const db = await told(indexedDB.open(name));
      const all = (await told(db.transaction('photoBytes').objectStore('photoBytes').getAll())) as {
        kind: string;
        type: string;
        bytes: ArrayBuffer;
      }[];
      db.close();
      if (all.length > 0)
        return all.map(({ kind, type, bytes }) => ({ kind, type, text: inBase64(bytes) }));
    }
    return [];
  });
  const bytesOf = (kind: string): Buffer =>
    Buffer.from(kept.find((one) => one.kind === kind)?.text ?? '', 'base64');
  return { type: kept[0]?.type ?? '', full: bytesOf('full'), preview: bytesOf('preview') };
}

/** What a reader finds in it; nothing of the camera, the place or the hour may be left. */
async function bare(picture: Buffer) {
  const found = await sharp(picture).metadata();
  expect(found).not.toHaveProperty('exif');
  expect(found).not.toHaveProperty('xmp');
  expect(found).not.toHaveProperty('iptc');
  expect(found.orientation ?? 1).toBe(1);
  return found;
}

/** Mean difference of the grey values (0–255) from the original turned upright, both at 32 by 32. */
async function unlike(picture: Buffer, original: string): Promise<number> {
  const grey = (from: Sharp): Promise<Buffer> =>
    from.resize(32, 32, { fit: 'fill' }).grayscale().raw().toBuffer();
  const [one, other] = await Promise.all([
    grey(sharp(picture)),
    grey(sharp(readFileSync(original)).rotate()),
  ]);
  return one.reduce((sum, value, at) => sum + Math.abs(value - (other[at] ?? 0)), 0) / one.length;
}
