/** What goes wrong on the phone itself: plain words each time, and what was typed is still there. */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { siti } from './people';
import type { Phone } from './phone';
import { button, choice, fillProduct, heading, said, see, signIn, signInToShop } from './tasks';
import { useVillage } from './village';

const village = useVillage();

/** What stands in the two fields everybody fills in. */
async function seeTyped({ page }: Phone, name: string, price: string): Promise<void> {
  await expect.poll(() => page.getByLabel('Nama barang').inputValue()).toBe(name);
  await expect.poll(() => page.getByLabel('Harga').inputValue()).toBe(price);
}

it('may not read where it is: says so, asks for the village, and keeps the form', async () => {
  const phone = await village.phone('ijah');
  const { page } = phone;
  const session = await page.context().newCDPSession(page);
  await session.send('Browser.setPermission', {
    permission: { name: 'geolocation' },
    setting: 'denied',
    origin: phone.origin,
  });
  await phone.goto('/jualan/buka');
  await page.getByLabel('Nama Anda').fill('Acil Ijah');
  await page.getByLabel('Nama toko').fill('Wadai Acil Ijah');
  await choice(page, 'Kue').tap();
  await button(page, 'Cari dari lokasi HP').tap();
  await see(said(page, 'Lokasi HP tidak boleh dibaca. Tidak apa-apa, pilih desanya.'));
  expect(await page.getByLabel('Nama Anda').inputValue()).toBe('Acil Ijah');
  expect(await page.getByLabel('Nama toko').inputValue()).toBe('Wadai Acil Ijah');
  expect(await choice(page, 'Kue').isChecked()).toBe(true);
  await page.getByLabel('Desa toko').selectOption({ label: 'Telaga Purun' });
  await button(page, 'Buka toko').tap();
  await see(said(page, 'Toko Wadai Acil Ijah sudah dibuka.'));
});

it('can’t open its store: says that nothing can be kept now; the half-filled form is there when it can', async () => {
  const phone = await village.phone('siti');
  await signInToShop(phone, siti);
  await phone.goto('/jualan/produk/baru');
  await fillProduct(phone.page, { name: 'Lamang pisang', price: '7000' });
  await phone.untilDrafted();
  await phone.rest();
  await phone.kill();

  // The card with the app's store on it is not to be read: a file stands where its folder was.
  const store = join(phone.profileDir, 'Default', 'IndexedDB');
  renameSync(store, `${store}-away`);
  writeFileSync(store, 'damaged');
  let page = await phone.open();
  await phone.goto('/jualan/produk');
  await see(page.getByText('HP ini belum bisa menyimpan'), 60_000);
  await phone.goto('/');
  await see(heading(page, 'Pasar Desa'));
  await see(page.getByRole('article').first());
  await phone.kill();

  rmSync(store);
  renameSync(`${store}-away`, store);
  page = await phone.open();
  await phone.goto('/jualan/produk/baru');
  await see(page.getByText('Lanjutkan yang tadi?'));
  await button(page, 'Lanjutkan').tap();
  await seeTyped(phone, 'Lamang pisang', '7.000');
});

it('loses its store to a cleaner app while somebody types: says so, and the typing stays', async () => {
  const phone = await village.phone('siti');
  // A new key asks to speak for her before she has signed in again.
  phone.allow(/\/api\/device 409/);
  await signInToShop(phone, siti);
  await phone.goto('/jualan/produk/baru');
  const { page } = phone;
  await fillProduct(page, { name: 'Lamang kacang', price: '8000' });
  await phone.untilDrafted();
  await page.evaluate(async () => {
    for (const { name } of await indexedDB.databases())
      if (name && /^jukung-0/.test(name))
        await new Promise((done) => (indexedDB.deleteDatabase(name).onsuccess = done));
  });
  await see(page.getByText('HP ini mengosongkan simpanannya karena memori penuh.'), 60_000);
  await seeTyped(phone, 'Lamang kacang', '8.000');
  await phone.untilDrafted();

  await signIn(phone, siti);
  await phone.goto('/jualan/produk/baru');
  await see(page.getByText('Lanjutkan yang tadi?'));
  await button(page, 'Lanjutkan').tap();
  await seeTyped(phone, 'Lamang kacang', '8.000');
});
