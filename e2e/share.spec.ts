/** Being found: the card and its words, the short address and its code, the poster, the page as a file. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Download, Locator, Page } from 'playwright';
import sharp from 'sharp';
import { expect, it } from 'vitest';

import { codeOn } from './code-pictures';
import { goodsInTheMarket, shopOf, siti } from './people';
import type { Phone } from './phone';
import {
  addProduct,
  button,
  choice,
  heading,
  link,
  ownProduct,
  phonePhoto,
  said,
  see,
  seePhoto,
  signInToShop,
  signUp,
} from './tasks';
import { useVillage } from './village';

const village = useVillage();
const shop = shopOf(siti);
const withPhoto = goodsInTheMarket.find(({ photos }) => photos.length > 0)!;
const plain = goodsInTheMarket.find(({ photos }) => photos.length === 0)!;

async function kept(page: Page, tap: Locator): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent('download'), tap.tap()]);
  return download;
}

const sheet = (page: Page): Locator => page.getByRole('dialog');
const cardOn = (page: Page): Locator =>
  sheet(page).getByRole('img', { name: /^Gambar untuk dibagikan/ });

async function openSheet(page: Page): Promise<void> {
  await link(page, 'Bagikan').or(button(page, 'Bagikan')).first().tap();
  await seePhoto(cardOn(page));
}

/** The card as it lies among the downloads: light enough for a chat, a square, the cloth at its foot. */
async function cardFile(page: Page): Promise<Buffer> {
  const download = await kept(page, link(page, 'Simpan gambar'));
  expect(download.suggestedFilename()).toMatch(/^[a-z0-9-]+\.jpg$/);
  const bytes = readFileSync(await download.path());
  expect(bytes.length).toBeLessThanOrEqual(200_000);
  const { format, width, height } = await sharp(bytes).metadata();
  expect({ format, width, height }).toEqual({ format: 'jpeg', width: 1080, height: 1080 });
  const foot = await sharp(bytes)
    .extract({ left: 900, top: 1064, width: 8, height: 8 })
    .raw()
    .toBuffer();
  const [red = 0, green = 0, blue = 0] = foot;
  for (const off of [red - 0x4a, green - 0x1f, blue - 0x5c]) expect(Math.abs(off)).toBeLessThan(8);
  return bytes;
}

/** Whether a photo lies behind its price, told by its upper edge: a drawing stands on one plain ground. */
async function hasPhoto(card: Buffer): Promise<boolean> {
  const edge = await sharp(card).extract({ left: 0, top: 0, width: 400, height: 30 }).toBuffer();
  const { channels } = await sharp(edge).stats();
  return channels.some(({ stdev }) => stdev > 3);
}

async function copiedText(phone: Phone): Promise<string> {
  await phone.page
    .context()
    .grantPermissions(['clipboard-read', 'clipboard-write'], { origin: phone.origin });
  await button(phone.page, 'Salin teks').tap();
  await see(phone.page.getByText('Teks sudah disalin. Tempelkan di chat.'));
  return phone.page.evaluate(() => navigator.clipboard.readText());
}

it('anybody passes on a product and a shop without signal, with the photo this phone has shown', async () => {
  const phone = await village.phone('rina');
  await phone.goto('/');
  await see(phone.page.getByText(/^\d{3} barang$/));
  await phone.goto(`/produk/${withPhoto.id}`);
  await seePhoto(phone.page.getByRole('img', { name: withPhoto.title }).first());
  await phone.untilStored();
  await phone.offline();
  const page = await phone.restart();

  await phone.goto(`/produk/${withPhoto.id}`);
  await openSheet(page);
  expect(await hasPhoto(await cardFile(page))).toBe(true);
  const text = await copiedText(phone);
  expect(encodeURIComponent(text).length).toBeLessThanOrEqual(900);
  expect(text).toContain(withPhoto.title);
  expect(text).toMatch(/Rp[\d.]+ per /);
  expect(text).toContain(`${phone.origin}/produk/${withPhoto.id}`);
  const chat = await link(page, 'Kirim lewat WhatsApp').getAttribute('href');
  expect(new URL(chat ?? '').searchParams.get('text')).toBe(text);

  await phone.goto(`/produk/${plain.id}`);
  await openSheet(page);
  expect(await hasPhoto(await cardFile(page))).toBe(false);

  await phone.goto(`/toko/${shop.slug}`);
  await openSheet(page);
  await cardFile(page);
  expect(await copiedText(phone)).toContain(`${phone.origin}/t/${shop.slug}`);
});

