/** Somebody without an account orders, from the basket without signal or by a message from a page without JavaScript. */
import { expect, it } from 'vitest';

import { formatRupiah } from '#domain/money';
import { codeOf } from '#domain/order-text';
import { readOrderText } from '#domain/order-text-read';

import { shopOf, siti } from './people';
import type { Phone } from './phone';
import { button, heading, link, ownProduct, said, see, signIn } from './tasks';
import { useVillage } from './village';

const village = useVillage();

const chips = shopOf(siti).goods.find(({ stock, soldOut }) => stock >= 5 && !soldOut)!;
const total = 2 * chips.price;

async function sellerPhone(): Promise<Phone> {
  const phone = await village.phone('siti');
  await signIn(phone, siti);
  await phone.goto('/jualan');
  await see(link(phone.page, /Pesanan/));
  await phone.untilStored();
  return phone;
}

/** Comes to where there is signal and stays until everything is sent. */
async function comeBack(phone: Phone): Promise<void> {
  await phone.online();
  await phone.goto('/kiriman');
  await see(said(phone.page, /Semua sudah terkirim|Perlu Anda/));
}

const orderRow = (phone: Phone, words: string | RegExp) =>
  phone.page.locator('main a.order').filter({ hasText: words });

/** The market on the phone, two of the chips in the basket, and no signal. */
async function guestWithBasket(): Promise<Phone> {
  const phone = await village.phone('tamu');
  const { page } = phone;
  await phone.goto('/');
  await see(page.getByText(/^\d{3} barang$/));
  await phone.untilStored();
  await phone.offline();
  await phone.goto(`/produk/${chips.id}`);
  await button(page, `Tambah satu: Berapa ${chips.unit}?`).tap();
  await link(page, 'Masukkan keranjang').tap();
  await see(link(page, 'Lihat keranjang'));
  await phone.goto('/keranjang');
  await see(button(page, `Pesan ${formatRupiah(total)}`));
  return phone;
}

async function orderAsGuest(phone: Phone, number: string): Promise<void> {
  const { page } = phone;
  await page.getByLabel(/^Nama/).fill('Acil Imah');
  await page.getByLabel('Desa').selectOption({ label: 'Inan' });
  await page.getByLabel(/Nomor HP Anda/).fill(number);
  await button(page, `Pesan ${formatRupiah(total)}`).tap();
  await page.waitForURL('**/pesanan');
  await see(heading(page, 'Pesanan saya'));
}

it('a guest without signal orders with name, number and village; the seller sees who she is and hands over; she registers and the order stays hers', async () => {
  const seller = await sellerPhone();
  const guest = await guestWithBasket();
  const { page } = guest;
  // What is missing is said, and nothing is ordered.
  await button(page, `Pesan ${formatRupiah(total)}`).tap();
  await see(page.getByText('Nomor belum benar. Contohnya 0812-3456-7890.'));
  await orderAsGuest(guest, '0813-5552-0001');
  await see(orderRow(guest, shopOf(siti).name).filter({ hasText: 'Siap dikirim' }));
  await comeBack(guest);
  await guest.goto('/pesanan');
  await see(orderRow(guest, 'Menunggu penjual'));

  await comeBack(seller);
  await seller.goto('/jualan/pesanan');
  const card = seller.page.getByRole('article', { name: /Acil Imah/ });
  await see(card);
  await seller.offline();
  await see(card.getByText('Pembeli tanpa akun, nomor belum diperiksa'));
  expect(await card.getByRole('link', { name: 'Telepon' }).getAttribute('href')).toBe(
    'tel:+6281355520001',
  );
  expect(await card.getByRole('link', { name: 'WhatsApp' }).getAttribute('href')).toMatch(
    /^https:\/\/wa\.me\/6281355520001\?text=/,
  );
  await button(seller.page, 'Terima pesanan').tap();
  await see(said(seller.page, /diterima. Tersimpan di HP./));
  await orderRow(seller, 'Diterima').tap();
  await see(seller.page.getByText('Pembeli tanpa akun, nomor belum diperiksa'));
  await button(seller.page, 'Sudah siap diambil').tap();
  await see(said(seller.page, 'Siap diambil'));
  await button(seller.page, 'Sudah diserahkan').tap();
  await button(seller.page, 'Ya, sudah').tap();
  await see(said(seller.page, 'Selesai'));
  await comeBack(seller);
  await seller.goto('/jualan/produk');
  await see(ownProduct(seller.page, chips.title).getByText(new RegExp(`\\b${chips.stock - 2}\\b`)));

  await comeBack(guest);
  await guest.goto('/pesanan');
  await see(orderRow(guest, 'Selesai'));
  await guest.goto('/daftar');
  await expect.poll(() => page.getByLabel(/^Nama/).inputValue()).toBe('Acil Imah');
  await button(page, 'Lanjut ke nomor HP').tap();
  await expect.poll(() => page.getByLabel('Nomor HP').inputValue()).toBe('0813-5552-0001');
  await page.getByLabel('PIN baru').fill('482915');
  await page.getByLabel('PIN sekali lagi').fill('482915');
  await guest.allowMeanwhile(/\/api\/sync 401 session\.expired/, async () => {
    await button(page, 'Daftar').tap();
    await page.waitForURL('**/saya');
  });
  await guest.goto('/pesanan');
  await see(orderRow(guest, 'Selesai').filter({ hasText: shopOf(siti).name }));
});

