/** Who is on this phone: coming, going, several at once, and what happens to what they wrote. */
import { readFile } from 'node:fs/promises';

import pg from 'pg';
import { expect, it } from 'vitest';

import { kurir, laila, nanda, noor, rina, shopOf, siti, udin, type Villager } from './people';
import type { Phone } from './phone';
import {
  addProduct,
  button,
  gone,
  heading,
  link,
  ownProduct,
  said,
  see,
  signIn,
  signInToShop,
} from './tasks';
import { useVillage } from './village';

const village = useVillage();

async function inDatabase(
  statement: string,
  values: unknown[],
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: village.databaseUrl });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement, values)).rows;
  } finally {
    await client.end();
  }
}

async function atHerShop(name: string, who: Villager): Promise<Phone> {
  const phone = await village.phone(name);
  await signInToShop(phone, who);
  return phone;
}

async function tryToSignIn(phone: Phone, number: string, pin: string): Promise<void> {
  await phone.page.getByLabel('Nomor HP').fill(number);
  await phone.page.getByLabel('PIN', { exact: true }).fill(pin);
  await button(phone.page, 'Masuk').tap();
}

it('signs up with a name, a village, a number and a PIN, and is told about a simple PIN in words', async () => {
  const phone = await village.phone('ijah');
  phone.allow(/\/api\/account\/sign-(in|up) 4/);
  await phone.goto('/daftar');
  const { page } = phone;
  await button(page, 'Lanjut ke nomor HP').tap();
  await see(page.getByText(/Nama belum ditulis/));
  await page.getByLabel(/^Nama/).fill('Ijah');
  await page.getByLabel('Desa').selectOption({ label: 'Inan' });
  await button(page, 'Lanjut ke nomor HP').tap();
  await page.getByLabel('Nomor HP').fill('0813-5555-0202');
  await page.getByLabel('PIN baru').fill('123456');
  await page.getByLabel('PIN sekali lagi').fill('123457');
  await button(page, 'Daftar').tap();
  await see(page.getByText('Belum sama dengan PIN di atas.'));
  await page.getByLabel('PIN sekali lagi').fill('123456');
  await button(page, 'Daftar').tap();
  await see(page.getByText(/PIN ini mudah ditebak/));
  await page.getByLabel('PIN baru').fill('804159');
  await page.getByLabel('PIN sekali lagi').fill('804159');
  await button(page, 'Daftar').tap();
  await page.waitForURL('**/saya');
  await see(page.getByText('Ijah').first());
  await see(page.getByText('Nomor belum diperiksa'));
});

it('a wrong PIN is said plainly, and too many of them make the phone wait', async () => {
  const phone = await village.phone('pencuri');
  phone.allow(/\/api\/account\/sign-(in|up) 4/);
  await phone.goto('/masuk');
  await tryToSignIn(phone, kurir.number, '111222');
  await see(phone.page.getByText('Nomor atau PIN belum cocok.'));
  const wait = phone.page.getByText(/Coba lagi dalam/);
  for (let count = 0; count < 12 && !(await wait.isVisible()); count += 1) {
    await gone(button(phone.page, 'Sebentar…'));
    await tryToSignIn(phone, kurir.number, `11122${count % 10}`);
    await wait.or(phone.page.getByText('Nomor atau PIN belum cocok.')).first().waitFor();
  }
  await see(wait);
  expect(await button(phone.page, 'Masuk').isDisabled()).toBe(true);

  const known = await village.phone('udin');
  await signIn(known, rina);
  await see(known.page.getByText(rina.name).first());
});

it('signing out keeps what has not been sent; it leaves after signing in again', async () => {
  const phone = await atHerShop('siti', siti);
  phone.allow(/\/api\/sync 401/);
  const { page } = phone;
  await phone.air.stop();
  await addProduct(phone, { name: 'Keripik talas', price: '14000' });
  await phone.goto('/saya');
  await button(page, 'Keluar dari akun').tap();
  await see(page.getByText(/Ada 1 kiriman yang belum terkirim/));
  await phone.air.resume();
  await button(page, 'Keluar').tap();
  await see(said(page, 'Anda sudah keluar.'));
  await phone.goto('/jualan/produk');
  await see(ownProduct(page, 'Keripik talas'));
  await signIn(phone, siti);
  await phone.goto('/jualan/produk');
  await see(ownProduct(page, 'Keripik talas').getByText('Terkirim'));
});

