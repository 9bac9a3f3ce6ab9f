/**
 * An order placed without signal, from the tap to the words that it is safe on the phone, beside one raw strict
 * transaction of the browser's own IndexedDB: both on a main thread that is slowed down.
 */
import type { Page } from 'playwright';

import type { CataloguePage } from '#api/public/shapes';

import { median } from '../medians';
import type { VillageServer } from '../village-server';
import { type GoClass, slowDown } from './go-class';
import type { Handset } from './handset';

export interface OrderPlaced {
  readonly orders: number;
  /** Medians. ms as a person waits them */
  readonly tapMs: number;
  readonly rawMs: number;
}

const ORDERS = 3;
const RAW_WRITES = 5;
let signedUp = 0;

export async function ordersPlaced(
  { phone }: Handset,
  { url }: VillageServer,
  { rate }: GoClass,
): Promise<OrderPlaced> {
  const { page } = phone;
  const answer = await fetch(`${url}/api/public/catalogue`);
  const { listings, shops } = (await answer.json()) as CataloguePage;
  const open = new Set(shops.flatMap((shop) => (shop.open ? [shop.id] : [])));
  const toBeHad = listings.filter(({ shopId }) => open.has(shopId));
  await signUp(page, phone.origin);
  await phone.goto('/');
  await phone.untilStored();
  await phone.offline();
  const tapMs: number[] = [];
  const rawMs: number[] = [];
  for (const { id } of toBeHad.slice(0, ORDERS)) {
    await phone.goto(`/produk/${id}`);
    await page.getByRole('link', { name: 'Masukkan keranjang' }).tap();
    await page.getByText('masuk keranjang').first().waitFor();
    await phone.goto('/keranjang');
    await page.getByRole('button', { name: /^Pesan Rp/ }).waitFor();
    await slowDown(page, rate);
    for (let write = 0; write < RAW_WRITES; write += 1)
      rawMs.push(await page.evaluate<number>(RAW_STRICT_WRITE));
    await page.evaluate(WATCH_FOR_TERSIMPAN);
    await page.getByRole('button', { name: /^Pesan Rp/ }).tap();
    tapMs.push(await page.evaluate<number>('window.tersimpanMs'));
    await slowDown(page, 1);
    await page.waitForURL('**/pesanan');
  }
  return { orders: ORDERS, tapMs: median(tapMs), rawMs: median(rawMs) };
}

async function signUp(page: Page, origin: string): Promise<void> {
  signedUp += 1;
  await page.goto(`${origin}/daftar`);
  await page.getByLabel(/^Nama/).fill('Acil Ukur');
  await page.getByLabel('Desa').selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Lanjut ke nomor HP' }).tap();
  await page.getByLabel('Nomor HP').fill(`0811-0000-8${String(signedUp).padStart(3, '0')}`);
  await page.getByLabel('PIN baru').fill('482915');
  await page.getByLabel('PIN sekali lagi').fill('482915');
  await page.getByRole('button', { name: 'Daftar', exact: true }).tap();
  await page.waitForURL('**/saya');
}

/** Both run in the page: text, because what is compiled leans on helpers that no page has. */
const WATCH_FOR_TERSIMPAN = `void (window.tersimpanMs = new Promise((done) => {
  let fromMs = 0;
  const said = () => document.body.textContent.split('tersimpan di HP').length;
  const before = said();
  document.addEventListener('click', () => { fromMs ||= performance.now(); }, { capture: true, once: true });
  new MutationObserver((_, watcher) => {
    if (!fromMs || said() <= before) return;
    watcher.disconnect();
    done(performance.now() - fromMs);
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}))`;
const RAW_STRICT_WRITE = `new Promise((done, fail) => {
  const opening = indexedDB.open('bench-raw', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('rows');
  opening.onerror = () => fail(opening.error);
  opening.onsuccess = () => {
    const db = opening.result;
    const fromMs = performance.now();
    const tx = db.transaction('rows', 'readwrite', { durability: 'strict' });
    tx.objectStore('rows').put({ words: 'x'.repeat(400) }, Math.random());
    tx.oncomplete = () => { const tookMs = performance.now() - fromMs; db.close(); done(tookMs); };
    tx.onabort = () => fail(tx.error);
  };
})`;
