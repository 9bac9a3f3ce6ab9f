/**
 * What syncing costs on the wire: bytes at the TCP socket of a headless phone, HTTP headers in, beside the
 * floor of the same facts as sorted columns of JSON under the strongest brotli.
 */
import { setTimeout as sleep } from 'node:timers/promises';

import { HeadlessPhone } from '#api/client/headless-phone';
import { newId } from '#db/new-id';
import { scaledMarket } from '#db/demo/scale';

import { brotliLength, columnsOf } from './floor';
import type { VillageServer } from './village-server';

export interface Cost {
  readonly what: string;
  readonly requests: number;
  readonly bytesUp: number;
  readonly bytesDown: number;
}

interface Costs {
  readonly costs: readonly Cost[];
  /** Of the edits as bare columns, bytes. */
  readonly editsFloor: number;
  /** Edits that got an answer of their own. */
  readonly answered: number;
}

export const EDITS = 100;
/** The app waits as long for a second tap to travel along (web/lib/phone/sync-loop.ts). */
const asPeopleDo = () => sleep(1_000);
const VILLAGE = '63.11.07.2005';

/** @param run which of several phones this is, from 1: each has a number and a shop of its own */
export async function syncCosts({ url }: VillageServer, run: number): Promise<Costs> {
  // As phones make them: 74 bits of chance in each.
  const ids = Array.from({ length: EDITS }, () => newId());
  const shopId = newId();
  const phone = await HeadlessPhone.open({ url });
  const who = { phone: `08110000900${run}`, pin: '493817', name: 'Acil Ukur', village: VILLAGE };
  await phone.signUp(who);
  const costs: Cost[] = [];
  const measure = async (what: string) => {
    const before = phone.traffic;
    const { outcomes } = await phone.sync();
    const { requests, bytesUp, bytesDown } = phone.traffic;
    costs.push({
      what,
      requests: requests - before.requests,
      bytesUp: bytesUp - before.bytesUp,
      bytesDown: bytesDown - before.bytesDown,
    });
    return outcomes.length;
  };
  await phone.firstSync();
  await measure('nothing new');
  await openShop(phone, shopId, ids);
  await phone.sync();
  await measure('nothing new, with a shop');
  const here = (n: number) => ({ id: ids[n] ?? '', shopId });
  await phone.edit('listing.edit', { ...here(0), price: 12_500 });
  await asPeopleDo();
  await measure('one changed price');
  const edits = Array.from({ length: EDITS }, (_, n) => ({ ...here(n), price: 7_000 + n * 500 }));
  for (const edit of edits) await phone.edit('listing.edit', edit);
  await asPeopleDo();
  const answered = await measure(`${EDITS} offline edits of ${EDITS} listings`);
  await measure('and the sync after them');
  phone.close();
  return { costs, editsFloor: brotliLength(columnsOf(edits)), answered };
}

/** A shop whose goods are described as people describe theirs. */
async function openShop(
  phone: HeadlessPhone,
  shopId: string,
  ids: readonly string[],
): Promise<void> {
  const { products } = scaledMarket(1_000, 'another market');
  const name = 'Warung ukur';
  await phone.edit('shop.open', { id: shopId, village: VILLAGE, name, kind: 'kue' });
  for (const [n, { title, price, unit, category, about }] of products.slice(-EDITS).entries()) {
    const words = { title, price, unit, category, about, publish: true };
    await phone.edit('listing.add', { id: ids[n] ?? '', shopId, ...words });
  }
}
