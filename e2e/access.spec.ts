/** For eyes that see little, thumbs that are thick, and letters set to double size. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, it } from 'vitest';

import { laila, noor, rina, shopOf, siti, type Villager } from './people';
import type { Phone } from './phone';
import { everyAddress, isAtWork, strangeAddresses } from './routes';
import { button, link, said, see, signIn } from './tasks';
import { useVillage } from './village';

const village = useVillage();
const addresses = [...everyAddress(), ...strangeAddresses.slice(-1)];

/** Whose eyes, on which pages. */
const lookers: [string, Villager | null, readonly string[]][] = [
  ['a guest', null, addresses],
  ['a seller', siti, addresses.filter(isAtWork)],
  ['a facilitator', laila, addresses.filter(isAtWork)],
  ['the Dinas', noor, addresses.filter(isAtWork)],
];

/** WCAG 2.5.5: a thumb's width. A link inside a sentence may be as high as its line. */
const THUMB = 44;

const slim = { width: 360, height: 640 };
/** A small tablet, and the screen on a desk of the Dinas. */
const wide = [
  { width: 768, height: 1024 },
  { width: 1280, height: 800 },
];

async function open(phone: Phone, address: string): Promise<void> {
  // Pages that are not for these eyes are asked for all the same, and say so.
  phone.allow(/ 40[134]\b|Not found: /);
  await phone.goto(address);
  await see(phone.page.getByRole('heading', { level: 1 }));
  await expect
    .poll(() => phone.page.getByRole('main').innerText())
    .not.toMatch(/Membuka simpanan|Membuka pasar/);
}

/**
 * As high as its content: then the bar at the foot of the screen lies over nothing, and what is measured
 * is the page and not where somebody happened to stop scrolling.
 */
async function unroll({ page }: Phone, { width, height } = slim): Promise<void> {
  await page.setViewportSize({ width, height });
  let before = 0;
  await expect
    .poll(
      async () => {
        const tall = await page.evaluate(() => document.documentElement.scrollHeight);
        // The market grows under the thumb; some screens of it will do.
        const isHighEnough = tall <= (page.viewportSize()?.height ?? 0) || tall > 6_000;
        const isAtRest = isHighEnough && tall === before;
        before = tall;
        if (!isHighEnough) await page.setViewportSize({ width, height: tall + 100 });
        return isAtRest;
      },
      { interval: 150 },
    )
    .toBe(true);
}

/** In the dark only the colours are others. */
async function axeFindings(phone: Phone, address: string, dark: boolean): Promise<string[]> {
  const axe = new AxeBuilder({ page: phone.page });
  if (dark) axe.withRules(['color-contrast', 'link-in-text-block']);
  else axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']);
  const { violations } = await axe.analyze();
  return violations.map(
    ({ id, nodes }) =>
      `${address}: ${id}: ${nodes
        .map(
          ({ html, failureSummary }) =>
            `${html.slice(0, 160)} ${failureSummary?.split('\n')[1] ?? ''}`,
        )
        .slice(0, 3)
        .join(' | ')}`,
  );
}

/** Everything one can tap that is smaller than a thumb. */
async function smallTargets(phone: Phone, address: string): Promise<string[]> {
  const small = await phone.page.evaluate((thumb) => {
    const tappable =
      'a[href], button, select, textarea, input:not([type=hidden]), summary, label:has(input)';
    return [...document.querySelectorAll<HTMLElement>(tappable)].flatMap((element) => {
      // A village on the map is also a row of the list below it.
      if (element.closest('svg')) return [];
      // What is drawn for a hidden input is its label.
      const isDot = element.matches('input[type=radio], input[type=checkbox], input[type=file]');
      const inSentence =
        element.matches('p a, li p a') && getComputedStyle(element).display === 'inline';
      if (isDot || inSentence || !element.checkVisibility({ visibilityProperty: true })) return [];
      const { width, height, bottom } = element.getBoundingClientRect();
      // Off the screen until it has the focus: the way past the menu.
      if (bottom <= 0) return [];
      if (width >= thumb - 0.5 && height >= thumb - 0.5) return [];
      const name = element.getAttribute('aria-label') ?? element.textContent ?? '';
      return [
        `${element.tagName.toLowerCase()} "${name.trim().slice(0, 30)}" ${Math.round(width)}×${Math.round(height)}`,
      ];
    });
  }, THUMB);
  return small.map((found) => `${address}: ${found}`);
}