it('the phone’s own list is given picture and words in one tap; closed it says nothing, refused it says what to do', async () => {
  const phone = await village.phone('rina');
  await phone.page.addInitScript(() => {
    const given: unknown[] = [];
    Object.assign(window, { given, answer: '' });
    const stand = window as typeof window & { answer: string };
    navigator.canShare = () => true;
    navigator.share = async (data) => {
      const files = (data?.files ?? []).map(({ name, type, size }) => ({ name, type, size }));
      given.push({ files, text: data?.text });
      await Promise.resolve();
      if (stand.answer) throw new DOMException('', stand.answer);
    };
  });
  const { page } = phone;
  const answer = (name: string) =>
    page.evaluate((set) => Object.assign(window, { answer: set }), name);
  await phone.goto(`/produk/${withPhoto.id}`);
  await openSheet(page);
  await button(page, 'Bagikan gambar dan teks').tap();
  const given = () => page.evaluate(() => (window as typeof window & { given: unknown[] }).given);
  await expect.poll(given).toHaveLength(1);
  expect((await given())[0]).toMatchObject({
    files: [{ type: 'image/jpeg', size: expect.any(Number) as number }],
    text: expect.stringContaining(withPhoto.title) as string,
  });
  await answer('AbortError');
  await button(page, 'Bagikan gambar dan teks').tap();
  await expect.poll(given).toHaveLength(2);
  await see(button(page, 'Bagikan gambar dan teks'));
  expect(await page.getByText('HP ini tidak membuka daftar aplikasi.').count()).toBe(0);
  await answer('NotAllowedError');
  await button(page, 'Bagikan gambar dan teks').tap();
  await see(page.getByText('HP ini tidak membuka daftar aplikasi.'));
  await see(link(page, 'Simpan gambar'));
  await page.goBack();
  await sheet(page).waitFor({ state: 'hidden' });
});

it('a seller without signal puts something up and tells people at once, with her own photo, on a phone that is full', async () => {
  const phone = await village.phone('siti');
  await signInToShop(phone, siti);
  await phone.offline();
  await addProduct(phone, { name: 'Keripik sukun manis', price: '12500', photo: phonePhoto });
  const { page } = phone;
  await see(page.getByText('Keripik sukun manis sudah tersimpan. Kabari orang sekarang.'));
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin: phone.origin, quotaSize: 1 });
  await openSheet(page);
  await see(sheet(page).getByText('Belum terkirim dari HP ini.'));
  expect(await hasPhoto(await cardFile(page))).toBe(true);
  const text = await copiedText(phone);
  expect(text).toMatch(/^Keripik sukun manis\nRp12\.500 per /);
  await page.goBack();
  await ownProduct(page, 'Keripik sukun manis').getByRole('link').first().tap();
  await page.waitForURL(/\/jualan\/produk\/[0-9a-f-]{36}$/);
  await openSheet(page);
});

it('the short address leads to the shop for ever: typed by hand, without JavaScript, without signal', async () => {
  const phone = await village.phone('rina');
  const answer = await phone.page.request.get(`${phone.origin}/t/${shop.slug}`, {
    maxRedirects: 0,
  });
  expect(answer.status()).toBe(308);
  expect(answer.headers()['location']).toBe(`/toko/${shop.slug}`);

  const old = await village.phone('lawas', { javaScript: false });
  await old.goto(`/t/${shop.slug.toUpperCase()}.`);
  expect(old.page.url()).toBe(`${old.origin}/toko/${shop.slug}`);
  await see(heading(old.page, shop.name));

  await phone.goto('/');
  await see(phone.page.getByText(/^\d{3} barang$/));
  await phone.untilStored();
  await phone.offline();
  const page = await phone.restart();
  await phone.goto(`/t/${shop.slug}`);
  await see(heading(page, shop.name));
  expect(page.url()).toBe(`${phone.origin}/toko/${shop.slug}`);
});

it('one phone shows the code, another reads it', async () => {
  const phone = await village.phone('rina', { dark: true });
  await phone.goto(`/toko/${shop.slug}`);
  await openSheet(phone.page);
  await button(phone.page, 'Tampilkan kode QR').tap();
  const code = sheet(phone.page).getByRole('img', { name: /^Kode QR ke/ });
  await see(code);
  expect(await codeOn(await code.screenshot())).toBe(`${phone.origin}/t/${shop.slug}`);
});

