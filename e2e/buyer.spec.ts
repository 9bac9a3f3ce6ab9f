/** Looking for goods: with slips of the finger, in Banjar, cheaply, by link, with nothing but HTML. */
import { expect, it } from 'vitest';

import { distanceKm, villages } from '#domain/place/villages';

import { goodsInTheMarket, rina, shopOf, siti } from './people';
import type { Phone } from './phone';
import { button, choice, heading, link, see, seePhoto, signIn } from './tasks';
import { useVillage } from './village';

const village = useVillage();
const shop = shopOf(siti);
const product = shop.goods[0]!;
const withPhoto = goodsInTheMarket.find(({ photos }) => photos.length > 0)!;

async function atTheMarket(): Promise<Phone> {
  const phone = await village.phone('rina');
  await phone.goto('/');
  await see(phone.page.getByText(/^\d{3} barang$/));
  return phone;
}

const cards = (phone: Phone) => phone.page.getByRole('article');

it('finds goods in spite of a slip of the finger, with signal and without', async () => {
  const phone = await atTheMarket();
  await phone.page.getByRole('searchbox', { name: 'Cari' }).fill('kerpik pisng');
  await see(
    cards(phone)
      .filter({ hasText: /keripik pisang/i })
      .first(),
  );
  await phone.untilStored();
  await phone.offline();
  const page = await phone.restart();
  await phone.goto('/?q=kerpik+pisng');
  await see(
    cards(phone)
      .filter({ hasText: /keripik pisang/i })
      .first(),
  );
  expect(await page.getByRole('searchbox', { name: 'Cari' }).inputValue()).toBe('kerpik pisng');
});

it('understands Banjar: iwak is fish, wadai is cake', async () => {
  const phone = await atTheMarket();
  const { page } = phone;
  await page.getByRole('searchbox', { name: 'Cari' }).fill('iwak');
  await expect
    .poll(() => cards(phone).first().innerText())
    .toMatch(/ikan|haruan|papuyu|nila|patin|lele|iwak/i);
  await page.getByRole('searchbox', { name: 'Cari' }).fill('zzqqxx');
  await see(page.getByText('Belum ada yang cocok'));
  await button(page, 'Hapus tulisan pencarian').tap();
  await see(page.getByText(/^\d{3} barang$/));
});

it('narrows by village and by kind, and a link carries the choice', async () => {
  const phone = await atTheMarket();
  const { page } = phone;
  await page.getByRole('combobox', { name: 'Desa' }).selectOption({ label: 'Panggung' });
  const inVillage = goodsInTheMarket.filter(({ village: code }) => code === shop.village);
  await see(page.getByText(`${inVillage.length} barang`, { exact: true }));
  await page
    .getByRole('navigation', { name: 'Jenis barang' })
    .getByRole('link', { name: 'Semua' })
    .tap();
  await page
    .getByRole('navigation', { name: 'Jenis barang' })
    .getByRole('link', { name: 'Keripik' })
    .tap();
  const keripik = inVillage.filter(({ category }) => category === 'keripik');
  await see(page.getByText(`${keripik.length} barang`, { exact: true }));
  const address = new URL(page.url());
  await phone.goto('/desa');
  await page.goto(address.href);
  await see(page.getByText(`${keripik.length} barang`, { exact: true }));
});

it('saves data: photos come when they are tapped', async () => {
  const phone = await village.phone('rina');
  await phone.goto('/saya/simpanan');
  await choice(phone.page, 'Ketuk dulu').tap();
  const loaded: string[] = [];
  phone.page.on('request', (request) => {
    if (new URL(request.url()).pathname.startsWith('/photo/')) loaded.push(request.url());
  });
  await phone.goto(`/?q=${encodeURIComponent(withPhoto.title)}`);
  const card = cards(phone).filter({ hasText: withPhoto.title }).first();
  const tap = card.getByRole('button', { name: /Ketuk untuk foto/ });
  await see(tap);
  expect(loaded).toEqual([]);
  // The photo takes its time, and meanwhile the market comes in once more: the tap still counts.
  await phone.page.route('**/photo/**', async (route) => {
    await new Promise((later) => setTimeout(later, 4_000));
    await route.continue();
  });
  await tap.tap();
  await seePhoto(card.locator('img'));
});

