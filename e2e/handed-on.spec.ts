/**
 * The facilitator changes a price in a valley; when she comes out, the village is not hers any more. The
 * owner sees what she wanted, makes it her own with one tap, and the facilitator hears of it.
 */
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { laila, nanda, noor, shopOf, siti } from './people';
import type { Phone } from './phone';
import { button, gone, link, said, see, signIn } from './tasks';
import { useVillage } from './village';

const village = useVillage();
const { goods } = shopOf(siti);
const pictures = process.env['JUKUNG_PICTURES'];

/** The facilitator of her village changes the price of a product, without signal. */
async function changeInTheValley(title: string, price: string): Promise<Phone> {
  const phone = await village.phone('laila');
  await signIn(phone, laila);
  await phone.goto('/dampingan');
  await link(phone.page, /Keripik Acil Siti/)
    .first()
    .tap();
  await link(phone.page, /Produk toko/).tap();
  await link(phone.page, title).tap();
  await see(phone.page.getByLabel('Harga'));
  await phone.untilStored();
  await phone.offline();
  await phone.page.getByLabel('Harga').fill(price);
  await button(phone.page, 'Simpan perubahan').tap();
  await see(said(phone.page, 'Perubahan tersimpan di HP.'));
  return phone;
}

/** Dinas takes every village back from her. */
async function endHerTask(): Promise<void> {
  const desk = await village.phone('noor');
  await signIn(desk, noor);
  await desk.goto(`/dinas/orang/${laila.personId}`);
  const ends = button(desk.page, 'Cabut');
  await see(ends.first());
  for (let left = await ends.count(); left > 0; left -= 1) {
    await ends.first().tap();
    await expect.poll(() => ends.count()).toBeLessThan(left);
  }
  await desk.goto('/kiriman');
  await see(said(desk.page, 'Semua sudah terkirim'));
}

const look = async (phone: Phone, name: string): Promise<void> => {
  if (pictures) await phone.picture(join(pictures, `handed-on-${name}.png`));
};

const priceOf = (phone: Phone): Promise<string> =>
  phone.page.getByRole('textbox', { name: 'Harga' }).inputValue();

it('[S23] a price that came too late: the owner takes it over, without signal, and its author hears of it', async () => {
  const product = goods[0]!;
  const helper = await changeInTheValley(product.title, '18.500');
  await endHerTask();

  // Out of the valley: nothing of it is lost, and she is told who has it.
  await helper.online();
  await helper.goto('/kiriman');
  await see(helper.page.getByText('Dititipkan ke orang toko'));
  await see(helper.page.getByText(`Harga ${product.title}`));
  await see(helper.page.getByText('Menunggu orang toko'));
  await see(said(helper.page, 'Semua sudah terkirim'));
  await look(helper, 'author');

  const owner = await village.phone('siti');
  await signIn(owner, siti);
  await owner.goto('/kiriman');
  const wish = `${laila.name} mengubah harga jadi Rp18.500, belum dipakai.`;
  await see(owner.page.getByText(wish));
  await see(said(owner.page, /Perlu Anda/));
  await look(owner, 'owner');
  await owner.untilStored();

  // One tap, deep in another valley.
  await owner.offline();
  await owner.goto('/kiriman');
  await see(owner.page.getByText(wish));
  await button(owner.page, 'Pakai').tap();
  await see(said(owner.page, 'Dipakai. Tersimpan di HP.'));
  await gone(owner.page.getByText(wish));
  await see(owner.page.getByText(`Pakai titipan: ${product.title}`));
  await look(owner, 'used');
  await owner.goto(`/jualan/produk/${product.id}`);
  await expect.poll(() => priceOf(owner)).toBe('18.500');
  await owner.online();
  await owner.goto('/kiriman');
  await see(said(owner.page, 'Semua sudah terkirim'));

  const buyer = await village.phone('rina');
  await buyer.goto(`/produk/${product.id}`);
  await see(buyer.page.getByText('Rp18.500').first());
  await helper.goto('/kiriman');
  await see(helper.page.getByText(/^Dipakai, /));
  await look(helper, 'author-heard');
});

it('[S23] several changes are read one by one, set aside, and brought back by the undo', async () => {
  const product = goods[1]!;
  const helper = await village.phone('nanda', { dark: true });
  await signIn(helper, nanda);
  await helper.goto(`/jualan/produk/${product.id}`);
  await expect.poll(() => priceOf(helper)).not.toBe('');
  await helper.untilStored();
  await helper.offline();
  await helper.page.getByLabel('Harga').fill('21.000');
  await helper.page.getByLabel('Keterangan').fill('Digoreng hari Jumat.');
  await button(helper.page, 'Simpan perubahan').tap();
  await see(said(helper.page, 'Perubahan tersimpan di HP.'));

  const owner = await village.phone('siti', { dark: true });
  await signIn(owner, siti);
  await owner.goto('/saya/pembantu');
  await button(owner.page, /Berhentikan/).tap();
  // Said before the page is left: a tap is kept a moment after the finger.
  await see(said(owner.page, /tidak lagi membantu toko ini\./));
  await owner.goto('/kiriman');
  await see(said(owner.page, 'Semua sudah terkirim'));

  await helper.online();
  await helper.goto('/kiriman');
  await see(helper.page.getByText('Menunggu orang toko'));
  await owner.goto('/kiriman');
  await see(owner.page.getByText(`${nanda.name} mengubah ini, belum dipakai:`));
  await see(owner.page.getByText(/^Harga: Rp21\.000 \(sekarang Rp/));
  await see(owner.page.getByText('Keterangan: Digoreng hari Jumat.'));
  await look(owner, 'owner-dark');

  await button(owner.page, 'Sisihkan').tap();
  await see(said(owner.page, 'Disisihkan. Tersimpan di HP.'));
  await gone(owner.page.getByText(/^Harga: Rp21\.000/));
  await button(owner.page, 'Batalkan').tap();
  await see(owner.page.getByText(/^Harga: Rp21\.000/));
  await button(owner.page, 'Sisihkan').tap();
  await gone(owner.page.getByText(/^Harga: Rp21\.000/));
  await see(said(owner.page, 'Semua sudah terkirim'));
  await owner.goto(`/jualan/produk/${product.id}`);
  await expect.poll(() => priceOf(owner)).not.toBe('21.000');

  await helper.goto('/kiriman');
  await see(helper.page.getByText(/^Disisihkan orang toko, /));
  await look(helper, 'author-dark');
});
