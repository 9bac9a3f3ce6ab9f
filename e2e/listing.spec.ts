/** One product, from the seller's thumb without signal to a buyer's phone without signal. */
import { expect, it } from 'vitest';

import { shopOf, siti } from './people';
import {
  addProduct,
  brokenPhoto,
  button,
  choice,
  choosePhoto,
  countTaps,
  fillProduct,
  gone,
  heading,
  letter,
  link,
  ownProduct,
  phonePhoto,
  said,
  see,
  seePhoto,
  signIn,
  signInToShop,
  signUp,
  turnedPhoto,
} from './tasks';
import { useVillage } from './village';

const village = useVillage();
const wadai = { name: 'Amparan tatak nangka', price: '12rb', photo: phonePhoto };

it('is saved without signal, outlives the battery, travels, and is seen where no signal is', async () => {
  const seller = await village.phone('siti');
  await signIn(seller, siti);
  await seller.untilStored();
  await seller.rest();
  await seller.goto('/jualan');
  await see(heading(seller.page, 'Keripik Acil Siti'));

  await seller.offline();
  await link(seller.page, /Tambah Produk/).tap();
  await see(seller.page.getByLabel('Nama barang'));
  const taps = await countTaps(seller.page);
  await fillProduct(seller.page, wadai);
  await button(seller.page, 'Simpan').tap();
  await seller.page.waitForURL('**/jualan/produk');
  expect(await taps()).toBeLessThanOrEqual(4);
  await see(said(seller.page, 'Tersimpan di HP'));
  await seller.kill();

  let page = await seller.open();
  await seller.goto('/jualan/produk');
  await see(ownProduct(page, wadai.name).getByText('Siap dikirim'));
  await see(ownProduct(page, wadai.name).getByText('Rp12.000'));
  await seller.goto('/jualan');
  await see(said(page, 'Tidak ada sinyal. Tenang.'));
  await seller.goto('/jualan/produk');

  await seller.online();
  await see(ownProduct(page, wadai.name).getByText('Terkirim'));
  await seller.goto('/kiriman');
  await see(said(page, /Semua sudah terkirim/));

  const buyer = await village.phone('rina');
  await buyer.goto('/');
  await buyer.untilStored();
  page = buyer.page;
  await see(page.getByText(/^\d{3} barang$/));
  const card = page.getByRole('article').filter({ hasText: wadai.name });
  await see(card.getByText('Rp12.000'));
  await seePhoto(card.locator('img'));
  await card.getByRole('link').tap();
  await see(heading(page, wadai.name));
  await seePhoto(page.getByRole('img', { name: `Foto ${wadai.name}` }));

  await buyer.offline();
  page = await buyer.restart();
  await buyer.goto('/');
  await seePhoto(page.getByRole('article').filter({ hasText: wadai.name }).locator('img'));
  await page.getByRole('article').filter({ hasText: wadai.name }).getByRole('link').tap();
  await see(heading(page, wadai.name));
  await seePhoto(page.getByRole('img', { name: `Foto ${wadai.name}` }));
});

it('keeps everything typed when the photo is broken, and takes another one', async () => {
  const seller = await village.phone('siti');
  await signIn(seller, siti);
  await seller.goto('/jualan/produk/baru');
  const { page } = seller;
  await fillProduct(page, { name: 'Kelepon gula merah', price: '5000' });
  await choosePhoto(page, letter);
  await see(said(page, 'Berkas ini bukan foto.'));
  await choosePhoto(page, brokenPhoto, 'Dari galeri');
  await see(said(page, 'Foto ini rusak atau tidak lengkap.'));
  expect(await page.getByLabel('Nama barang').inputValue()).toBe('Kelepon gula merah');
  expect(await page.getByLabel('Harga').inputValue()).toBe('5.000');
  await choosePhoto(page, turnedPhoto, 'Dari galeri');
  const shown = page.getByRole('img', { name: 'Foto 1' });
  await seePhoto(shown);
  const upright = await shown.evaluate(
    (img: HTMLImageElement) => img.naturalHeight > img.naturalWidth,
  );
  expect(upright).toBe(true);
  expect(await page.getByRole('alert').count()).toBe(0);
});

it('asks for what is missing in words and loses nothing when the phone dies in the middle', async () => {
  const seller = await village.phone('siti');
  await signIn(seller, siti);
  await seller.goto('/jualan/produk/baru');
  await fillProduct(seller.page, { name: 'Lamang', price: '' });
  await button(seller.page, 'Simpan').tap();
  await see(seller.page.getByText(/^Harga belum ditulis\./));
  await seller.untilStored();
  await seller.offline();
  const page = await seller.restart();
  await seller.goto('/jualan/produk/baru');
  await see(page.getByText('Lanjutkan yang tadi?'));
  await button(page, 'Lanjutkan').tap();
  await expect.poll(() => page.getByLabel('Nama barang').inputValue()).toBe('Lamang');
});

