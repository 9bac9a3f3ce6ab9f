/** Pages that the phone itself puts to sleep or ends: several of one person, and one that dies while saving. */
import { setTimeout as sleep } from 'node:timers/promises';

import type { Page } from 'playwright';
import { expect, it } from 'vitest';

import { shopOf, siti } from './people';
import type { Phone } from './phone';
import { button, fillProduct, ownProduct, see, signInToShop } from './tasks';
import { useVillage } from './village';

const village = useVillage();
const held = shopOf(siti).goods[0]?.title ?? '';

/** Another page of the app on the same phone, in front. */
async function another(phone: Phone, path: string): Promise<Page> {
  const page = await phone.page.context().newPage();
  await phone.goto(path);
  return page;
}

/** What Android does to a page nobody looks at: it keeps everything, and nothing of it runs. */
async function sleepState(page: Page, state: 'frozen' | 'active'): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setWebLifecycleState', { state });
  await session.detach();
}

async function save(phone: Phone, name: string): Promise<void> {
  const { page } = phone;
  await phone.goto('/jualan/produk/baru');
  await fillProduct(page, { name, price: '5000' });
  await button(page, 'Simpan').tap();
  await page.waitForURL('**/jualan/produk');
}

/** How many of that name people in the market see. */
async function soldAs(phone: Phone, name: string): Promise<number> {
  const answer = await phone.page.request.get(
    `${phone.origin}/api/public/catalogue?q=${encodeURIComponent(name)}`,
  );
  const { listings } = (await answer.json()) as { listings: { title: string }[] };
  return listings.filter(({ title }) => title === name).length;
}

it('two pages of one phone show each other’s work, and each piece arrives once', async () => {
  const phone = await village.phone('siti');
  await signInToShop(phone, siti);
  await phone.offline();
  const first = phone.page;
  await another(phone, '/jualan/produk');
  await save(phone, 'Keripik dari halaman dua');
  await see(ownProduct(first, 'Keripik dari halaman dua').getByText('Siap dikirim'));
  await phone.online();
  for (const page of [first, phone.page])
    await see(ownProduct(page, 'Keripik dari halaman dua').getByText('Terkirim'));
  expect(await soldAs(phone, 'Keripik dari halaman dua')).toBe(1);
});

it('a page that the phone put to sleep does not keep the work of the other from being sent', async () => {
  const phone = await village.phone('siti');
  await signInToShop(phone, siti);
  const sleeper = phone.page;
  await phone.offline();
  await another(phone, '/jualan/produk');
  await sleepState(sleeper, 'frozen');
  await save(phone, 'Keripik yang tak menunggu');
  await phone.online();
  const saved = (page: Page) => ownProduct(page, 'Keripik yang tak menunggu');
  await see(saved(phone.page).getByText('Terkirim'), 75_000);
  await sleepState(sleeper, 'active');
  await see(saved(sleeper).getByText('Terkirim'));
  expect(await soldAs(phone, 'Keripik yang tak menunggu')).toBe(1);
}, 150_000);

it('a page ended in the middle of saving leaves the product once, or the form to go on with', async () => {
  const phone = await village.phone('siti');
  await signInToShop(phone, siti);
  await phone.offline();
  const outcomes: string[] = [];
  for (const afterMs of [0, 10, 30, 60, 120, 400]) {
    const name = `Keripik mati ${afterMs}`;
    await phone.goto('/jualan/produk/baru');
    const dying = phone.page;
    await fillProduct(dying, { name, price: '5000' });
    await phone.untilDrafted();
    const session = await dying.context().newCDPSession(dying);
    // No waiting for what the tap brings: the page ends under it.
    await dying.evaluate(() =>
      [...document.querySelectorAll('button')]
        .find(({ textContent }) => textContent?.trim() === 'Simpan')
        ?.click(),
    );
    await sleep(afterMs);
    const dead = dying.waitForEvent('crash');
    void session.send('Page.crash').catch(() => undefined);
    await dead;
    await dying.context().newPage();
    await dying.close();
    await phone.goto('/jualan/produk');
    await see(ownProduct(phone.page, held));
    const there = await phone.page.getByRole('link', { name }).count();
    await phone.goto('/jualan/produk/baru');
    const { page } = phone;
    const nameField = page.getByLabel('Nama barang');
    const unfinished = page.getByText('Lanjutkan yang tadi?');
    // Either a new form or the one begun: never both, never neither.
    await see(nameField.or(unfinished));
    expect(await unfinished.count()).toBe(there === 0 ? 1 : 0);
    if (there === 0) {
      await button(page, 'Lanjutkan').tap();
      await expect.poll(() => nameField.inputValue()).toBe(name);
      await button(page, 'Simpan').tap();
      await page.waitForURL('**/jualan/produk');
    }
    outcomes.push(there === 0 ? 'form' : 'saved');
  }
  await phone.online();
  await phone.goto('/jualan/produk');
  for (const afterMs of [0, 10, 30, 60, 120, 400]) {
    await see(ownProduct(phone.page, `Keripik mati ${afterMs}`).getByText('Terkirim'));
    expect(await soldAs(phone, `Keripik mati ${afterMs}`)).toBe(1);
  }
  expect(outcomes).toContain('saved');
}, 240_000);
