/** The shop keeps its code once; each order then shows one with its sum; and two people say what became of the money. */
import { readFileSync } from 'node:fs';
import type { Locator } from 'playwright';
import { expect, it } from 'vitest';

import { formatRupiah } from '#domain/money';
import { crcOf, qrisFor } from '#domain/qris';
import { QRIS, QRIS_27500 } from '#domain/testing/qris';

import { boardWith, codeOn, squaresOf } from './code-pictures';
import { comeBack, isPlenty, order, orderRow, putIn, type Good } from './ordering';
import { rina, shopOf, siti, udin, type Villager } from './people';
import type { Phone } from './phone';
import { button, choosePhoto, gone, link, said, see, signIn } from './tasks';
import { useVillage } from './village';

const village = useVillage();
const [chips, others] = shopOf(siti).goods.filter(isPlenty) as [Good, Good];
const MERCHANT = 'WARUNG CONTOH PANGGUNG';

async function buyerPhone(): Promise<Phone> {
  const phone = await village.phone('rina');
  await signIn(phone, rina);
  await phone.goto('/');
  await see(phone.page.getByText(/^\d{3} barang$/));
  await phone.untilStored();
  return phone;
}

async function sellerPhone(who: Villager): Promise<Phone> {
  const phone = await village.phone('penjual');
  await signIn(phone, who);
  await phone.goto('/jualan');
  await see(link(phone.page, /Pesanan/));
  await phone.untilStored();
  return phone;
}

const sheet = (phone: Phone): Locator => phone.page.getByRole('dialog');
/** Whose code the shop has. */
const kept = (phone: Phone, words: string): Locator =>
  phone.page.locator('.card .whose', { hasText: words });
const jpeg = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/jpeg', buffer });

/** From a picture in the gallery to a kept code. */
async function keepFromGallery(phone: Phone, text: string): Promise<void> {
  await choosePhoto(phone.page, jpeg('qris.jpg', await boardWith(text)), 'Ambil dari galeri');
  await see(sheet(phone).getByText(MERCHANT));
  await button(phone.page, 'Ya, simpan').tap();
  await see(said(phone.page, 'Kode QRIS tersimpan di HP.'));
}

/** The code that the opened sheet shows, as another phone's camera reads it. */
async function codeShown(phone: Phone, price: string): Promise<string | undefined> {
  const code = sheet(phone).getByRole('img', { name: `Kode QRIS untuk ${price}` });
  await see(code);
  await see(sheet(phone).locator('.sum', { hasText: price }));
  return codeOn(await code.screenshot());
}

/** @param inTheValley the signal goes once the phone has heard of it */
async function open(phone: Phone, list: string, words: string, inTheValley = false): Promise<void> {
  await phone.goto(list);
  await see(orderRow(phone, words).first());
  if (inTheValley) {
    await phone.offline();
    await phone.goto(list);
  }
  await orderRow(phone, words).first().tap();
  await see(phone.page.getByText(/^Nomor /));
}