/** How far the page reaches beyond its right edge, and what does. */
async function overflow(phone: Phone, address: string): Promise<string[]> {
  const beyond = await phone.page.evaluate(() => {
    const page = document.documentElement;
    if (page.scrollWidth <= page.clientWidth) return null;
    const widest = [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((element) => element.getBoundingClientRect().right > page.clientWidth + 0.5)
      .slice(0, 3)
      .map((element) => element.outerHTML.slice(0, 120));
    return { by: page.scrollWidth - page.clientWidth, widest };
  });
  return beyond ? [`${address}: ${beyond.by} px too wide: ${beyond.widest.join(' | ')}`] : [];
}

for (const [whose, who, pages] of lookers) {
  it(`every page is sound for ${whose}, by day, by night and on the narrowest phone`, async () => {
    const phone = await village.phone('mata');
    if (who) await signIn(phone, who);
    const findings: string[] = [];
    for (const address of pages) {
      await phone.page.emulateMedia({ colorScheme: 'light' });
      await open(phone, address);
      await unroll(phone);
      findings.push(...(await axeFindings(phone, address, false)));
      findings.push(...(await smallTargets(phone, address)));
      await phone.page.emulateMedia({ colorScheme: 'dark' });
      findings.push(...(await axeFindings(phone, `${address} in the dark`, true)));
      await phone.page.setViewportSize({ width: 320, height: 640 });
      findings.push(...(await overflow(phone, `${address} at 320 px`)));
    }
    expect(findings).toEqual([]);
  });

  it(`nothing hangs over the edge for ${whose} at double letters`, async () => {
    const phone = await village.phone('besar', { width: 320, letters: 2 });
    if (who) await signIn(phone, who);
    const findings: string[] = [];
    for (const address of pages) {
      await open(phone, address);
      findings.push(...(await overflow(phone, address)));
    }
    expect(findings).toEqual([]);
  });

  it(`every page is sound for ${whose} on a tablet and at a desk`, async () => {
    const phone = await village.phone('meja');
    if (who) await signIn(phone, who);
    const findings: string[] = [];
    for (const address of pages) {
      for (const size of wide) {
        await phone.page.setViewportSize(size);
        await open(phone, address);
        const seen = `${address} at ${size.width} px`;
        findings.push(...(await overflow(phone, seen)));
        if (size.width < 1280) continue;
        await unroll(phone, size);
        findings.push(...(await axeFindings(phone, seen, false)));
      }
    }
    expect(findings).toEqual([]);
  });
}

it('a filled basket and orders that are under way are sound at double letters, for buyer and seller', async () => {
  const findings: string[] = [];
  const narrow = { width: 320, letters: 2 };
  const look = async (phone: Phone, address: string) => {
    await open(phone, address);
    findings.push(...(await overflow(phone, address)));
    await unroll(phone, { width: 320, height: 640 });
    findings.push(...(await axeFindings(phone, address, false)));
    findings.push(...(await smallTargets(phone, address)));
    await phone.page.setViewportSize({ width: 320, height: 640 });
  };
  const addressOf = async (phone: Phone) => {
    const row = phone.page.locator('main a.order').first();
    await see(row);
    return (await row.getAttribute('href')) ?? '';
  };
  const [good] = shopOf(siti).goods.filter(({ stock, soldOut }) => stock > 0 && !soldOut);

  const buyer = await village.phone('rina', narrow);
  await signIn(buyer, rina);
  await buyer.goto(`/produk/${good?.id}`);
  await link(buyer.page, 'Masukkan keranjang').tap();
  await see(link(buyer.page, 'Lihat keranjang'));
  await look(buyer, `/produk/${good?.id}`);
  await look(buyer, '/keranjang');
  await button(buyer.page, /^Pesan Rp/).tap();
  await buyer.page.waitForURL('**/pesanan');
  await look(buyer, '/pesanan');
  await look(buyer, await addressOf(buyer));
  await buyer.goto('/kiriman');
  await see(said(buyer.page, 'Semua sudah terkirim'));

  const seller = await village.phone('siti', narrow);
  await signIn(seller, siti);
  await seller.goto('/jualan/pesanan');
  await see(button(seller.page, 'Terima pesanan'));
  await look(seller, '/jualan/pesanan');
  await button(seller.page, 'Terima pesanan').tap();
  const address = await addressOf(seller);
  await look(seller, '/jualan/pesanan');
  await look(seller, address);
  await button(seller.page, 'Barang kurang').tap();
  await see(button(seller.page, 'Tanya pembeli'));
  findings.push(...(await overflow(seller, 'less than was ordered')));
  findings.push(...(await axeFindings(seller, 'less than was ordered', false)));
  // Nobody orders from themselves.
  await look(seller, `/produk/${good?.id}`);
  await see(link(seller.page, 'Ubah barang saya'));
  expect(findings).toEqual([]);
});
