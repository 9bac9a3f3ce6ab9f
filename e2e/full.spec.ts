/** A phone without room: the real thing, filled with bytes that can't be pressed together, to the last one. */
import { expect, it } from 'vitest';

import { siti } from './people';
import type { Phone } from './phone';
import {
  addProduct,
  button,
  fillProduct,
  ownProduct,
  phonePhoto,
  said,
  see,
  signInToShop,
} from './tasks';
import { useVillage } from './village';

const village = useVillage();

/**
 * A small phone. Said before anything is stored: Chromium reckons with the room it once found for a while,
 * and notices less room only when hundreds of megabytes have gone in.
 */
async function makeSmall({ page, origin }: Phone, quotaSize: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
}

/** Takes all the room that is left, down to a hundred bytes. */
async function fill(phone: Phone): Promise<void> {
  await phone.page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('other-app', 1);
      opening.onupgradeneeded = () =>
        opening.result.createObjectStore('things', { autoIncrement: true });
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(new Error('not opened'));
    });
    const put = (size: number) =>
      new Promise<boolean>((resolve) => {
        const bytes = new Uint8Array(size);
        for (let at = 0; at < size; at += 65_536)
          crypto.getRandomValues(bytes.subarray(at, at + 65_536));
        const writing = db.transaction('things', 'readwrite', { durability: 'strict' });
        writing.objectStore('things').put(bytes);
        writing.oncomplete = () => resolve(true);
        writing.onabort = () => resolve(false);
      });
    for (const size of [200_000, 20_000, 2_000, 100]) while (await put(size));
    db.close();
  });
}

const empty = (phone: Phone) =>
  phone.page.evaluate(() =>
    new Promise((done) => {
      indexedDB.deleteDatabase('other-app').onsuccess = done;
    }).then(() => undefined),
  );

/** Full-size pictures of her own on this phone. */
const copies = (phone: Phone) =>
  phone.page.evaluate(async () => {
    let found = 0;
    for (const { name = '' } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(new Error(name));
      });
      if (db.objectStoreNames.contains('photoBytes')) {
        const keys = db.transaction('photoBytes').objectStore('photoBytes').getAllKeys();
        await new Promise((read) => (keys.onsuccess = read));
        found += (keys.result as [string, string][]).filter(([, kind]) => kind === 'full').length;
      }
      db.close();
    }
    return found;
  });

it('opens all the same, gives up copies of pictures that have arrived, says what is the matter and loses nothing typed', async () => {
  const phone = await village.phone('penuh');
  await makeSmall(phone, 12_000_000);
  await signInToShop(phone, siti);
  const { page } = phone;
  await addProduct(phone, { name: 'Keripik gadung', price: '9000', photo: phonePhoto });
  await see(ownProduct(page, 'Keripik gadung').getByText('Terkirim'));
  await phone.goto('/kiriman');
  await see(said(page, /Semua sudah terkirim/));
  expect(await copies(phone)).toBe(1);

  await phone.offline();
  await fill(phone);
  await phone.goto('/jualan/produk/baru');
  await fillProduct(page, { name: 'Keripik sukun', price: '11000' });
  await button(page, 'Simpan').tap();
  await see(page.getByText('Memori HP penuh, jadi belum tersimpan.').first());
  expect(await copies(phone)).toBe(0);

  // What was freed may have been room enough for the record; otherwise the form is as it was.
  await empty(phone);
  const stands = page.waitForURL('**/jualan/produk');
  const triedAgain = async () => {
    expect(await page.getByLabel('Nama barang').inputValue()).toBe('Keripik sukun');
    await button(page, 'Simpan').tap();
    await stands;
  };
  await Promise.any([stands, triedAgain()]);
  await see(ownProduct(page, 'Keripik sukun').getByText('Siap dikirim'));
  await phone.online();
  await see(ownProduct(page, 'Keripik sukun').getByText('Terkirim'));
});
