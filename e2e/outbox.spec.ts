/** What waits on the phone, told as it is: waiting, on its way, sent, or in need of a person. */
import { readFile } from 'node:fs/promises';

import { expect, it } from 'vitest';

import { nanda, shopOf, siti, udin } from './people';
import type { Phone } from './phone';
import {
  addProduct,
  button,
  choosePhoto,
  gone,
  link,
  ownProduct,
  phonePhoto,
  said,
  see,
  signIn,
  signInToShop,
  turnedPhoto,
} from './tasks';
import { useVillage } from './village';

const village = useVillage();
const { goods } = shopOf(siti);

const kiriman = (phone: Phone, what: RegExp) =>
  phone.page
    .getByRole('listitem')
    .or(phone.page.locator('.row-kiriman'))
    .filter({ hasText: what })
    .last();

it('lists every change that waits with what it says, its age and its size, and empties by itself', async () => {
  const seller = await village.phone('siti');
  await signInToShop(seller, siti);
  await seller.offline();
  await addProduct(seller, { name: 'Keripik nangka', price: '21000', photo: turnedPhoto });
  await seller.goto(`/jualan/produk/${goods[0]!.id}`);
  await seller.page.getByLabel('Harga').fill('15500');
  await button(seller.page, 'Simpan perubahan').tap();
  await see(said(seller.page, 'Perubahan tersimpan di HP.'));

  const page = await seller.restart();
  await seller.goto('/kiriman');
  await see(said(page, 'Tidak ada sinyal. Tenang.'));
  await see(page.getByText('Menunggu di HP ini'));
  for (const what of [
    /Barang baru: Keripik nangka/,
    /Foto Keripik nangka/,
    /Harga Keripik pisang/,
  ]) {
    await see(kiriman(seller, what).getByText(/baru saja · .*\d (B|KB)/));
    await see(kiriman(seller, what).getByText('Menunggu'));
  }
  await see(page.getByText(/Rp15\.500/));
  // Two changes, the picture's record and the picture itself: the bar, the list and the badge count alike.
  await see(said(page, '4 kiriman aman di HP ini.'));
  await see(page.getByText('4 kiriman', { exact: true }));
  await see(page.getByRole('navigation', { name: 'Menu utama' }).getByText('4 menunggu'));
  expect(await page.getByText('Menunggu', { exact: true }).count()).toBe(4);
  await see(page.getByText(/Data terbaru: (baru saja|\d+ menit yang lalu)(?! \(WITA\))/));
});

it('says the truth when nobody answers though the phone believes in a signal, and when they answer again', async () => {
  const seller = await village.phone('siti');
  await signInToShop(seller, siti);
  await seller.goto('/kiriman');
  const { page } = seller;
  await see(said(page, /Semua sudah terkirim|Tidak ada kiriman/));
  await village.server.kill();
  await addProduct(seller, { name: 'Keripik tempe', price: '9000' });
  await seller.goto('/kiriman');
  expect(await page.evaluate(() => navigator.onLine)).toBe(true);
  await see(said(page, 'Tidak ada sinyal. Tenang.'));
  await see(said(page, '1 kiriman aman di HP ini.'));
  await village.server.start();
  await button(page, 'Kirim sekarang').tap();
  await see(said(page, /Semua sudah terkirim/));
  await gone(kiriman(seller, /Keripik tempe/).getByText('Menunggu'));
});

it('says that a busy other side is asked again, and when, also to whoever asks at once', async () => {
  const seller = await village.phone('siti');
  await signInToShop(seller, siti);
  const { page } = seller;
  seller.allow(/\/api\/sync 503/);
  const busy = { status: 503, headers: { 'Retry-After': '300' }, contentType: 'text/plain' };
  await page.context().route('**/api/sync', (route) => route.fulfill(busy));
  await addProduct(seller, { name: 'Keripik ubi', price: '9000' });
  await seller.goto('/kiriman');
  await see(said(page, 'Jaringan lambat.'));
  await see(said(page, /^Jaringan lambat\.\s*Kami coba lagi \d+ menit lagi\. Boleh ditutup\.$/));
  await button(page, 'Kirim sekarang').tap();
  // In one line: the answer to the tap, not the bar above.
  await see(page.getByText(/^Jaringan lambat\. Kami coba lagi \d+ menit lagi/).first());
  await page.context().unroute('**/api/sync');
  await button(page, 'Kirim sekarang').tap();
  await see(said(page, /Semua sudah terkirim/));
});

it('shows how far sending is over a narrow link', async () => {
  const seller = await village.phone('siti');
  await signInToShop(seller, siti);
  await seller.offline();
  await addProduct(seller, { name: 'Keripik singkong', price: '9000', photo: phonePhoto });
  seller.narrow({ upKbps: 64, downKbps: 128, roundTripMs: 400 });
  await seller.online();
  await seller.goto('/kiriman');
  await see(said(seller.page, /Mengirim… \d dari \d/));
  await see(kiriman(seller, /Foto Keripik singkong/));
  seller.narrow({});
  await see(said(seller.page, /Semua sudah terkirim/));
});