it('a code kept without signal, an order paid without signal, money seen without signal: both phones end equal', async () => {
  const seller = await sellerPhone(siti);
  const buyer = await buyerPhone();
  await seller.offline();
  await seller.goto('/jualan/toko');
  await link(seller.page, 'QRIS dan rekening').tap();
  await choosePhoto(
    seller.page,
    jpeg('lain.jpg', await boardWith('https://contoh.id/bukan-kode-bayar')),
    'Ambil dari galeri',
  );
  await see(said(seller.page, 'Ini bukan QRIS.'));
  await keepFromGallery(seller, QRIS);
  await gone(said(seller.page, 'Ini bukan QRIS.'));
  await see(kept(seller, 'ID1099999999999'));
  await seller.page.getByLabel(/^Rekening atau dompet/).fill('BRI 1234-01-000001-50-1 an. Siti');
  await button(seller.page, 'Simpan rekening').tap();
  await see(said(seller.page, 'Rekening tersimpan di HP.'));
  await comeBack(seller);

  const total = 2 * chips.price;
  const price = formatRupiah(total);
  await buyer.offline();
  await putIn(buyer, chips, 2);
  await order(buyer, total);
  await comeBack(buyer);
  await open(buyer, '/pesanan', 'Menunggu penjual');
  // Nothing is to be paid before the seller has said yes.
  expect(await button(buyer.page, /QRIS|Sudah bayar/).count()).toBe(0);

  await comeBack(seller);
  await seller.goto('/jualan/pesanan');
  await see(button(seller.page, 'Terima pesanan'));
  await seller.offline();
  await button(seller.page, 'Terima pesanan').tap();
  await see(said(seller.page, /diterima. Tersimpan di HP./));
  // To a buyer who stands there the seller shows it without signal.
  const expected = qrisFor(QRIS, total);
  await open(seller, '/jualan/pesanan', 'Diterima');
  await button(seller.page, 'Tunjukkan QRIS ke pembeli').tap();
  expect(await codeShown(seller, price)).toBe(expected);
  await comeBack(seller);
  await comeBack(buyer);
  await open(buyer, '/pesanan', 'Diterima penjual', true);
  await see(buyer.page.getByText('BRI 1234-01-000001-50-1 an. Siti'));
  await button(buyer.page, 'Bayar pakai QRIS').tap();
  expect(await codeShown(buyer, price)).toBe(expected);
  await see(sheet(buyer).getByText(new RegExp(MERCHANT)));
  const [download] = await Promise.all([
    buyer.page.waitForEvent('download'),
    link(buyer.page, 'Simpan gambar').tap(),
  ]);
  expect(download.suggestedFilename()).toMatch(new RegExp(`^qris-.+-${total}\\.png$`));
  expect(await codeOn(readFileSync(await download.path()))).toBe(expected);
  await buyer.page.keyboard.press('Escape');

  await button(buyer.page, 'Sudah bayar').tap();
  await button(buyer.page, 'Ya, pakai QRIS').tap();
  const said1 = `Anda bilang sudah bayar ${price}, pakai QRIS`;
  await see(buyer.page.getByText(said1));
  await button(buyer.page, 'Ternyata belum bayar').tap();
  await gone(buyer.page.getByText(said1));
  await button(buyer.page, 'Sudah bayar').tap();
  await button(buyer.page, 'Ya, pakai QRIS').tap();
  await see(buyer.page.getByText(said1));
  // Her word is not yet the seller's.
  await see(buyer.page.getByText('Penjual belum memastikan uangnya masuk.'));
  await comeBack(buyer);

  await comeBack(seller);
  await open(seller, '/jualan/pesanan', 'Pembeli bilang sudah bayar', true);
  await see(seller.page.getByText(`Pembeli bilang sudah bayar ${price}, pakai QRIS`));
  // Nobody is asked to pay twice.
  expect(await button(seller.page, 'Tunjukkan QRIS ke pembeli').count()).toBe(0);
  await button(seller.page, 'Uang sudah masuk').tap();
  await button(seller.page, 'Ya, sudah masuk').tap();
  await see(seller.page.getByText(`Uang ${price} sudah Anda terima`));
  await button(seller.page, 'Sudah diserahkan').tap();
  await see(sheet(seller).getByText(/Uangnya sudah dicatat masuk/));
  await button(seller.page, 'Ya, sudah').tap();
  await see(said(seller.page, 'Selesai'));
  await comeBack(seller);
  await comeBack(buyer);
  await open(buyer, '/pesanan', 'Selesai');
  await see(buyer.page.getByText(`Penjual sudah menerima ${price}`));
  for (const moment of [
    'Pembeli: ternyata belum bayar',
    'Pembeli: sudah bayar',
    'Penjual: uang sudah masuk',
  ]) {
    await see(buyer.page.getByText(moment, { exact: true }));
  }
  expect(await button(buyer.page, 'Bayar pakai QRIS').count()).toBe(0);
});

it('what both agreed to later has a code of its own, and goods handed over on credit stay unpaid', async () => {
  const seller = await sellerPhone(siti);
  const buyer = await buyerPhone();
  await seller.goto('/jualan/qris');
  await see(button(seller.page, 'Pindai dengan kamera'));
  if ((await seller.page.getByText(MERCHANT).count()) === 0) await keepFromGallery(seller, QRIS);
  await comeBack(seller);
  await putIn(buyer, others, 3);
  await order(buyer, 3 * others.price);
  await comeBack(buyer);
  await comeBack(seller);
  await seller.goto('/jualan/pesanan');
  await button(seller.page, 'Terima pesanan').tap();
  await see(said(seller.page, /diterima. Tersimpan di HP./));
  await comeBack(seller);
  await comeBack(buyer);
  await open(buyer, '/pesanan', 'Diterima penjual');
  await button(buyer.page, 'Bayar pakai QRIS').tap();
  expect(await codeShown(buyer, formatRupiah(3 * others.price))).toBe(
    qrisFor(QRIS, 3 * others.price),
  );

  await open(seller, '/jualan/pesanan', 'Diterima');
  await button(seller.page, 'Barang kurang').tap();
  await button(seller.page, `Kurangi satu: ${others.title}`).tap();
  await button(seller.page, 'Tanya pembeli').tap();
  await see(said(seller.page, 'Menunggu pembeli'));
  // While the buyer is asked there is nothing to pay.
  await gone(button(seller.page, 'Tunjukkan QRIS ke pembeli'));
  await comeBack(seller);
  await comeBack(buyer);
  await open(buyer, '/pesanan', 'Perlu jawaban Anda', true);
  expect(await button(buyer.page, 'Bayar pakai QRIS').count()).toBe(0);
  const less = 2 * others.price;
  await button(buyer.page, `Setuju, ${formatRupiah(less)}`).tap();
  await button(buyer.page, 'Bayar pakai QRIS').tap();
  expect(await codeShown(buyer, formatRupiah(less))).toBe(qrisFor(QRIS, less));
  await comeBack(buyer);

  await comeBack(seller);
  await open(seller, '/jualan/pesanan', 'Diterima');
  await button(seller.page, 'Sudah diserahkan').tap();
  await button(seller.page, 'Barang saja, uangnya belum').tap();
  await see(said(seller.page, 'Selesai'));
  await button(seller.page, 'Uang sudah masuk').tap();
  await button(seller.page, 'Ya, sudah masuk').tap();
  await see(seller.page.getByText(`Uang ${formatRupiah(less)} sudah Anda terima`));
  await comeBack(seller);
});

