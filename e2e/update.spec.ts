/** A new version knocks politely, and a version gone wrong can be taken off every phone. */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { siti } from './people';
import { projectDir } from './server-process';
import { addProduct, button, heading, ownProduct, see, signIn } from './tasks';
import { useVillage } from './village';

const village = useVillage();
let nextVersion = '';

/** The program of tomorrow: the same with one word changed, really built. */
beforeAll(() => {
  nextVersion = mkdtempSync(join(tmpdir(), 'jukung-e2e-next-'));
  const made = ['node_modules', '.git', 'data', 'data-demo', 'build', '.svelte-kit'];
  const left = new Set([...made, 'test-results']);
  cpSync(projectDir, nextVersion, {
    recursive: true,
    filter: (path) => !left.has(basename(path)),
  });
  symlinkSync(join(projectDir, 'node_modules'), join(nextVersion, 'node_modules'));
  const words = join(nextVersion, 'web/lib/words/id/market.ts');
  const text = readFileSync(words, 'utf8');
  writeFileSync(
    words,
    text.replace("'market.title': 'Pasar Desa'", "'market.title': 'Pasar Besar'"),
  );
  execFileSync(process.execPath, ['--import', 'tsx', 'scripts/build.ts'], { cwd: nextVersion });
});
afterAll(() => rmSync(nextVersion, { recursive: true, force: true }));

it('a new version is offered, interrupts nobody, loses nothing, and is there after one tap', async () => {
  const phone = await village.phone('siti');
  await signIn(phone, siti);
  await phone.goto('/');
  await phone.untilStored();
  await see(heading(phone.page, 'Pasar Desa'));
  await phone.goto('/jualan/produk/baru');
  const { page } = phone;
  await page.getByLabel('Nama barang').fill('Keripik ubi ungu');

  await village.server.kill();
  await village.server.start({ programDir: nextVersion });
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await see(page.getByText('Versi baru siap'));
  // Offered, and nothing else has happened: the form is as it was.
  expect(await page.getByLabel('Nama barang').inputValue()).toBe('Keripik ubi ungu');
  await phone.offline();
  await page.getByLabel('Harga').fill('13000');
  await button(page, 'Simpan').tap();
  await page.waitForURL('**/jualan/produk');
  await see(ownProduct(page, 'Keripik ubi ungu').getByText('Siap dikirim'));

  await Promise.all([page.waitForEvent('load'), button(page, 'Pakai versi baru').tap()]);
  await see(ownProduct(page, 'Keripik ubi ungu').getByText('Siap dikirim'));
  await phone.goto('/');
  await see(heading(page, 'Pasar Besar'));
  await phone.online();
  await phone.goto('/jualan/produk');
  await see(ownProduct(page, 'Keripik ubi ungu').getByText('Terkirim'));
  expect(await page.getByText('Versi baru siap').count()).toBe(0);
});

it('a phone that never says yes goes on with the old version, also without signal', async () => {
  await village.server.kill();
  await village.server.start();
  const phone = await village.phone('siti');
  await signIn(phone, siti);
  await phone.untilStored();
  await village.server.kill();
  await village.server.start({ programDir: nextVersion });
  await phone.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await see(phone.page.getByText('Versi baru siap'));
  await addProduct(phone, { name: 'Keripik labu', price: '10000' });
  await see(ownProduct(phone.page, 'Keripik labu').getByText('Terkirim'));
  await phone.offline();
  for (const address of ['/', '/jualan', '/saya/simpanan', '/bantuan']) {
    await phone.goto(address);
    await see(phone.page.getByRole('heading', { level: 1 }));
  }
});