it('a phone put out of the account hears nothing new, and what it still says is set aside', async () => {
  const lost = await atHerShop('hilang', udin);
  lost.allow(/\/api\/sync 403/);
  await lost.offline();
  await addProduct(lost, { name: 'Iwak dari HP hilang', price: '9000' });

  const kept = await village.phone('udin');
  await signIn(kept, udin);
  await kept.goto('/saya/akun/hp');
  await button(kept.page, 'Keluarkan').tap();
  await button(kept.page, 'Ya, keluarkan').tap();
  await see(kept.page.getByText('Sudah dikeluarkan', { exact: true }));
  await addProduct(kept, { name: 'Iwak rahasia', price: '9500' });
  await see(ownProduct(kept.page, 'Iwak rahasia').getByText('Terkirim'));

  await lost.online();
  await see(lost.page.getByText('HP ini sudah dikeluarkan dari akun Anda.').first());
  await lost.goto('/kiriman');
  const kiriman = lost.page.getByRole('article').filter({ hasText: 'Iwak dari HP hilang' });
  await see(kiriman.getByText('HP ini sudah dikeluarkan dari akun Anda.'));
  await lost.goto('/jualan/produk');
  await see(link(lost.page, shopOf(udin).goods[0]!.title));
  expect(await lost.page.getByText('Iwak rahasia').count()).toBe(0);

  const desk = await village.phone('noor');
  await signIn(desk, noor);
  await desk.goto('/dinas');
  await see(desk.page.getByText(/Iwak dari HP hilang/));
});

it('two people on one phone have goods, outbox and lock of their own', async () => {
  const phone = await atHerShop('bersama', siti);
  const { page } = phone;
  await phone.goto('/saya/kunci');
  await page.getByLabel('PIN kunci', { exact: true }).fill('271828');
  await page.getByLabel('PIN kunci sekali lagi').fill('271828');
  await button(page, 'Kunci dengan PIN ini').tap();
  await see(said(page, 'Kunci terpasang.'));
  await phone.offline();
  await addProduct(phone, { name: 'Keripik sukun', price: '11000' });
  await see(ownProduct(page, 'Keripik sukun').getByText('Siap dikirim'));

  await phone.goto('/saya');
  await button(page, /Orang lain/).tap();
  await phone.online();
  await button(page, 'Masuk dengan nomor HP').tap();
  await page.waitForURL('**/masuk');
  await tryToSignIn(phone, udin.number, udin.pin);
  await page.waitForURL('**/saya');
  await see(page.getByText(udin.name).first());
  await phone.goto('/jualan/produk');
  await see(heading(page, 'Produk saya'));
  await see(link(page, shopOf(udin).goods[0]!.title));
  expect(await page.getByText('Keripik sukun').count()).toBe(0);

  await phone.goto('/saya');
  await button(page, new RegExp(siti.name.slice(0, 9))).tap();
  await see(page.getByLabel(/PIN kunci/));
  await page.getByLabel(/PIN kunci/).fill('271829');
  await see(page.getByText('PIN belum cocok.'));
  await page.getByLabel(/PIN kunci/).fill('271828');
  await page.waitForURL('**/saya');
  await phone.goto('/jualan/produk');
  await see(ownProduct(page, 'Keripik sukun'));
});

it('a form left open in another tab stays its writer’s when somebody else takes the phone', async () => {
  const phone = await atHerShop('dua-jendela', siti);
  await phone.goto('/jualan/produk/baru');
  const form = phone.page;
  await form.getByLabel('Nama barang').fill('Keripik sagu');

  await form.context().newPage();
  await phone.goto('/saya');
  const other = phone.page;
  await button(other, /Orang lain/).tap();
  await button(other, 'Lihat-lihat dulu').tap();
  await other.waitForURL(/\/$/);

  await form.waitForURL('**/kunci?ke=%2Fjualan%2Fproduk%2Fbaru');
  await see(heading(form, 'Siapa Anda?'));
  await button(form, new RegExp(siti.name.slice(0, 9))).tap();
  await form.waitForURL('**/jualan/produk/baru');
  await button(form, 'Lanjutkan').tap();
  expect(await form.getByLabel('Nama barang').inputValue()).toBe('Keripik sagu');
  // The other tab is asked in its turn; it was on the market, which is everybody's.
  await see(heading(other, 'Pasar Desa'));
});

