/** The seller's money: sold in three taps without signal, the same stock and the same book on every phone. */
import { expect, it } from 'vitest';

import { formatRupiah } from '#domain/money';

import { laila, shopOf, siti, udin } from './people';
import type { Phone } from './phone';
import { button, choice, countTaps, link, ownProduct, said, see, signIn } from './tasks';
import { useVillage } from './village';

const village = useVillage();

const counted = (stock: number) =>
  shopOf(siti).goods.filter((good) => good.stock >= stock && !good.soldOut);
const [chips, other] = counted(5);
if (!chips || !other) throw new Error('Siti has too little on her table');

async function sellerPhone(name: string, who = siti): Promise<Phone> {
  const phone = await village.phone(name);
  await signIn(phone, who);
  await phone.goto('/jualan');
  await see(link(phone.page, 'Jual cepat'));
  await phone.untilStored();
  return phone;
}

/** Comes to where there is signal and stays until everything is sent. */
async function comeBack(phone: Phone): Promise<void> {
  await phone.online();
  await phone.goto('/kiriman');
  await see(said(phone.page, /Semua sudah terkirim/));
}

/** The book of this month, as it stands on the screen. */
async function book(phone: Phone): Promise<{ sum: string; ways: string[]; lines: string[] }> {
  await phone.goto('/jualan/uang');
  const { page } = phone;
  await choice(page, 'Bulan ini').tap();
  // The sample stalls stopped selling in November 2026: another month may be empty.
  await see(page.getByRole('heading', { name: /^(Catatan|Belum ada uang masuk)$/ }));
  const text = async (selector: string) =>
    (await page.locator(selector).allInnerTexts()).map((one) => one.replace(/\s+/g, ' '));
  const [sum = ''] = await text('main .sum .tag');
  const ways = await text('main section:has(> h2:text-is("Lewat mana")) li');
  return { sum, ways, lines: await text('main .book-line .money b') };
}

const rupiah = (text: string): number => Number(text.replace(/\D/g, ''));

it('three taps without signal; the battery falls out; with signal the second phone has the same stock and book', async () => {
  const second = await sellerPhone('siti-dua');
  const before = await book(second);
  const first = await sellerPhone('siti-satu');
  // A night: who was signed in a blink before the battery fell out would have to sign in again.
  await first.rest();
  await first.offline();
  await first.goto('/jualan');
  await see(link(first.page, 'Jual cepat'));
  const taps = await countTaps(first.page);
  await link(first.page, 'Jual cepat').tap();
  await button(first.page, `Tambah satu: ${chips.title}`).tap();
  await button(first.page, `Simpan, ${formatRupiah(chips.price)}`).tap();
  await see(said(first.page, `Tercatat ${formatRupiah(chips.price)}. Tersimpan di HP.`));
  expect(await taps()).toBe(3);

  // The tab dies at once; what was said to be kept is kept.
  await first.restart();
  expect(rupiah((await book(first)).sum)).toBe(rupiah(before.sum) + chips.price);
  await first.goto('/jualan/jual');
  await button(first.page, `Tambah satu: ${chips.title}`).tap();
  await button(first.page, `Tambah satu: ${chips.title}`).tap();
  await button(first.page, `Tambah satu: ${other.title}`).tap();
  await button(first.page, 'Jumlah tanpa barang').tap();
  await first.page.getByLabel('Jumlah uang').fill('3rb');
  await first.page.getByLabel(/Untuk apa/).fill('Es teh');
  await button(first.page, 'Tambahkan').tap();
  await choice(first.page, 'WhatsApp').tap();
  const more = 2 * chips.price + other.price + 3_000;
  await button(first.page, `Simpan WhatsApp, ${formatRupiah(more)}`).tap();
  await see(said(first.page, `Tercatat ${formatRupiah(more)}`));

  await comeBack(first);
  await comeBack(second);
  const [one, two] = [await book(first), await book(second)];
  expect(two).toEqual(one);
  expect(rupiah(one.sum)).toBe(rupiah(before.sum) + chips.price + more);
  expect(one.lines.slice(0, 2)).toEqual([formatRupiah(more), formatRupiah(chips.price)]);
  for (const phone of [first, second]) {
    await phone.goto('/jualan/produk');
    const left = new RegExp(`\\b${chips.stock - 3}\\b`);
    await see(ownProduct(phone.page, chips.title).getByText(left));
  }
});

