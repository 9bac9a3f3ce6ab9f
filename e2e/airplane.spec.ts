/** Once visited, Jukung opens everywhere without signal, after the battery fell out as well. */
import { expect, it } from 'vitest';

import { laila, siti, shopOf } from './people';
import type { Phone } from './phone';
import { everyAddress, isAtWork, strangeAddresses } from './routes';
import {
  addProduct,
  button,
  heading,
  link,
  ownProduct,
  said,
  see,
  signIn,
  signInToShop,
  turnedPhoto,
} from './tasks';
import { useVillage } from './village';

const village = useVillage();

/** A screen somebody can use: it has its heading, something to read, a way on, and does not give up. */
async function seeUsableScreen(phone: Phone, address: string): Promise<void> {
  const { page } = phone;
  await phone.goto(address);
  await see(page.getByRole('heading', { level: 1 }));
  const main = page.getByRole('main');
  await expect.poll(() => main.innerText(), { message: address }).toMatch(/\p{L}{3}/u);
  await expect
    .poll(() => main.innerText(), { message: `${address} still waits` })
    .not.toMatch(/Membuka simpanan|Membuka pasar/);
  expect(await page.getByText('Halaman ini belum bisa dibuka').count(), address).toBe(0);
  expect(await page.getByRole('link').count(), address).toBeGreaterThan(0);
}

it('every page opens cold without signal, after one visit to the market alone', async () => {
  const phone = await village.phone('rina');
  phone.allow(/Not found: \/jalan/);
  await phone.goto('/');
  await phone.untilStored();
  await phone.offline();
  for (const address of [...everyAddress(), ...strangeAddresses]) {
    await phone.restart();
    await seeUsableScreen(phone, address);
  }
});

it('whoever comes in by a link in a message has the whole app from then on', async () => {
  const phone = await village.phone('rina');
  const { slug } = shopOf(siti);
  await phone.goto(`/toko/${slug}`);
  await phone.untilStored();
  await phone.offline();
  await phone.restart();
  for (const address of ['/', `/toko/${slug}`, '/jualan', '/bantuan']) {
    await seeUsableScreen(phone, address);
  }
});

it('the market is there in full without signal: shelves, villages, products, shops', async () => {
  const phone = await village.phone('rina');
  await phone.goto('/');
  await phone.untilStored();
  await see(phone.page.getByText(/\d{3} barang/).first());
  await phone.offline();
  const page = await phone.restart();
  await phone.goto('/');
  await see(page.getByText(/^\d{3} barang$/));
  await page.getByRole('searchbox', { name: 'Cari' }).fill('keripik pisang manis');
  await link(page, /keripik pisang manis 250 g/i)
    .first()
    .tap();
  await see(heading(page, 'Keripik pisang manis 250 g'));
  await link(page, /Keripik Acil Siti/)
    .first()
    .tap();
  await see(heading(page, 'Keripik Acil Siti'));
});

it('a seller has her shop, her goods and their history without signal', async () => {
  const phone = await village.phone('siti');
  await signIn(phone, siti);
  const { goods } = shopOf(siti);
  await phone.goto('/jualan/produk');
  await see(link(phone.page, goods[0]!.title));
  await phone.untilStored();
  await phone.offline();
  const page = await phone.restart();
  await phone.goto('/jualan');
  await see(heading(page, 'Keripik Acil Siti'));
  // Two facts side by side: what waits here, and how old what she sees is.
  await see(said(page, 'Tidak ada sinyal. Tenang.'));
  await see(page.getByText(/^Data terbaru: (baru saja|\d+ menit yang lalu)$/));
  await phone.goto('/jualan/produk');
  await see(page.getByText(/^Data terbaru: (baru saja|\d+ menit yang lalu)$/));
  await see(page.getByText(`${goods.length} barang`));
  await phone.goto(`/jualan/produk/${goods[0]!.id}`);
  await expect.poll(() => page.getByLabel('Nama barang').inputValue()).toBe(goods[0]!.title);
  await phone.goto(`/riwayat/listing/${goods[0]!.id}`);
  await see(heading(page, 'Riwayat'));
  for (const address of everyAddress().filter(isAtWork)) await seeUsableScreen(phone, address);
});

it('weeks later, still without signal, a seller opens, looks and saves as on the first day', async () => {
  const phone = await village.phone('siti');
  await signInToShop(phone, siti);
  await phone.rest();
  await phone.goto('/jualan');
  await see(heading(phone.page, 'Keripik Acil Siti'));
  await phone.offline();
  const fortyDaysOn = Date.now() + 40 * 86_400_000;
  const weeksLater = async () => {
    const page = await phone.restart();
    await page.context().clock.setFixedTime(fortyDaysOn);
    return page;
  };

  let page = await weeksLater();
  await phone.goto('/jualan');
  await see(heading(page, 'Keripik Acil Siti'));
  // Not "baru saja": how old it is, is said. Nobody is asked to sign in.
  await see(page.getByText(/^Data terbaru: (Minggu|Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|\d)/));
  expect(await button(page, 'Masuk').count()).toBe(0);
  await addProduct(phone, { name: 'Keripik talas', price: '11000', photo: turnedPhoto });
  await see(ownProduct(page, 'Keripik talas').getByText('Siap dikirim'));
  await phone.goto('/');
  await see(page.getByText(/^\d{3} barang$/));

  page = await weeksLater();
  await phone.goto('/jualan/produk');
  await see(ownProduct(page, 'Keripik talas').getByText('Rp11.000'));
  await see(link(page, shopOf(siti).goods[0]?.title ?? ''));
  await phone.goto('/kiriman');
  await see(said(page, '3 kiriman aman di HP ini.'));
});

it('a facilitator carries her villages into the valley', async () => {
  const phone = await village.phone('laila');
  await signIn(phone, laila);
  await phone.goto('/dampingan');
  await see(phone.page.getByText('Siap dibawa tanpa sinyal'));
  await phone.untilStored();
  await phone.offline();
  const page = await phone.restart();
  await phone.goto('/dampingan');
  await see(page.getByText('Keripik Acil Siti').first());
  for (const address of everyAddress().filter(isAtWork)) await seeUsableScreen(phone, address);
  expect(await button(page, 'Masuk').count()).toBe(0);
});
