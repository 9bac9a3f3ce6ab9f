/** A buyer without signal orders, a seller without signal answers, and both phones end with the same order. */
import { expect, it } from 'vitest';

import { demoMarket } from '#db/demo/village-market';
import { formatRupiah } from '#domain/money';

import { comeBack, isPlenty, order, orderRow, putIn, type Good } from './ordering';
import { goodsInTheMarket, rina, shopOf, siti, udin, type Villager } from './people';
import type { Phone } from './phone';
import { button, choice, countTaps, gone, link, ownProduct, said, see, signIn } from './tasks';
import { useVillage } from './village';

const village = useVillage();

const plenty = (owner: Villager): Good[] => shopOf(owner).goods.filter(isPlenty);
const [chips, otherChips] = plenty(siti) as [Good, Good];
const [fromUdin] = plenty(udin) as [Good];
/** From an open shop whose people are not here: their order stays unanswered. */
const elsewhere = demoMarket()
  .shops.filter(({ id, open }) => open && ![shopOf(siti).id, shopOf(udin).id].includes(id))
  .map(({ id }) => id);
const fromElsewhere = goodsInTheMarket.find(
  (good) => isPlenty(good) && elsewhere.includes(good.shopId),
)!;

/** The market on the phone, the app stored, and somebody signed in. */
async function buyerPhone(): Promise<Phone> {
  const phone = await village.phone('rina');
  await signIn(phone, rina);
  await phone.goto('/');
  await see(phone.page.getByText(/^\d{3} barang$/));
  await phone.untilStored();
  return phone;
}

async function sellerPhone(who = siti): Promise<Phone> {
  const phone = await village.phone(who === siti ? 'siti' : 'udin');
  await signIn(phone, who);
  await phone.goto('/jualan');
  await see(link(phone.page, /Pesanan/));
  await phone.untilStored();
  return phone;
}

const standing = (phone: Phone, words: string | RegExp) => said(phone.page, words);
/** Number, goods and sum of an order, as its page says them. */
async function whole(phone: Phone): Promise<string[]> {
  const { page } = phone;
  const number = await page.getByText(/^Nomor /).innerText();
  const goods = await page.locator('main ul > li .line').allInnerTexts();
  const sum = await page.locator('main .tag').innerText();
  return [number, ...goods.map((text) => text.replace(/\s+/g, ' ')), sum];
}

it('an order across two shops goes from phone to phone to the hand-over, each without signal in turn', async () => {
  const seller = await sellerPhone();
  const buyer = await buyerPhone();
  await buyer.offline();
  await putIn(buyer, chips, 2);
  await putIn(buyer, fromElsewhere);
  await buyer.rest();
  const sum = 2 * chips.price + fromElsewhere.price;
  await order(buyer, sum);
  await see(said(buyer.page, /2 pesanan tersimpan di HP/));
  await see(orderRow(buyer, shopOf(siti).name).filter({ hasText: 'Siap dikirim' }));
  await see(orderRow(buyer, fromElsewhere.title).filter({ hasText: 'Siap dikirim' }));
  await comeBack(buyer);
  await buyer.goto('/pesanan');
  await see(orderRow(buyer, shopOf(siti).name).filter({ hasText: 'Menunggu penjual' }));

  await comeBack(seller);
  await seller.goto('/jualan');
  await see(link(seller.page, /Pesanan\s*1 menunggu Anda/));
  await seller.offline();
  const taps = await countTaps(seller.page);
  await link(seller.page, /Pesanan\s*1 menunggu Anda/).tap();
  await button(seller.page, 'Terima pesanan').tap();
  await see(said(seller.page, /diterima. Tersimpan di HP./));
  expect(await taps()).toBe(2);
  await orderRow(seller, 'Diterima').tap();
  await button(seller.page, 'Sudah siap diambil').tap();
  await see(standing(seller, 'Siap diambil'));
  await comeBack(seller);

  await comeBack(buyer);
  await buyer.goto('/pesanan');
  await orderRow(buyer, 'Siap diambil').tap();
  await see(standing(buyer, `bayar ${formatRupiah(2 * chips.price)}`));
  await seller.offline();
  await seller.goto('/jualan/pesanan');
  await orderRow(seller, 'Siap diambil').tap();
  await button(seller.page, 'Sudah diserahkan').tap();
  await button(seller.page, 'Ya, sudah').tap();
  await see(standing(seller, 'Selesai'));
  await comeBack(seller);
  await comeBack(buyer);
  for (const [phone, list] of [
    [seller, '/jualan/pesanan'],
    [buyer, '/pesanan'],
  ] as const) {
    await phone.goto(list);
    await orderRow(phone, 'Selesai').tap();
    await see(standing(phone, 'Selesai'));
  }
  expect(await whole(seller)).toEqual(await whole(buyer));
  await seller.goto('/jualan/produk');
  await see(ownProduct(seller.page, chips.title).getByText(new RegExp(`\\b${chips.stock - 2}\\b`)));
});