it('the order that waits for data can go as an SMS under the same number', async () => {
  const guest = await guestWithBasket();
  const { page } = guest;
  await orderAsGuest(guest, '0813-5552-0002');
  await orderRow(guest, shopOf(siti).name).tap();
  await see(heading(page, shopOf(siti).name));
  const number = (await page.getByText(/^Nomor /).innerText()).replace('Nomor ', '');
  const sms = await link(page, 'SMS').getAttribute('href');
  const read = readOrderText(new URL(sms ?? '').searchParams.get('body') ?? '');
  expect(read).toEqual({
    ...{ found: true, intact: true },
    order: {
      ...{ number, shop: codeOf(chips.shopId), total, village: '63.11.07.2003' },
      items: [{ code: codeOf(chips.id), quantity: 2 }],
    },
  });
});

it('the code on a guest’s order fetches it to another phone, with a signal; a wrong one is told kindly', async () => {
  const guest = await guestWithBasket();
  await orderAsGuest(guest, '0813-5552-0003');
  await comeBack(guest);
  await guest.goto('/pesanan');
  await orderRow(guest, 'Menunggu penjual').tap();
  await see(heading(guest.page, shopOf(siti).name));
  const number = (await guest.page.getByText(/^Nomor /).innerText()).replace('Nomor ', '');
  const code = await guest.page.getByText(/^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}$/).innerText();

  const other = await village.phone('lain');
  const { page } = other;
  await other.goto('/pesanan/ambil');
  await page.getByLabel('Nomor pesanan').fill(number.toLowerCase());
  await page
    .getByLabel('Kode pesanan')
    .fill(code.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')));
  await other.allowMeanwhile(/\/api\/order\/claim 404/, async () => {
    await button(page, 'Ambil pesanan').tap();
    await see(page.getByText('Nomor atau kodenya tidak cocok, atau pesanan ini sudah diambil.'));
  });
  await page.getByLabel('Kode pesanan').fill(code.replaceAll('-', '').toLowerCase());
  await button(page, 'Ambil pesanan').tap();
  await page.waitForURL('**/pesanan');
  await see(orderRow(other, shopOf(siti).name).filter({ hasText: 'Menunggu penjual' }));
  await comeBack(guest);
  await guest.goto('/pesanan');
  await see(guest.page.getByText('Belum ada pesanan'));
});

it('with JavaScript off, product and shop begin a message; the product’s carries its code', async () => {
  const phone = await village.phone('lawas', { javaScript: false });
  const { page } = phone;
  await phone.goto(`/produk/${chips.id}`);
  const order = {
    ...{ number: '', shop: codeOf(chips.shopId), total: chips.price, village: '' },
    items: [{ code: codeOf(chips.id), quantity: 1 }],
  };
  for (const [name, field] of [
    ['Pesan lewat WhatsApp', 'text'],
    ['Pesan lewat SMS', 'body'],
  ] as const) {
    await see(link(page, name));
    const text = new URL((await link(page, name).getAttribute('href')) ?? '').searchParams.get(
      field,
    );
    expect(readOrderText(text ?? '')).toEqual({ found: true, intact: true, order });
  }
  await phone.goto(`/toko/${shopOf(siti).slug}`);
  await see(link(page, 'Pesan lewat SMS'));
  expect(await link(page, 'Pesan lewat WhatsApp').getAttribute('href')).toContain(
    encodeURIComponent('saya mau pesan dari warung ini'),
  );
});