it('before the camera: refused it stays closed, another code is named, one that was changed is refused, the right one is shown back; and it can be removed', async () => {
  const phone = await sellerPhone(udin);
  const { page } = phone;
  await page.addInitScript(() => {
    const seen = window as typeof window & { squares: boolean[][]; refused: boolean };
    seen.squares = [];
    seen.refused = true;
    // A camera that is refused at first, and then looks at a board.
    navigator.mediaDevices.getUserMedia = () => {
      if (seen.refused) return Promise.reject(new DOMException('no', 'NotAllowedError'));
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [1280, 720];
      const pen = canvas.getContext('2d')!;
      setInterval(() => {
        pen.fillStyle = '#777';
        pen.fillRect(0, 0, canvas.width, canvas.height);
        const dot = Math.floor(600 / Math.max(1, seen.squares.length));
        seen.squares.forEach((row, y) =>
          row.forEach((dark, x) => {
            pen.fillStyle = dark ? '#222' : '#eee';
            pen.fillRect(300 + x * dot, 60 + y * dot, dot, dot);
          }),
        );
      }, 100);
      return Promise.resolve(canvas.captureStream(10));
    };
  });
  await phone.goto('/jualan/qris');
  await phone.offline();
  const hold = (text: string) =>
    page.evaluate((squares) => {
      (window as typeof window & { squares: boolean[][] }).squares = squares;
    }, squaresOf(text));
  await button(page, 'Pindai dengan kamera').tap();
  await see(sheet(phone).getByText(/Ambil gambarnya dari galeri saja/));
  await button(page, 'Tutup kamera').tap();
  await page.evaluate(() => {
    (window as typeof window & { refused: boolean }).refused = false;
  });
  await button(page, 'Pindai dengan kamera').tap();
  await see(sheet(phone).getByText('Arahkan kamera ke kode QRIS toko Anda.'));
  await hold('https://contoh.id/promo');
  await see(said(page, 'Ini bukan QRIS.'));
  await hold(QRIS_27500);
  await see(said(page, 'Ini QRIS untuk satu kali bayar.'));
  await hold(`${QRIS.slice(0, -4)}M2B3`);
  await see(said(page, 'Kode ini rusak atau pernah diubah.'));
  await hold(QRIS);
  await see(sheet(phone).getByText('Benar ini punya Anda?'));
  await see(sheet(phone).getByText('BALANGAN', { exact: true }));
  await button(page, 'Bukan').tap();
  expect(await kept(phone, '').count()).toBe(0);

  await button(page, 'Tempel tulisan kodenya').tap();
  await page.getByLabel('Tulisan kode QRIS').fill(QRIS.replace('PANGGUNG', 'PANGGUNK'));
  await button(page, 'Baca tulisan ini').tap();
  await see(said(page, 'Kode ini rusak atau pernah diubah.'));
  const second = QRIS.replace('PANGGUNG', 'LINGSIR ').slice(0, -4);
  await page.getByLabel('Tulisan kode QRIS').fill(` ${second}${crcOf(second)}\n`);
  await button(page, 'Baca tulisan ini').tap();
  await button(page, 'Ya, simpan').tap();
  await see(kept(phone, 'WARUNG CONTOH LINGSIR'));
  await comeBack(phone);
  await phone.goto('/jualan/qris');
  await see(kept(phone, 'WARUNG CONTOH LINGSIR'));
  await button(page, 'Hapus kode').tap();
  await button(page, 'Ya, hapus').tap();
  await see(said(page, 'Kode QRIS dihapus. Tersimpan di HP.'));
  await gone(kept(phone, ''));
});
