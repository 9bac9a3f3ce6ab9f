/** A phone without room: the real thing, filled with bytes that can't be pressed together, to the last one. */
import type { CDPSession } from 'playwright';
import { expect, it } from 'vitest';

import { siti } from './people';
import type { Phone } from './phone';
import {
  addProduct,
  button,
  fillProduct,
  gone,
  ownProduct,
  phonePhoto,
  said,
  see,
  signInToShop,
} from './tasks';
import { useVillage } from './village';

const village = useVillage();

/** Room for what is there now and little more. */
async function tighten(phone: Phone): Promise<CDPSession> {
  const { page, origin } = phone;
  const session = await page.context().newCDPSession(page);
  const used = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: used + 500_000 });
  return session;
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
  phone.page.evaluate(() => {
    indexedDB.deleteDatabase('other-app');
  });

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

it('gives up copies of pictures that have arrived before it gives up a record, and says when nothing is left', async () => {
  const phone = await village.phone('penuh');
  await signInToShop(phone, siti);
  const { page } = phone;
  await addProduct(phone, { name: 'Keripik gadung', price: '9000', photo: phonePhoto });
  await see(ownProduct(page, 'Keripik gadung').getByText('Terkirim'));
  await phone.goto('/kiriman');
  await see(said(page, /Semua sudah terkirim/));
  expect(await copies(phone)).toBe(1);

  await phone.offline();
  await tighten(phone);
  await fill(phone);
  await addProduct(phone, { name: 'Keripik sukun', price: '11000' });
  await see(ownProduct(page, 'Keripik sukun').getByText('Siap dikirim'));
  expect(await copies(phone)).toBe(0);

  await phone.goto('/jualan/produk/baru');
  await fill(phone);
  await fillProduct(page, { name: 'Keripik bayam', price: '8000' });
  await button(page, 'Simpan').tap();
  await see(page.getByText('Memori HP penuh, jadi belum tersimpan.').first());
  expect(await page.getByLabel('Nama barang').inputValue()).toBe('Keripik bayam');

  await empty(phone);
  await button(page, 'Simpan').tap();
  await page.waitForURL('**/jualan/produk');
  await see(ownProduct(page, 'Keripik bayam').getByText('Siap dikirim'));
  await see(ownProduct(page, 'Keripik sukun').getByText('Siap dikirim'));
  await phone.online();
  await gone(page.getByText('Siap dikirim').first());
  await see(ownProduct(page, 'Keripik bayam').getByText('Terkirim'));
});