it('can be hidden, called sold out, put back and removed, and every step undone', async () => {
  const seller = await village.phone('siti');
  await signIn(seller, siti);
  await addProduct(seller, { name: 'Bingka kentang', price: '20.000' });
  const { page } = seller;
  const row = ownProduct(page, 'Bingka kentang');
  await see(row.getByText('Terkirim'));

  await page.getByRole('switch', { name: 'Habis: Bingka kentang' }).tap();
  await see(said(page, 'Ditandai habis.'));
  await button(page, 'Batalkan').tap();
  await expect
    .poll(() =>
      page.getByRole('switch', { name: 'Habis: Bingka kentang' }).getAttribute('aria-checked'),
    )
    .toBe('false');

  await link(page, 'Bingka kentang').tap();
  await button(page, 'Sembunyikan').tap();
  await see(said(page, 'Disembunyikan. Tersimpan di HP.'));
  await button(page, 'Tampilkan di pasar').tap();
  await see(said(page, 'Tampil di pasar. Tersimpan di HP.'));
  await button(page, 'Hapus barang').tap();
  await see(said(page, 'Bingka kentang dihapus.'));
  expect(await link(page, 'Bingka kentang').count()).toBe(0);
  await button(page, 'Batalkan').tap();
  await see(link(page, 'Bingka kentang'));
  await see(ownProduct(page, 'Bingka kentang').getByText('Terkirim'));
});

it('drafted by a guest without any account stays when she signs up, and is shown from then on', async () => {
  const phone = await village.phone('ijah');
  await phone.goto('/');
  await phone.untilStored();
  await phone.offline();
  const { page } = phone;
  await phone.goto('/jualan/buka');
  await page.getByLabel('Nama Anda').fill('Acil Ijah');
  await page.getByLabel('Desa toko').selectOption({ label: 'Telaga Purun' });
  await page.getByLabel('Nama toko').fill('Wadai Acil Ijah');
  await choice(page, 'Kue').tap();
  await button(page, 'Buka toko').tap();
  await see(said(page, 'Toko Wadai Acil Ijah sudah dibuka.'));
  await addProduct(phone, { name: 'Apam habang', price: '3000', photo: turnedPhoto });
  await see(ownProduct(page, 'Apam habang').getByText('Draf'));

  await phone.restart();
  await phone.online();
  await signUp(phone, {
    name: 'Acil Ijah',
    village: 'Telaga Purun',
    number: '0813-5555-0101',
    pin: '739184',
  });
  await phone.goto('/jualan/produk');
  await see(ownProduct(phone.page, 'Apam habang').getByText('Draf'));
  await link(phone.page, 'Apam habang').tap();
  await button(phone.page, 'Tampilkan di pasar').tap();
  await see(said(phone.page, 'Tampil di pasar.'));
  await phone.goto('/jualan/produk');
  await see(ownProduct(phone.page, 'Apam habang').getByText('Terkirim'));

  const buyer = await village.phone('rina');
  await buyer.goto('/');
  await see(buyer.page.getByRole('article').filter({ hasText: 'Apam habang' }));
  await gone(buyer.page.getByText('Kelepon gula merah'));
  expect(shopOf(siti).goods.length).toBeGreaterThan(0);
});

it('the shop itself can be changed without signal, closed for the day, and its history opened', async () => {
  const seller = await village.phone('siti');
  await signInToShop(seller, siti);
  await seller.offline();
  let { page } = seller;
  await seller.goto('/jualan');
  await link(page, 'Ubah toko').tap();
  await page.getByLabel('Nama toko').fill('');
  await see(page.getByText(/^Nama toko belum ditulis\./));
  await page.getByLabel('Nama toko').fill('Keripik Hj. Siti');
  await page.getByLabel('Nomor HP toko').fill('0812');
  await see(page.getByText('Nomor belum benar. Contohnya 0812-3456-7890.'));
  await page.getByLabel('Nomor HP toko').fill('0812 5555 0199');
  // The shop is told anew while it is being written.
  await page.getByRole('switch', { name: 'Sedang tutup' }).tap();
  await see(said(page, 'Toko sedang tutup.'));
  await see(page.getByText('Pembeli melihat bahwa toko ini sedang tutup.'));
  expect(await page.getByLabel('Nama toko').inputValue()).toBe('Keripik Hj. Siti');
  await button(page, 'Batalkan').tap();
  await see(page.getByText('Toko ini buka.'));
  await seller.untilDrafted();

  page = await seller.rest();
  await seller.goto('/jualan/toko');
  await see(page.getByText('Isian tadi yang belum disimpan masih ada di sini.'));
  expect(await page.getByLabel('Nama toko').inputValue()).toBe('Keripik Hj. Siti');
  await button(page, 'Simpan perubahan').tap();
  await see(said(page, 'Perubahan tersimpan di HP.'));
  await see(heading(page, 'Ubah toko'));
  await expect.poll(() => page.getByLabel('Nomor HP toko').inputValue()).toBe('0812-5555-0199');
  await page.getByRole('switch', { name: 'Sedang tutup' }).tap();
  await see(said(page, 'Toko sedang tutup.'));
  await button(page, 'Batalkan').tap();
  await see(page.getByText('Toko ini buka.'));
  await page.getByRole('switch', { name: 'Sedang tutup' }).tap();
  await see(page.getByText('Pembeli melihat bahwa toko ini sedang tutup.'));

  await seller.online();
  await seller.goto('/kiriman');
  await see(said(page, /Semua sudah terkirim/));
  await seller.goto('/jualan/toko');
  await link(page, 'Riwayat toko').tap();
  await see(heading(page, 'Riwayat'));
  await see(page.getByText('Keripik Hj. Siti').last());
  await see(page.getByText(/^Anda, (baru saja|\d+ menit yang lalu)$/).first());
  await seller.goto('/saya/nama');
  await link(page, 'Riwayat data diri').tap();
  await see(heading(page, 'Riwayat'));
  await see(page.getByText(siti.name).last());

  const buyer = await village.phone('rina');
  await buyer.goto(`/toko/${shopOf(siti).slug}`);
  await see(heading(buyer.page, 'Keripik Hj. Siti'));
  await see(buyer.page.getByText('Sedang tutup').first());
});
