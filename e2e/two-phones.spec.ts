/** The seller and her facilitator change the same goods in two valleys. Nothing is lost; she decides. */
import { expect, it } from 'vitest';

import { laila, shopOf, siti } from './people';
import type { Phone } from './phone';
import {
  button,
  choice,
  choosePhoto,
  heading,
  link,
  phonePhoto,
  said,
  see,
  signIn,
  turnedPhoto,
} from './tasks';
import { useVillage } from './village';

const village = useVillage();
const { goods } = shopOf(siti);

interface Product {
  readonly id: string;
  readonly title: string;
}

/** The owner looks at her product, without signal from now on. */
async function sellerAt(product: Product): Promise<Phone> {
  const phone = await village.phone('siti');
  await signIn(phone, siti);
  await phone.goto(`/jualan/produk/${product.id}`);
  await seeValue(phone, 'Nama barang', product.title);
  await phone.untilStored();
  await phone.offline();
  return phone;
}

/** The facilitator of her village looks at the same product, without signal from now on. */
async function helperAt(product: Product): Promise<Phone> {
  const phone = await village.phone('laila');
  await signIn(phone, laila);
  await phone.goto('/dampingan');
  await link(phone.page, /Keripik Acil Siti/)
    .first()
    .tap();
  await link(phone.page, /Produk toko/).tap();
  await link(phone.page, product.title).tap();
  await seeValue(phone, 'Nama barang', product.title);
  await phone.untilStored();
  await phone.offline();
  return phone;
}

async function bothAt(product: Product): Promise<[Phone, Phone]> {
  return [await sellerAt(product), await helperAt(product)];
}

async function seeValue(phone: Phone, label: string | RegExp, value: string): Promise<void> {
  await expect
    .poll(() => phone.page.getByRole('textbox', { name: label }).inputValue(), { timeout: 20_000 })
    .toBe(value);
}

async function change(phone: Phone, label: string, value: string): Promise<void> {
  await phone.page.getByLabel(label).fill(value);
  await button(phone.page, 'Simpan perubahan').tap();
  await see(said(phone.page, 'Perubahan tersimpan di HP.'));
}

/** Comes out of the valley and stays until everything is sent. */
async function comeBack(phone: Phone): Promise<void> {
  await phone.online();
  await phone.goto('/kiriman');
  await see(said(phone.page, /Semua sudah terkirim|Perlu Anda/));
}

it('different fields: both changes survive', async () => {
  const product = goods[0]!;
  const [seller, helper] = await bothAt(product);
  await change(seller, 'Nama barang', 'Keripik pisang manis, renyah');
  await change(helper, 'Keterangan', 'Digoreng hari Jumat.');
  await comeBack(seller);
  await comeBack(helper);
  for (const phone of [seller, helper]) {
    await phone.goto(`/jualan/produk/${product.id}`);
    await seeValue(phone, 'Nama barang', 'Keripik pisang manis, renyah');
    await seeValue(phone, 'Keterangan', 'Digoreng hari Jumat.');
  }
});

it('the same field: the later one shows, the earlier one is in the history and can be taken back', async () => {
  const product = goods[1]!;
  const seller = await sellerAt(product);
  await change(seller, 'Nama barang', 'Keripik setengah kilo');
  // Clocks learned over the air agree to about a second: the facilitator comes some seconds later.
  const helper = await helperAt(product);
  await change(helper, 'Nama barang', 'Keripik 500 gram');
  await comeBack(seller);
  await comeBack(helper);
  await seller.goto(`/jualan/produk/${product.id}`);
  await seeValue(seller, 'Nama barang', 'Keripik 500 gram');
  await link(seller.page, 'Riwayat barang').tap();
  await see(heading(seller.page, 'Riwayat'));
  await see(seller.page.getByText('Keripik setengah kilo'));
  await button(seller.page, 'Pakai yang ini').tap();
  await see(said(seller.page, 'Nama menjadi Keripik setengah kilo.'));
  await comeBack(seller);
  await helper.goto(`/jualan/produk/${product.id}`);
  await seeValue(helper, 'Nama barang', 'Keripik setengah kilo');
});

it('the price: the owner is asked, taps one, and both phones agree', async () => {
  const product = goods[2]!;
  const [seller, helper] = await bothAt(product);
  await change(seller, 'Harga', '17.000');
  await change(helper, 'Harga', '18.000');
  await comeBack(helper);
  await comeBack(seller);

  const { page } = seller;
  await seller.goto('/jualan');
  await link(page, /Perlu Anda/)
    .last()
    .tap();
  await link(page, new RegExp(product.title)).first().tap();
  await see(heading(page, 'Pilih yang benar'));
  const hers = choice(page, /17\.000/);
  const theirs = choice(page, /18\.000/);
  expect(await hers.isChecked()).toBe(false);
  expect(await theirs.isChecked()).toBe(false);
  await see(page.getByText('Anda', { exact: true }));
  await see(page.getByText(laila.name));
  await theirs.tap();
  await button(page, 'Pakai Rp18.000').tap();
  await see(said(page, 'Dipakai Rp18.000.'));
  await comeBack(seller);
  await comeBack(helper);

  for (const phone of [seller, helper]) {
    await phone.goto(`/jualan/produk/${product.id}`);
    await seeValue(phone, 'Harga', '18.000');
    expect(await phone.page.getByText('Ada dua jawaban').count()).toBe(0);
    await phone.goto(`/riwayat/listing/${product.id}`);
    await see(phone.page.getByText(/Rp17\.000/));
  }
  const buyer = await village.phone('rina');
  await buyer.goto(`/produk/${product.id}`);
  await see(buyer.page.getByText('Rp18.000').first());
});