it('a change that can’t stand says why, can be tried again, and let go', async () => {
  const owner = await village.phone('siti');
  const helper = await village.phone('nanda');
  await signIn(helper, nanda);
  await helper.goto('/jualan/produk');
  await see(link(helper.page, goods[1]!.title));
  await helper.untilStored();
  await helper.offline();
  await helper.goto(`/jualan/produk/${goods[1]!.id}`);
  // Nobody else has its bytes, so a picture is not handed on (handed-on.spec.ts tells what is).
  await choosePhoto(helper.page, phonePhoto);
  await see(helper.page.getByRole('img', { name: 'Foto 1' }));
  await helper.goto('/kiriman');
  await see(helper.page.getByText(`Foto ${goods[1]!.title}`).first());

  await signInToShop(owner, siti);
  await owner.goto('/saya/pembantu');
  await button(owner.page, 'Berhentikan').tap();
  await see(said(owner.page, /tidak lagi membantu toko ini\./));
  await owner.goto('/kiriman');
  await see(said(owner.page, /Semua sudah terkirim/));

  await helper.online();
  await helper.goto('/kiriman');
  const { page } = helper;
  const refused = page.getByRole('article').filter({ hasText: 'Foto barang' });
  await see(refused.getByText('Anda bukan orang toko ini.'));
  await see(said(page, /Perlu Anda: 1 kiriman/));
  await button(page, 'Coba lagi').tap();
  await see(refused.getByText('Anda bukan orang toko ini.'));
  await button(page, 'Lepas').tap();
  await see(page.getByText('Lepas kiriman ini?'));
  await button(page, 'Ya, lepas').tap();
  await see(said(page, 'Kiriman dilepas.'));
  await gone(refused);

  await owner.goto(`/jualan/produk/${goods[1]!.id}`);
  await expect.poll(() => owner.page.getByLabel('Nama barang').inputValue()).toBe(goods[1]!.title);
  expect(await owner.page.getByRole('img', { name: 'Foto 1' }).count()).toBe(0);
});

it('travels as a file on another phone when there is never a signal, and arrives once', async () => {
  const lonely = await village.phone('jauh');
  await signInToShop(lonely, siti);
  await lonely.offline();
  await addProduct(lonely, { name: 'Keripik keladi', price: '12500', photo: phonePhoto });
  await lonely.goto('/kiriman');
  await lonely.page.getByText('Titip lewat berkas').tap();
  const [download] = await Promise.all([
    lonely.page.waitForEvent('download'),
    button(lonely.page, 'Simpan sebagai berkas').tap(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^jukung-.*\.json$/);
  await see(said(lonely.page, /Berkas berisi 2 kiriman dan 1 foto/));
  const file = {
    name: download.suggestedFilename(),
    mimeType: 'application/json',
    buffer: await readFile(await download.path()),
  };

  const stranger = await village.phone('orang-lain');
  await signInToShop(stranger, udin);
  await stranger.goto('/kiriman');
  await stranger.page.getByText('Titip lewat berkas').tap();
  await choosePhoto(stranger.page, file, 'Buka berkas kiriman');
  await see(said(stranger.page, `Berkas ini milik ${siti.name}`));
  expect(await stranger.page.getByText('Keripik keladi').count()).toBe(0);

  const carrier = await village.phone('pembawa');
  await signInToShop(carrier, siti);
  await carrier.goto('/kiriman');
  await carrier.page.getByText('Titip lewat berkas').tap();
  await choosePhoto(carrier.page, file, 'Buka berkas kiriman');
  await see(said(carrier.page, '2 kiriman masuk ke HP ini.'));
  await choosePhoto(carrier.page, file, 'Buka berkas kiriman');
  await see(said(carrier.page, 'Tidak ada yang baru di berkas ini.'));
  await choosePhoto(
    carrier.page,
    { ...file, buffer: file.buffer.subarray(0, 900) },
    'Buka berkas kiriman',
  );
  await see(said(carrier.page, /Berkas ini rusak|Ini bukan berkas kiriman Jukung/));
  await see(said(carrier.page, /Semua sudah terkirim/));

  await lonely.online();
  await lonely.goto('/kiriman');
  const known = lonely.page.getByText('Ini sudah pernah tersimpan.');
  for (let left = 2; left > 0; left -= 1) {
    await expect.poll(() => known.count(), { timeout: 20_000 }).toBe(left);
    // The bar above has come to rest: until then it moves what is below it.
    await see(said(lonely.page, `Perlu Anda: ${left} kiriman`));
    await button(lonely.page, 'Lepas').first().tap();
    await button(lonely.page, 'Ya, lepas').tap();
  }
  await see(said(lonely.page, /Semua sudah terkirim/));
  for (const phone of [lonely, carrier]) {
    await phone.goto('/jualan/produk');
    await see(ownProduct(phone.page, 'Keripik keladi').getByText('Terkirim'));
    expect(await link(phone.page, 'Keripik keladi').count()).toBe(1);
  }
});
