/** What an order costs in the air, by the codec that phones speak: the bytes a request grows by. */
import { expect, it } from 'vitest';
import { packRequest } from '#sync/compact/request';
import type { EntryInput } from '#sync/entry';
import { prepare } from '#sync/phone/prepare';
import { tap } from '#sync/phone/tap';
import { MemoryPhoneStore } from '#sync/testing/memory-phone-store';
import { phoneState } from '#sync/testing/toy';
import { declarations } from './index';
import { writeLines } from './order-lines';
import { WIRE_FINGERPRINT } from './wire-version';

const NOW_MS = 1_795_400_000_000;
/** Ids as chance makes them: nothing in one can be guessed from another. */
const ids = [
  ...['019a5b1c-3f70-7c41-9a3e-5d2b8f016c94', '019a5b1c-4c11-7e02-b1f5-0c7d9e63a218'],
  ...['019a5b1c-5d83-7a9b-8e47-f1a20b6c3d55', '019a5b1c-6ea4-7311-a6d0-3b94c8e7f102'],
  ...['019a5b1c-7f05-7d68-92bc-e8f5170a4c39', '019a5b1c-8f66-74f2-bd1a-6a05e3c9d7b8'],
  ...['019a5b1c-9fc7-7b03-85e9-2f7c61d0ab4e', '019a5b1c-afd8-7690-ac52-d43f98e1b076'],
  ...['019a5b1c-bfe9-7c2d-9f08-81b6c5f24ea3', '019a5b1c-cffa-75be-b834-4e9d0a7123c6'],
  ...['019a5b1c-d00b-7fa4-8c61-b7e2d5936f18', '019a5b1c-e11c-7038-a3fd-19c84b6e70d5'],
  ...['019a5b1c-f22d-7ee1-9475-c60af3b8d24e', '019a5b1d-033e-7256-be8c-7fd1e09a5b63'],
  ...['019a5b1d-144f-7ac9-8f10-a52e4d7b9c06', '019a5b1d-2550-7d17-96ab-e3c8f0614d92'],
];
const titles = [
  'Keripik pisang manis',
  'Bingka kentang',
  'Gula aren cetak',
  'Iwak sepat kering',
  'Beras siam',
];

function orderOf(n: number, products: number): EntryInput {
  const lines = Array.from({ length: products }, (_, index) => ({
    listingId: ids[10 + n + index]!,
    ...{
      title: titles[(n + index) % 5]!,
      unit: 'bungkus',
      price: 15_000 + 500 * n,
      quantity: 1 + n,
    },
  }));
  const [id, shopId] = [ids[n]!, ids[5 + n]!];
  const who = { number: `2005-K7-${12 + n}`, phone: '+6281234567890' };
  return { id, shopId, lines: writeLines(lines), ...who };
}

/** Bytes that these orders add to a request of a phone that has spoken before. */
async function bytesOf(orders: readonly EntryInput[]): Promise<number> {
  const clock = { nowMs: () => NOW_MS };
  const state = { ...phoneState(1), offsetMs: 0, serverEpoch: ids[15]!, acked: 40, nextSeq: 41 };
  const store = new MemoryPhoneStore(state);
  const limits = { fingerprint: WIRE_FINGERPRINT, maxEntries: 50, maxBytes: 40_000, maxRows: 250 };
  const pack = async () => {
    const request = await prepare(store, declarations.publicScopes, limits, clock);
    return packRequest(request, state.deviceId, declarations.wireWords).length;
  };
  const before = await pack();
  for (const input of orders) {
    expect(await tap(store, declarations, { action: 'order.place', input }, clock)).toMatchObject({
      ok: true,
    });
  }
  return (await pack()) - before;
}

it('an order of one product takes at most 200 bytes, and 140 each when five go together', async () => {
  const one = await bytesOf([orderOf(0, 1)]);
  const five = await bytesOf([0, 1, 2, 3, 4].map((n) => orderOf(n, 1)));
  const three = await bytesOf([orderOf(0, 3)]);
  expect(one).toBeLessThanOrEqual(200);
  expect(five / 5).toBeLessThanOrEqual(140);
  // A guest's carries what her code hashes to besides.
  const guest = await bytesOf([{ ...orderOf(0, 1), claim: 'Xk3_9aQ7-LmZ01pT' }]);
  expect(guest).toBeLessThanOrEqual(200);
  // Each further product is its id, its name as the buyer saw it, and a few figures.
  expect((three - one) / 2).toBeLessThanOrEqual(60);
});
