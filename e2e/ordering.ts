/** What a buyer's thumb does from a product to an order, for journeys. */
import { formatRupiah } from '#domain/money';

import type { shopOf } from './people';
import type { Phone } from './phone';
import { button, heading, link, said, see } from './tasks';

export type Good = ReturnType<typeof shopOf>['goods'][number];

/** Enough for an order of two. */
export const isPlenty = ({ stock, soldOut }: Good): boolean => stock >= 5 && !soldOut;

export async function putIn(phone: Phone, { id, title, unit }: Good, count = 1): Promise<void> {
  await phone.goto(`/produk/${id}`);
  const { page } = phone;
  for (let more = 1; more < count; more += 1) {
    await button(page, `Tambah satu: Berapa ${unit}?`).tap();
  }
  await link(page, 'Masukkan keranjang').tap();
  await see(said(page, `${count} ${unit} ${title} masuk keranjang. Tersimpan di HP.`));
  await see(link(page, 'Lihat keranjang'));
}

/** From the basket to "Pesanan saya". */
export async function order(phone: Phone, total: number): Promise<void> {
  const { page } = phone;
  await phone.goto('/keranjang');
  await button(page, `Pesan ${formatRupiah(total)}`).tap();
  await page.waitForURL('**/pesanan');
  await see(heading(page, 'Pesanan saya'));
}

/** Comes to where there is signal and stays until everything is sent. */
export async function comeBack(phone: Phone, and = 'Semua sudah terkirim'): Promise<void> {
  await phone.online();
  await phone.goto('/kiriman');
  await see(said(phone.page, new RegExp(and)));
}

export const orderRow = (phone: Phone, words: string | RegExp) =>
  phone.page.locator('main a.order').filter({ hasText: words });
