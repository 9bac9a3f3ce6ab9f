/** What people do in many journeys, tap by tap, by the words they read. */
import { fileURLToPath } from 'node:url';

import type { FileChooser, Locator, Page } from 'playwright';

import { expect } from 'vitest';

import { shopOf, type Villager } from './people';
import type { Phone } from './phone';

/** A photo as a phone takes it: 4608×1976, 2.2 MB, with a place in it. */
export const phonePhoto = fixture('photos/phone_nokia_8.3.jpg');
/** Lies on its side; EXIF says how to turn it. */
export const turnedPhoto = fixture('photos/orient_Portrait_6.jpg');

function fixture(path: string): string {
  return fileURLToPath(new URL(`fixtures/${path}`, import.meta.url));
}

/** Until it can be seen. */
export async function see(what: Locator, timeout = 20_000): Promise<void> {
  await what.waitFor({ state: 'visible', timeout });
}

/** Until it is no longer to be seen. */
export async function gone(what: Locator, timeout = 20_000): Promise<void> {
  await what.waitFor({ state: 'hidden', timeout });
}

/** A picture that is really painted, not an empty frame nor the few coloured blots that stand in for it. */
export async function seePhoto(image: Locator): Promise<void> {
  const photo = image.and(image.page().locator('img:not([src^="data:"])'));
  await see(photo);
  await expect
    .poll(() => photo.evaluate((img: HTMLImageElement) => (img.complete ? img.naturalWidth : 0)), {
      timeout: 20_000,
    })
    .toBeGreaterThan(0);
}

export const heading = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('heading', { level: 1, name });

export const button = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('button', { name, exact: typeof name === 'string' });

export const link = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('link', { name, exact: typeof name === 'string' });

/** One of several, drawn as a chip or a card. */
export const choice = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('radio', { name, exact: typeof name === 'string' });

/** What is read aloud by itself: the status bar, a toast, a notice. */
export const said = (page: Page, words: string | RegExp): Locator =>
  page.getByRole('status').or(page.getByRole('alert')).filter({ hasText: words }).first();

export async function signIn(phone: Phone, who: Villager): Promise<void> {
  await phone.goto('/masuk');
  const { page } = phone;
  await page.getByLabel('Nomor HP').fill(who.number);
  await page.getByLabel('PIN', { exact: true }).fill(who.pin);
  await phone.allowMeanwhile(overtaken, async () => {
    await button(page, 'Masuk').tap();
    await page.waitForURL('**/saya');
    await see(page.getByText(who.name).first());
  });
}

/** A request that went out as a guest and arrives after the sign-in; the phone asks again at once. */
const overtaken = /\/api\/(sync|photo\/upload\S*) 401 session\.expired/;

/** Begins like a photo and is none. */
export const brokenPhoto = {
  name: 'IMG_0042.jpg',
  mimeType: 'image/jpeg',
  buffer: Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(5_000, 7)]),
};
/** Something else altogether. */
export const letter = {
  name: 'surat.jpg',
  mimeType: 'image/jpeg',
  buffer: Buffer.from('Kepada Yth. Ibu Siti'),
};

/** Signed in, the shop and its goods on the phone, and the app stored for good. */
export async function signInToShop(phone: Phone, who: Villager, owner = who): Promise<void> {
  await signIn(phone, who);
  await phone.goto('/jualan/produk');
  await see(link(phone.page, shopOf(owner).goods[0]?.title ?? ''));
  await phone.untilStored();
}

export interface Newcomer {
  readonly name: string;
  readonly village: string;
  readonly number: string;
  readonly pin: string;
}

/** From the page one is on, through both steps of signing up. */
export async function signUp(phone: Phone, who: Newcomer): Promise<void> {
  await phone.goto('/daftar');
  const { page } = phone;
  await page.getByLabel(/^Nama/).fill(who.name);
  await page.getByLabel('Desa').selectOption({ label: who.village });
  await button(page, 'Lanjut ke nomor HP').tap();
  await page.getByLabel('Nomor HP').fill(who.number);
  await page.getByLabel('PIN baru').fill(who.pin);
  await page.getByLabel('PIN sekali lagi').fill(who.pin);
  await phone.allowMeanwhile(overtaken, async () => {
    await button(page, 'Daftar').tap();
    await page.waitForURL('**/saya');
  });
}

/** Chooses a photo as from the gallery, or takes one: the phone gives a file. */
export async function choosePhoto(
  page: Page,
  file: Parameters<FileChooser['setFiles']>[0],
  by = 'Ambil foto',
): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button(page, by).tap()]);
  await chooser.setFiles(file);
}

export interface Goods {
  readonly name: string;
  /** As a person types it. */
  readonly price: string;
  readonly photo?: string;
}

/** Adds a product from the seller's home: photo, name, price, save. */
export async function addProduct(phone: Phone, goods: Goods): Promise<void> {
  const { page } = phone;
  await phone.goto('/jualan/produk/baru');
  await fillProduct(page, goods);
  await button(page, 'Simpan').tap();
  await page.waitForURL('**/jualan/produk');
}

/** The three things a product needs. Fields are tapped, as a thumb does, so that taps can be counted. */
export async function fillProduct(page: Page, { name, price, photo }: Goods): Promise<void> {
  const nameField = page.getByLabel('Nama barang');
  await see(nameField);
  if (photo) {
    await choosePhoto(page, photo);
    await see(page.getByRole('img', { name: 'Foto 1' }));
  }
  await nameField.tap();
  await page.keyboard.type(name);
  await page.getByLabel('Harga').tap();
  await page.keyboard.type(price);
}

/** A row of "Produk saya". */
export const ownProduct = (page: Page, name: string): Locator =>
  page
    .locator('main li, main .goods-row')
    .filter({ has: page.getByRole('link', { name }) })
    .last();

/** Counts the taps of a thumb from now on; asking tells how many. */
export async function countTaps(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const counted = window as typeof window & { taps: number };
    counted.taps = 0;
    document.addEventListener(
      'pointerdown',
      (event) => event.isTrusted && (counted.taps += 1),
      true,
    );
  });
  return () => page.evaluate(() => (window as typeof window & { taps: number }).taps);
}