it('the price: whoever does not own it sees both, who and when; the owner may write a third', async () => {
  const product = goods[6]!;
  const [seller, helper] = await bothAt(product);
  await change(seller, 'Harga', '23.000');
  await change(helper, 'Harga', '24.000');
  await comeBack(seller);
  await comeBack(helper);

  const whenSaid = /, (baru saja|\d+ menit yang lalu)$/;
  await helper.goto('/kiriman');
  await see(helper.page.getByText(/Dua harga: Rp2[34]\.000 atau Rp2[34]\.000\. Pemiliknya/));
  await link(helper.page, new RegExp(product.title)).first().tap();
  await see(heading(helper.page, 'Pilih yang benar'));
  await see(helper.page.getByText('Yang memilih harga pemilik toko'));
  for (const [price, who] of [
    ['Rp23.000', siti.name],
    ['Rp24.000', 'Anda'],
  ] as const) {
    const said = helper.page.getByRole('listitem').filter({ hasText: price });
    await see(said.getByText(who, { exact: true }));
    await see(said.getByText(whenSaid));
  }
  expect(await helper.page.getByRole('radio').count()).toBe(0);
  expect(await button(helper.page, /^Pakai|Pilih dulu/).count()).toBe(0);

  await comeBack(seller);
  const { page } = seller;
  await link(page, new RegExp(product.title)).first().tap();
  await see(heading(page, 'Pilih yang benar'));
  await see(page.getByText(whenSaid).first());
  expect(await page.getByText(whenSaid).count()).toBe(2);
  await button(page, 'Tulis harga lain').tap();
  await see(button(page, 'Tulis dulu harganya'));
  await page.getByLabel('Harga yang benar').fill('23500');
  await button(page, 'Pakai Rp23.500').tap();
  await see(said(page, 'Dipakai Rp23.500.'));
  await comeBack(seller);
  await comeBack(helper);
  await helper.goto(`/jualan/produk/${product.id}`);
  await seeValue(helper, 'Harga', '23.500');
});

it('stock counted on two phones adds up', async () => {
  const product = goods[3]!;
  const [seller, helper] = await bothAt(product);
  const before = product.stock;
  for (const [phone, way, times, why] of [
    [seller, 'Kurangi satu', 3, 'Terjual'],
    [helper, 'Tambah satu', 5, 'Barang datang'],
  ] as const) {
    for (let tap = 0; tap < times; tap += 1) await button(phone.page, `${way}: Stok`).tap();
    await choice(phone.page, why).tap();
    await button(phone.page, /^Catat/).tap();
    await see(said(phone.page, why));
  }
  await comeBack(seller);
  await comeBack(helper);
  for (const phone of [seller, helper]) {
    await phone.goto(`/jualan/produk/${product.id}`);
    await seeValue(phone, /^Stok/, String(before - 3 + 5));
  }
});

it('photos added on two phones both stay', async () => {
  const product = goods[4]!;
  const [seller, helper] = await bothAt(product);
  await choosePhoto(seller.page, phonePhoto);
  await choosePhoto(helper.page, turnedPhoto);
  for (const phone of [seller, helper]) await see(phone.page.getByRole('img', { name: 'Foto 1' }));
  await comeBack(seller);
  await comeBack(helper);
  for (const phone of [seller, helper]) {
    await phone.goto(`/jualan/produk/${product.id}`);
    await see(phone.page.getByRole('img', { name: 'Foto 2' }));
  }
  const buyer = await village.phone('rina');
  await buyer.goto(`/produk/${product.id}`);
  await see(buyer.page.getByRole('img', { name: /Foto 2 dari 2/ }));
});

it('removed on one phone and changed on the other: she is asked, nothing vanishes silently', async () => {
  const product = goods[5]!;
  const [seller, helper] = await bothAt(product);
  await button(seller.page, 'Hapus barang').tap();
  await see(said(seller.page, `${product.title} dihapus.`));
  await change(helper, 'Keterangan', 'Stok baru datang hari Senin.');
  await comeBack(seller);
  await comeBack(helper);
  await comeBack(seller);

  const { page } = seller;
  await see(said(page, /Perlu Anda/));
  await link(page, new RegExp(product.title)).first().tap();
  await see(heading(page, 'Pilih yang benar'));
  await choice(page, /Tampilkan lagi/).tap();
  await button(page, 'Tampilkan lagi').tap();
  await page.waitForURL(`**/jualan/produk/${product.id}`);
  await comeBack(seller);
  await seller.goto(`/jualan/produk/${product.id}`);
  await seeValue(seller, 'Keterangan', 'Stok baru datang hari Senin.');
  await see(page.getByText('Disembunyikan', { exact: true }));
});