it('a new shop without signal: its poster is one page of A4 that a camera reads, in grey too', async () => {
  const phone = await village.phone('ijah', { scale: 3 });
  const { page } = phone;
  await phone.goto('/');
  await phone.untilStored();
  await signUp(phone, {
    name: 'Acil Ijah',
    village: 'Lingsir',
    number: '0813-4567-8901',
    pin: '736251',
  });
  await see(page.getByText('Acil Ijah').first());
  await openShop(phone, 'Wadai Acil Ijah');
  for (let count = 1; count <= 11; count += 1)
    await addProduct(phone, {
      name: `Wadai cincin gula habang isi ${count}`,
      price: `${count}500`,
    });
  await phone.offline();
  await phone.goto('/jualan/promosi');
  const address = (await page.locator('.address').innerText()).trim();
  expect(address).toMatch(/^localhost:\d+\/t\/wadai-acil-ijah-[0-9a-f]{6}$/);
  await link(page, 'Lihat poster').tap();
  await see(page.getByRole('heading', { name: 'Cara pesan' }));
  await see(page.getByText('0813-4567-8901'));
  await see(page.getByText('dan 4 barang lain'));

  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g) ?? [];
  expect(pages).toHaveLength(1);
  const [, w, h] = /\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/.exec(pdf.toString('latin1')) ?? [];
  // 210 × 297 mm in points.
  expect(Number(w)).toBeCloseTo(595.3, 0);
  expect(Number(h)).toBeCloseTo(841.9, 0);

  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 794, height: 1123 });
  const poster = page.locator('.poster');
  const grey = await sharp(await poster.screenshot())
    .greyscale()
    .toBuffer();
  expect(await codeOn(grey)).toBe(`http://${address}`);
  // Nothing but the poster is printed, and nothing of it is cut off below.
  expect(await page.getByRole('button', { name: 'Cetak' }).isVisible()).toBe(false);
  expect(await spills(poster)).toEqual([]);

  await page.emulateMedia({ media: 'screen' });
  await page.setViewportSize({ width: 360, height: 640 });
  await phone.goto('/jualan/toko');
  await page
    .getByLabel('Nama toko')
    .fill('Warung Wadai dan Kue Basah Banjar Acil Ijah Dua Bersaudara');
  await button(page, 'Simpan perubahan').tap();
  await see(said(page, 'Perubahan tersimpan di HP.'));
  await phone.goto('/jualan/poster');
  await see(page.getByText('dan 6 barang lain'));
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 794, height: 1123 });
  expect(await spills(poster)).toEqual([]);
});

it('a shop’s page is kept as one file that opens by itself, without a network and without us', async () => {
  const phone = await village.phone('siti');
  await signInToShop(phone, siti);
  await phone.offline();
  await addProduct(phone, { name: 'Keripik sukun', price: '11000', photo: phonePhoto });
  await phone.goto('/jualan/promosi');
  const download = await kept(phone.page, button(phone.page, 'Simpan berkas'));
  expect(download.suggestedFilename()).toBe(`${shop.slug}.html`);
  await see(phone.page.getByText(/tersimpan di Unduhan, \d+ KB\./));
  const path = join(mkdtempSync(join(tmpdir(), 'jukung-share-')), 'warung.html');
  await download.saveAs(path);
  const html = readFileSync(path, 'utf8');
  expect(Buffer.byteLength(html)).toBeLessThan(1_500_000);
  expect(html).not.toMatch(/<script|<link/);

  // As another phone opens what came by Bluetooth.
  const { page: reader } = await village.phone('pembaca');
  await reader.context().setOffline(true);
  const asked: string[] = [];
  reader.on('request', (request) => asked.push(request.url().slice(0, 60)));
  await reader.goto(pathToFileURL(path).href);
  await see(reader.getByRole('heading', { level: 1, name: shop.name }));
  expect(await reader.getByRole('listitem').count()).toBe(shop.goods.length + 1);
  const photos = await reader.locator('li img').all();
  expect(photos).toHaveLength(1);
  for (const photo of photos) {
    expect(await photo.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(320);
  }
  expect(asked.filter((url) => !/^(data|file):/.test(url))).toEqual([]);
  rmSync(dirname(path), { recursive: true });
});

/** What of the sheet is cut off because there is more than fits. */
const spills = (poster: Locator): Promise<string[]> =>
  poster.evaluate((sheetOfPaper) =>
    [sheetOfPaper, ...sheetOfPaper.querySelectorAll('.goods-list, header, .order, .address')]
      .filter((part) => {
        const isTall = part.scrollHeight > part.clientHeight + 1;
        return isTall || part.scrollWidth > part.clientWidth + 1;
      })
      .map(({ className, localName }) => `${localName}.${className}`),
  );

async function openShop(phone: Phone, name: string): Promise<void> {
  const { page } = phone;
  await phone.goto('/jualan/buka');
  await page.getByLabel('Nama toko').fill(name);
  await page.getByLabel('Desa toko').selectOption({ label: 'Lingsir' });
  await page.getByLabel(/^Nomor/).fill('0813-4567-8901');
  await choice(page, 'Kue').tap();
  await button(page, 'Buka toko').tap();
  await see(said(page, `Toko ${name} sudah dibuka.`));
}
