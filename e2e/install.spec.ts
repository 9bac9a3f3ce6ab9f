/** Jukung on the home screen: what the browser wants for it, what hangs on its mark, and what stays on the phone. */
import { expect, it } from 'vitest';

import { siti } from './people';
import type { Phone } from './phone';
import { button, fillProduct, gone, link, ownProduct, see, signInToShop } from './tasks';
import { useVillage } from './village';

const village = useVillage();

interface Manifest {
  readonly name: string;
  readonly icons: readonly { readonly src: string; readonly sizes: string }[];
  readonly shortcuts: readonly { readonly name: string; readonly url: string }[];
}

it('can be installed, with marks of their true sizes and ways to the market, a new product and what waits', async () => {
  const phone = await village.phone('siti');
  await signInToShop(phone, siti);
  const { page } = phone;
  const browser = await page.context().newCDPSession(page);
  const { errors, data } = await browser.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const { installabilityErrors } = await browser.send('Page.getInstallabilityErrors');
  expect(installabilityErrors).toEqual([]);

  const { name, icons, shortcuts } = JSON.parse(data ?? '') as Manifest;
  expect(name).toBe('Jukung');
  const trueSizes = await page.evaluate(
    (sources) =>
      Promise.all(
        sources.map(async (src) => {
          const mark = await createImageBitmap(await (await fetch(src)).blob());
          return `${mark.width}x${mark.height}`;
        }),
      ),
    icons.map(({ src }) => src),
  );
  expect(trueSizes).toEqual(icons.map(({ sizes }) => sizes));

  expect(shortcuts.map((shortcut) => shortcut.name)).toEqual(['Pasar', 'Tambah produk', 'Kiriman']);
  const titles = ['Pasar', 'Tambah produk', 'Kiriman'];
  for (const [at, { url }] of shortcuts.entries()) {
    await phone.goto(url);
    await see(page.getByRole('heading', { name: titles[at], level: 1 }));
  }
});

it('asks the browser to keep what is here once there is work to keep, never before, and says why', async () => {
  const phone = await village.phone('siti');
  const { page } = phone;
  await sayNoAndCount(phone);
  await phone.goto('/');
  await see(page.getByRole('article').first());
  await signInToShop(phone, siti);
  await phone.goto('/jualan');
  await see(page.getByText('Tambah Produk'));
  expect(await asked(phone)).toBe(0);
  await gone(button(page, 'Jaga data saya'));

  await link(page, /Tambah Produk/).tap();
  await fillProduct(page, { name: 'Wajik nangka', price: '5000' });
  await button(page, 'Simpan').tap();
  await see(ownProduct(page, 'Wajik nangka'));
  await expect.poll(() => asked(phone)).toBe(1);

  // This browser said no: the person hears why it matters and may ask, and how it would say yes.
  await page.getByRole('navigation').getByRole('link', { name: 'Beranda' }).tap();
  await see(page.getByText(/Kalau memori penuh, HP boleh membuang data aplikasi/));
  await button(page, 'Jaga data saya').tap();
  await expect.poll(() => asked(phone)).toBe(2);
  await see(page.getByText(/Pasang Jukung di layar depan/));
  await button(page, 'Sudah dibaca').tap();
  await gone(page.getByText(/Pasang Jukung di layar depan/));
});

/** A browser that promises nothing, as most do to a page that was just met; the page counts how often it asks. */
async function sayNoAndCount(phone: Phone): Promise<void> {
  await phone.page.addInitScript(() => {
    navigator.storage.persisted = () => Promise.resolve(false);
    navigator.storage.persist = () => {
      const count = Number(sessionStorage.getItem('asked') ?? 0) + 1;
      sessionStorage.setItem('asked', String(count));
      return Promise.resolve(false);
    };
  });
}
const asked = (phone: Phone): Promise<number> =>
  phone.page.evaluate(() => Number(sessionStorage.getItem('asked') ?? 0));