it('reads well with JavaScript off, says everything a messenger and a search engine ask, and leads on', async () => {
  const phone = await village.phone('lawas', { javaScript: false });
  const { page } = phone;
  await phone.goto('/');
  await see(heading(page, 'Pasar Desa'));
  expect(await cards(phone).count()).toBe(12);
  await seePhoto(cards(phone).locator('img').first());
  expect(await meta(phone, 'og:title')).toContain('Pasar Desa');
  expect(await meta(phone, 'og:url')).toBe(`${phone.origin}/`);
  expect(await meta(phone, 'og:image')).toMatch(/^http.*\.(png|jpg)$/);
  const site = (await jsonLd(phone)) as { potentialAction: { target: { urlTemplate: string } } };
  expect(site).toMatchObject({ '@type': 'WebSite', name: 'Jukung', url: `${phone.origin}/` });
  await page.goto(site.potentialAction.target.urlTemplate.replace(/\{\w+\}/, 'madu'));
  await see(cards(phone).filter({ hasText: /madu/i }).first());
  await phone.goto('/');
  await page.getByRole('searchbox', { name: 'Cari' }).fill('madu');
  await button(page, 'Cari').tap();
  await page.waitForURL(/q=madu/);
  await see(cards(phone).filter({ hasText: /madu/i }).first());
  await page.getByRole('searchbox', { name: 'Cari' }).fill('kerpik pisng');
  await button(page, 'Cari').tap();
  await page.waitForURL(/q=kerpik/);
  await see(
    cards(phone)
      .filter({ hasText: /keripik pisang/i })
      .first(),
  );

  await phone.goto(`/produk/${product.id}`);
  await see(heading(page, product.title));
  await see(page.getByText('Rp15.000').first());
  await see(page.getByText('Tinggal sedikit').first());
  await see(page.getByText('Contoh', { exact: true }).first());
  await see(page.getByText('Barang contoh untuk mencoba Jukung.'));
  const seal =
    /^oleh (pendamping desa|Dinas), \d{1,2} (Jan|Feb|Mar|Apr|Mei|Jun|Jul|Agu|Sep|Okt|Nov|Des) \d{4}$/;
  await see(page.getByText(seal));
  expect(await meta(phone, 'og:title')).toContain(product.title);
  expect(await meta(phone, 'og:url')).toBe(`${phone.origin}/produk/${product.id}`);
  const data = await jsonLd(phone);
  expect(data).toMatchObject({
    '@type': 'Product',
    name: product.title,
    offers: { price: '15000', priceCurrency: 'IDR', availability: 'https://schema.org/InStock' },
  });
  await page
    .getByRole('link', { name: new RegExp(shop.name) })
    .first()
    .tap();
  await page.waitForURL(`**/toko/${shop.slug}`);
  await see(heading(page, shop.name));
  await see(page.getByText(seal));
  expect(await cards(phone).count()).toBe(shop.goods.length);
  expect(await meta(phone, 'og:title')).toContain(shop.name);
  expect(await jsonLd(phone)).toMatchObject({
    '@type': 'LocalBusiness',
    name: shop.name,
    url: `${phone.origin}/toko/${shop.slug}`,
    address: { addressLocality: 'Panggung' },
  });
  await see(page.getByText('Warung contoh untuk mencoba Jukung.'));

  await phone.goto(`/produk/${withPhoto.id}`);
  await seePhoto(page.getByRole('img', { name: withPhoto.title }).first());
  const picture = await meta(phone, 'og:image');
  expect(picture).toMatch(/^http.*\/photo\/[0-9a-f]{64}\/og\.jpg$/);
  const answer = await page.request.get(picture);
  expect(answer.headers()['content-type']).toBe('image/jpeg');
  expect((await answer.body()).length).toBeLessThan(300_000);
});

it('a page opened once by link opens without signal afterwards', async () => {
  const phone = await village.phone('rina');
  await phone.goto(`/produk/${withPhoto.id}`);
  await see(heading(phone.page, withPhoto.title));
  await phone.untilStored();
  await phone.offline();
  const page = await phone.restart();
  await phone.goto(`/produk/${withPhoto.id}`);
  await see(heading(page, withPhoto.title));
});

it('says how far it is from the buyer’s own village, on the product and on its shop, without signal too', async () => {
  const phone = await village.phone('rina');
  await signIn(phone, rina);
  const km = Math.round(distanceKm(centreOf('Batu Piring'), centreOf('Panggung')));
  const where = `Desa Panggung, kira-kira ${km} km`;
  await phone.goto(`/produk/${product.id}`);
  await see(link(phone.page, new RegExp(shop.name)).first().getByText(where));
  await phone.untilStored();
  await phone.rest();
  await phone.offline();
  await phone.goto(`/produk/${product.id}`);
  await see(link(phone.page, new RegExp(shop.name)).first().getByText(where));
  await phone.goto(`/toko/${shop.slug}`);
  await see(phone.page.getByText(new RegExp(`kira-kira ${km} km`)));
});

function centreOf(name: string) {
  const found = villages.find((one) => one.name === name);
  if (!found) throw new Error(`no village ${name}`);
  return found;
}

async function meta(phone: Phone, property: string): Promise<string> {
  return (await phone.page.locator(`meta[property="${property}"]`).getAttribute('content')) ?? '';
}

async function jsonLd(phone: Phone): Promise<unknown> {
  const text = await phone.page.locator('script[type="application/ld+json"]').first().textContent();
  return JSON.parse(text ?? 'null') as unknown;
}

it('is nobody as long as they only look, and somebody from the first thing they do', async () => {
  const phone = await village.phone('tamu');
  const said: string[] = [];
  phone.page.on('request', (request) => {
    if (request.method() === 'POST') said.push(new URL(request.url()).pathname);
  });
  const stores = () =>
    phone.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  await phone.goto('/');
  await see(phone.page.getByText(/^\d{3} barang$/));
  await phone.goto(`/produk/${product.id}`);
  await see(heading(phone.page, product.title));
  await phone.goto('/desa');
  await see(phone.page.getByText(/\d+ barang/).first());
  await phone.untilStored();
  // The market's copy, and the phone's own count of bytes: nobody's name, nobody's key.
  await expect
    .poll(async () => (await stores()).sort())
    .toEqual(['jukung-bytes', 'jukung-catalogue']);
  expect(said).toEqual([]);
  await phone.goto('/jualan');
  await expect.poll(async () => (await stores()).length).toBe(4);
  await expect.poll(() => said).toContain('/api/device');
});
