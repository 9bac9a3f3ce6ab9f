/** How many syncs a second one server process answers, when many phones speak at once. */
import { HeadlessPhone } from '#api/client/headless-phone';

import { median } from './medians';
import type { VillageServer } from './village-server';

export interface Rate {
  readonly syncsPerSecond: number;
  readonly medianMs: number;
}

const PHONES = 16;
const ROUNDS = 12;
const idOf = (kind: number, n: number): string =>
  `01990000-0000-7000-8000-${String(kind * 1_000 + n).padStart(12, '0')}`;
const here = (n: number) => ({ id: idOf(600, n), shopId: idOf(500, n) });

/** Phones with a shop and one product each, all of it sent. */
export function openPhones(server: VillageServer): Promise<HeadlessPhone[]> {
  const opening = Array.from({ length: PHONES }, async (_, n) => {
    const phone = await HeadlessPhone.open({ url: server.url });
    const village = '63.11.07.2005';
    const number = `08110001${String(n).padStart(4, '0')}`;
    await phone.signUp({ phone: number, pin: '493817', name: `Acil ${n}`, village });
    await phone.edit('shop.open', { id: idOf(500, n), village, name: `Warung ${n}`, kind: 'kue' });
    const words = { title: 'Wadai', price: 5_000, unit: 'biji', category: 'kue', publish: true };
    await phone.edit('listing.add', { ...here(n), ...words });
    await phone.sync();
    return phone;
  });
  return Promise.all(opening);
}

/** @param writing each sync carries one changed price; else there is nothing new to say */
export async function syncRate(phones: readonly HeadlessPhone[], writing: boolean): Promise<Rate> {
  const tookMs: number[] = [];
  const beginMs = performance.now();
  const speaking = phones.map(async (phone, n) => {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const price = 5_000 + Math.round(Math.random() * 1_000) * 10;
      if (writing) await phone.edit('listing.edit', { ...here(n), price });
      const startMs = performance.now();
      await phone.sync();
      tookMs.push(performance.now() - startMs);
    }
  });
  await Promise.all(speaking);
  const seconds = (performance.now() - beginMs) / 1_000;
  return { syncsPerSecond: tookMs.length / seconds, medianMs: median(tookMs) };
}
