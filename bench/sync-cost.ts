/** What syncing costs on the wire, counted at a proxy: HTTP headers in, TCP and TLS out. */
import { brotliCompressSync, constants } from 'node:zlib';

import { BenchPhone } from './bench-phone';
import { Shaper } from './shaper';
import type { VillageServer } from './village-server';

export interface Cost {
  readonly what: string;
  readonly requests: number;
  readonly bytesUp: number;
  readonly bytesDown: number;
}

const LISTINGS = 100;
const newId = (n: number) => `01990000-0000-7000-8000-${String(n).padStart(12, '0')}`;

export async function syncCosts(
  server: VillageServer,
): Promise<{ costs: Cost[]; floorBytes: number }> {
  const air = await Shaper.open({ targetPort: server.port });
  const phone = await BenchPhone.open(server.url, '081100009001');
  const costs: Cost[] = [];
  const measure = async (what: string) => {
    air.resetCounters();
    const requests = await phone.sync(air.port);
    const { bytesUp, bytesDown } = air.passed;
    costs.push({ what, requests, bytesUp, bytesDown });
  };
  await measure('first sync of the catalogue');
  await measure('nothing new');
  await openShop(phone);
  await phone.sync(air.port);
  const here = (n: number) => ({ id: newId(n), shopId: newId(1) });
  await phone.act('listing.edit', { ...here(100), price: 12_500 });
  await measure('one changed price');
  for (let n = 0; n < LISTINGS; n += 1) {
    await phone.act('listing.edit', { ...here(100 + n), price: 7_000 + n * 500 });
  }
  await measure(`${LISTINGS} offline edits of ${LISTINGS} listings`);
  phone.close();
  await air.close();
  return { costs, floorBytes: floorOf(phone) };
}

async function openShop(phone: BenchPhone): Promise<void> {
  const village = '63.11.07.2005';
  await phone.act('shop.open', { id: newId(1), village, name: 'Warung ukur', kind: 'kue' });
  for (let n = 0; n < LISTINGS; n += 1) {
    const words = {
      title: `Wadai ukur ${n}`,
      price: 5_000,
      unit: 'biji',
      category: 'kue',
      publish: true,
    };
    await phone.act('listing.add', { id: newId(100 + n), shopId: newId(1), ...words });
  }
}

/** The same public rows as sorted columns under the strongest brotli: what no protocol can beat by much. */
function floorOf(phone: BenchPhone): number {
  const rows = [...phone.store.publicRows.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  const columns: Record<string, unknown[]> = { id: rows.map(([name]) => name) };
  for (const [, { values }] of rows) {
    for (const [field, value] of Object.entries(values)) (columns[field] ??= []).push(value);
  }
  const text = Buffer.from(JSON.stringify(columns));
  return brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
}