it('a mistake is taken back at once or from the book: both lines stay, money and stock are as before', async () => {
  const seller = await sellerPhone('udin', udin);
  const good = shopOf(udin).goods.find(({ stock, soldOut }) => stock >= 3 && !soldOut);
  if (!good) throw new Error('Udin has too little on his table');
  const before = await book(seller);
  await seller.offline();
  const sell = async () => {
    await seller.goto('/jualan/jual');
    await button(seller.page, `Tambah satu: ${good.title}`).tap();
    await button(seller.page, `Simpan, ${formatRupiah(good.price)}`).tap();
    await see(said(seller.page, 'Tersimpan di HP.'));
  };
  await sell();
  await button(seller.page, 'Batalkan').tap();
  await see(said(seller.page, 'Penjualan dibatalkan. Stok kembali.'));
  await sell();
  await seller.goto('/jualan/uang');
  await button(seller.page, `Batalkan: 1 × ${good.title}`).first().tap();
  await see(said(seller.page, 'Penjualan dibatalkan. Stok kembali.'));
  await see(seller.page.getByText(`Pembatalan: 1 × ${good.title}`).nth(1));
  const after = await book(seller);
  expect(after.sum).toBe(before.sum);
  expect(after.ways).toEqual(before.ways);
  const minus = `-${formatRupiah(good.price)}`;
  const plus = formatRupiah(good.price);
  expect(after.lines.slice(0, 4)).toEqual([minus, plus, minus, plus]);
  await comeBack(seller);
  await seller.goto('/jualan/produk');
  await see(ownProduct(seller.page, good.title).getByText(new RegExp(`\\b${good.stock}\\b`)));
});

it('without signal: the month as a file and on paper, and the answer about before is changed', async () => {
  const seller = await sellerPhone('siti');
  await seller.offline();
  await seller.goto('/jualan/jual');
  await button(seller.page, `Tambah satu: ${other.title}`).tap();
  await button(seller.page, /^Simpan, /).tap();
  await see(said(seller.page, 'Tersimpan di HP.'));
  const { sum } = await book(seller);
  const { page } = seller;
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    button(page, 'Unduh CSV').tap(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^uang-masuk-[a-z0-9-]+-\d{4}-\d{2}\.csv$/);
  const text = Buffer.concat(await (await file.createReadStream()).toArray()).toString('utf8');
  expect(text.startsWith('\uFEFFTanggal,Jam (WITA),Jenis,')).toBe(true);
  const sums = text
    .trimEnd()
    .split('\r\n')
    .slice(1)
    .map((row) => Number(row.split(',').at(-1)));
  expect(sums.reduce((all, one) => all + one, 0)).toBe(rupiah(sum));

  await link(page, 'Cetak').tap();
  await see(page.locator('.printed').getByText(sum).first());
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('header.cloth, footer, .foot').first().isVisible()).toBe(false);
  await see(page.locator('.printed'));
  await page.emulateMedia({ media: 'screen' });

  await seller.goto('/jualan/uang');
  await see(page.locator('main .card b').getByText('Rp500.000 – Rp1.000.000'));
  await button(page, 'Ubah jawaban').tap();
  await choice(page, 'Rp1.000.000 – Rp2.000.000').tap();
  await button(page, 'Simpan jawaban').tap();
  await see(said(page, 'Jawaban tersimpan di HP.'));
  await see(page.getByText('Jawaban yang dulu'));
});

it('who looks after the village writes a sale down for a seller, and sees only such sales', async () => {
  const helper = await village.phone('laila');
  await signIn(helper, laila);
  await helper.goto(`/jualan?toko=${shopOf(siti).id}`);
  await link(helper.page, 'Jual cepat').tap();
  await button(helper.page, `Tambah satu: ${chips.title}`).tap();
  await button(helper.page, `Simpan, ${formatRupiah(chips.price)}`).tap();
  await see(said(helper.page, 'Tersimpan di HP.'));
  await comeBack(helper);
  const { lines } = await book(helper);
  expect(lines).toEqual([formatRupiah(chips.price)]);
  await see(helper.page.getByText(/penjualan yang dicatat pendamping/));
  const seller = await sellerPhone('siti');
  const all = await book(seller);
  // Her own sales of the journeys before are here, and only here.
  expect(all.lines.length).toBeGreaterThan(lines.length);
  expect(all.lines[0]).toBe(formatRupiah(chips.price));
});