it('less than was ordered: the buyer is asked, agrees without signal, and the seller goes on with that', async () => {
  const seller = await sellerPhone();
  const buyer = await buyerPhone();
  await buyer.offline();
  await putIn(buyer, otherChips, otherChips.stock + 1);
  await order(buyer, (otherChips.stock + 1) * otherChips.price);
  await comeBack(buyer);
  await buyer.goto('/pesanan');
  await orderRow(buyer, 'Perlu jawaban Anda').tap();
  const { stock, unit, price } = otherChips;
  await see(buyer.page.getByText(`Ada ${stock} dari ${stock + 1} ${unit}`));
  await buyer.offline();
  await button(buyer.page, `Setuju, ${formatRupiah(stock * price)}`).tap();
  await see(said(buyer.page, /Jawaban tersimpan di HP/));
  await comeBack(buyer);

  await comeBack(seller);
  await seller.goto('/jualan/pesanan');
  await button(seller.page, 'Terima pesanan').tap();
  await orderRow(seller, 'Diterima').tap();
  await see(standing(seller, 'Diterima'));
  await comeBack(seller);
  await comeBack(buyer);
  await buyer.goto('/pesanan');
  await orderRow(buyer, 'Diterima penjual').tap();
  await see(standing(buyer, 'Diterima penjual'));
  await seller.goto('/jualan/pesanan');
  await orderRow(seller, 'Diterima').tap();
  await see(standing(seller, 'Diterima'));
  expect(await whole(seller)).toEqual(await whole(buyer));
});

it('a seller without signal says no and why; a yes that comes after the buyer’s no is explained', async () => {
  const seller = await sellerPhone(udin);
  const buyer = await buyerPhone();
  await putIn(buyer, fromUdin);
  await order(buyer, fromUdin.price);
  await comeBack(buyer);
  await comeBack(seller);
  await seller.goto('/jualan/pesanan');
  await see(button(seller.page, 'Terima pesanan'));
  await seller.offline();
  await link(seller.page, 'Barang kurang').tap();
  // Out of one sheet into another, and one Back from there to the order.
  await button(seller.page, 'Barang kurang').tap();
  await button(seller.page, 'Tolak semua').tap();
  await see(button(seller.page, 'Kirim jawaban'));
  await seller.page.goBack();
  await gone(button(seller.page, 'Kirim jawaban'));
  await seller.page.goBack();
  await seller.page.waitForURL('**/jualan/pesanan');
  await link(seller.page, 'Barang kurang').tap();
  await button(seller.page, 'Tidak bisa dipenuhi').tap();
  await choice(seller.page, 'Barang habis').tap();
  await button(seller.page, 'Kirim jawaban').tap();
  await see(standing(seller, 'Tidak diterima'));
  await comeBack(seller);
  await comeBack(buyer);
  await buyer.goto('/pesanan');
  await orderRow(buyer, 'Penjual tidak bisa').tap();
  await see(standing(buyer, 'Barangnya habis.'));

  await putIn(buyer, fromUdin);
  await order(buyer, fromUdin.price);
  await comeBack(buyer);
  await comeBack(seller);
  await seller.goto('/jualan/pesanan');
  await see(button(seller.page, 'Terima pesanan'));
  await seller.offline();
  await button(seller.page, 'Terima pesanan').tap();
  await buyer.goto('/pesanan');
  await orderRow(buyer, 'Menunggu penjual')
    .filter({ hasText: shopOf(udin).name })
    .tap();
  await button(buyer.page, 'Batalkan pesanan').tap();
  await button(buyer.page, 'Ya, batalkan').tap();
  await see(standing(buyer, 'Dibatalkan'));
  await comeBack(buyer);
  await comeBack(seller, 'Perlu Anda');
  await seller.goto('/jualan/pesanan');
  await orderRow(seller, 'Dibatalkan pembeli').tap();
  await button(seller.page, 'Mengerti').tap();
  await see(standing(seller, 'Dibatalkan pembeli'));
});

it('a visitor fills a basket before being anybody; signing up keeps it; an order taken back fills it again', async () => {
  const phone = await village.phone('baru');
  await phone.goto('/');
  await see(phone.page.getByText(/^\d{3} barang$/));
  await phone.untilStored();
  await phone.offline();
  await putIn(phone, chips, 2);
  // The battery falls out: the basket is still there.
  const page = await phone.restart();
  await phone.online();
  await phone.goto('/keranjang');
  await see(button(page, `Pesan ${formatRupiah(2 * chips.price)}`));
  await link(page, 'Daftar').tap();
  await page.waitForURL('**/daftar?**');
  await page.getByLabel(/^Nama/).fill('Ibu Baru');
  await page.getByLabel('Desa').selectOption({ label: 'Inan' });
  await button(page, 'Lanjut ke nomor HP').tap();
  await page.getByLabel('Nomor HP').fill('0813-5551-2345');
  await page.getByLabel('PIN baru').fill('482915');
  await page.getByLabel('PIN sekali lagi').fill('482915');
  await phone.allowMeanwhile(/\/api\/sync 401 session\.expired/, async () => {
    await button(page, 'Daftar').tap();
    await page.waitForURL('**/keranjang');
  });
  await expect.poll(() => page.getByLabel(/Nomor HP Anda/).inputValue()).toBe('0813-5551-2345');
  await button(page, `Pesan ${formatRupiah(2 * chips.price)}`).tap();
  await page.waitForURL('**/pesanan');
  await button(page, 'Batalkan').tap();
  await see(said(page, 'Pesanan dibatalkan. Barangnya kembali ke keranjang.'));
  await phone.goto('/keranjang');
  await see(button(page, `Pesan ${formatRupiah(2 * chips.price)}`));
});