it('a person is not taken off the phone with a half-filled form before that was read and wanted', async () => {
  const phone = await atHerShop('pamit', siti);
  const { page } = phone;
  await phone.goto('/jualan/produk/baru');
  await page.getByLabel('Nama barang').fill('Keripik sagu');
  await phone.untilDrafted();
  await phone.goto('/saya');
  await button(page, /Orang lain/).tap();
  await button(page, 'Lihat-lihat dulu').tap();
  await page.waitForURL(/\/$/);
  await phone.goto('/saya');
  await button(page, 'Hapus orang dari HP ini').tap();
  await button(page, `Hapus ${siti.name}`).tap();
  await button(page, 'Ya, hapus').tap();
  await see(page.getByText('Masih ada tulisan setengah jadi milik orang ini.'));
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    button(page, 'Simpan dulu sebagai berkas').tap(),
  ]);
  expect(await readFile(await download.path(), 'utf8')).toContain('Keripik sagu');
  await button(page, 'Hapus juga, biar hilang').tap();
  await see(said(page, `${siti.name} sudah dihapus dari HP ini.`));
});

it.each<[string, Villager, string, RegExp]>([
  ['the facilitator', laila, 'Dampingan hari ini', /Hari ini/],
  ['the Dinas', noor, 'Meja Dinas', /Paringin Selatan/],
  ['the seller', siti, 'Jualan saya', /Keripik Acil Siti/],
  ['the helper of a shop', nanda, 'Jualan saya', /Keripik Acil Siti/],
])('%s finds the door to the own work', async (_role, who, door, title) => {
  const phone = await village.phone('pekerja');
  await signIn(phone, who);
  await link(phone.page, new RegExp(door)).tap();
  await see(heading(phone.page, title));
});

it.each([
  ['a buyer', rina],
  ['a courier', kurir],
])('%s is kept out of the desk and of the facilitator’s day', async (_role, who) => {
  const phone = await village.phone('pembeli');
  await signIn(phone, who);
  await phone.goto('/dampingan');
  await see(phone.page.getByText('Halaman ini untuk pendamping desa'));
  await phone.goto('/dinas');
  await see(phone.page.getByText('Halaman ini untuk petugas Dinas'));
});

it('a session that ran out pauses sending, hides nothing, and goes on after signing in', async () => {
  const phone = await atHerShop('siti', siti);
  phone.allow(/\/api\/sync 401/);
  await inDatabase(`update auth_session set expires_at = now() - interval '1 day'`, []);
  await addProduct(phone, { name: 'Keripik bayam', price: '8000' });
  await see(phone.page.getByText(/Sudah lama tidak masuk/).first());
  await see(ownProduct(phone.page, 'Keripik bayam').getByText('Siap dikirim'));
  await see(link(phone.page, shopOf(siti).goods[0]!.title));
  await link(phone.page, 'Masuk').first().tap();
  await tryToSignIn(phone, siti.number, siti.pin);
  await phone.page.waitForURL('**/jualan/produk');
  await see(ownProduct(phone.page, 'Keripik bayam').getByText('Terkirim'));
  expect(await phone.page.getByText(/Sudah lama tidak masuk/).count()).toBe(0);
});

it('a forgotten PIN is mended face to face; the other phones are signed out and the owner sees who did it', async () => {
  const old = await atHerShop('lama', udin);
  old.allow(/\/api\/sync 401/);

  const helper = await village.phone('laila');
  await signIn(helper, laila);
  await helper.goto(`/dampingan/orang/${udin.personId}`);
  await button(helper.page, 'Buat kode PIN baru').tap();
  await button(helper.page, /^Ya, .* ada di sini$/).tap();
  const code = await codeOn(helper);

  const fresh = await village.phone('udin');
  await fresh.goto('/lupa-pin');
  const { page } = fresh;
  await page.getByLabel('Nomor HP').fill(udin.number);
  await page.getByLabel('Kode dari pendamping').fill(code);
  await page.getByLabel('PIN baru').fill('905172');
  await page.getByLabel('PIN sekali lagi').fill('905172');
  await button(page, 'Pakai PIN baru').tap();
  await page.waitForURL('**/saya');
  await see(page.getByText(udin.name).first());
  await fresh.goto('/saya/akun/catatan');
  await see(page.getByText('Kode PIN baru dibuatkan'));
  await see(page.getByText(new RegExp(laila.name.slice(0, 9))).first());

  await old.goto('/kiriman');
  await see(old.page.getByText(/Sudah lama tidak masuk/).first());
  await see(link(old.page, 'Masuk').first());
  await old.goto('/jualan/produk');
  await see(link(old.page, shopOf(udin).goods[0]!.title));
});

async function codeOn(phone: Phone): Promise<string> {
  const shown = phone.page.getByText(/^\d{4}\s?\d{4}$/);
  await see(shown);
  return (await shown.innerText()).replace(/\D/g, '');
}
