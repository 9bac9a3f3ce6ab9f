/**
 * The pictures of README.md, made from the real thing: `npm run pictures`. A seller's phone and her
 * facilitator's, the sample village, signal that comes and goes. They show what Android shows when the
 * system's own letters are Roboto (fontconfig: `system-ui` as an alias of it).
 */
import { join } from 'node:path';

import { it } from 'vitest';

import { laila, shopOf, siti } from './people';
import type { Phone } from './phone';
import { addProduct, button, link, phonePhoto, said, see, signIn } from './tasks';
import { useVillage } from './village';

const village = useVillage();
const product = firstGoods();

function firstGoods() {
  const [first] = shopOf(siti).goods;
  if (!first) throw new Error('the sample shop is empty');
  return first;
}

const take = async (phone: Phone, name: string): Promise<void> => {
  await phone.page.waitForLoadState('networkidle');
  await phone.page.evaluate(() => document.fonts.ready);
  await phone.picture(join('docs', 'pictures', `${name}.png`));
};

async function price(phone: Phone, id: string, rupiah: string): Promise<void> {
  await phone.goto(`/jualan/produk/${id}`);
  await phone.page.getByLabel('Harga').fill(rupiah);
  await button(phone.page, 'Simpan perubahan').tap();
  await see(said(phone.page, 'Perubahan tersimpan di HP.'));
}

it('takes the pictures', async () => {
  const seller = await village.phone('siti', { scale: 2 });
  await seller.goto('/?kategori=buah');
  await see(seller.page.getByRole('article').first());
  await seller.untilStored();
  await see(seller.page.getByText(/Data terbaru/));
  await seller.offline();
  await seller.goto('/?kategori=buah');
  await see(seller.page.getByText(/Tanpa sinyal/).first());
  await take(seller, 'pasar');
  await seller.online();
  await signIn(seller, siti);
  await seller.goto('/jualan');
  await see(said(seller.page, /Semua sudah terkirim/));
  await take(seller, 'penjual');

  const helper = await village.phone('laila');
  await signIn(helper, laila);
  await helper.goto('/dampingan');
  await link(helper.page, /Keripik Acil Siti/)
    .first()
    .tap();
  await link(helper.page, /Produk toko/).tap();
  await link(helper.page, product.title).tap();
  await seller.offline();
  await addProduct(seller, { name: 'Wadai cincin', price: '2000', photo: phonePhoto });
  await price(seller, product.id, '16500');
  await seller.goto('/kiriman');
  await see(seller.page.getByText('Wadai cincin').first());
  await take(seller, 'kiriman');

  await price(helper, product.id, '17000');
  await helper.goto('/kiriman');
  await see(said(helper.page, /Semua sudah terkirim/));
  await seller.online();
  await seller.goto('/pilih');
  await seller.page
    .getByRole('link', { name: /Keripik/ })
    .first()
    .tap();
  await see(seller.page.getByRole('radio').first());
  await seller.page.getByRole('radio').first().tap();
  await take(seller, 'pilih');
});
