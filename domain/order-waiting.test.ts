/** Who has waited longest for goods, and what becomes of an answer's own words on the way back to its phone. */
import { expect, it } from 'vitest';
import { takeOutEcho } from '#sync/compact/echo';
import { prepare } from '#sync/phone/prepare';
import { worldOf } from '#sync/world';
import { declarations } from './index';
import type { OrderValues } from './order';
import { linesOf } from './order-deeds';
import { lineIdOf } from './order-lines';
import {
  CHIPS,
  idOf,
  lineOf,
  ORDER,
  orderVillage,
  place,
  says,
  SHOP,
} from './testing/order-village';

const stock = (n: number, quantity: number) => ({
  action: 'movement.record',
  input: { id: idOf(n), listingId: CHIPS, shopId: SHOP, quantity, reason: 'recount' },
});

it('who is given again what the stall had sold stays as old as before, and goes short last', async () => {
  const { store, server, seller, buyer, other } = await orderVillage();
  await place(buyer, ORDER, 3);
  await buyer.sync();
  server.nowMs += 60_000;
  await place(other, idOf(9), 2);
  await other.sync();
  // Nothing is left but one, then all of the first again: the seller says yes to it.
  server.nowMs += 60_000;
  await seller.does(stock(20, -4));
  await seller.sync();
  await seller.does(stock(21, 4));
  await seller.sync();
  expect([lineOf(store).lacks, lineOf(store, idOf(9)).lacks]).toEqual([2, 2]);
  server.nowMs += 60_000;
  await seller.does({ action: 'order.accept', input: { id: idOf(9), shopId: SHOP } });
  await seller.sync();
  server.nowMs += 60_000;
  await says(seller, 'accept');
  await seller.sync();
  expect([lineOf(store).lacks, lineOf(store, idOf(9)).lacks]).toEqual([0, 0]);
  server.nowMs += 60_000;
  await seller.does(stock(22, -2));
  await seller.sync();
  expect([lineOf(store).lacks, lineOf(store, idOf(9)).lacks]).toEqual([0, 2]);
});

it('a line keeps its place among the lines when a phone does not hold the ones before it', () => {
  const name = `orderLine/${lineIdOf(ORDER, 1)}` as const;
  const keys = [0, 1].map((index) => ({ noun: 'orderLine', id: lineIdOf(ORDER, index) }));
  const world = worldOf(keys, new Map([[name, { listingId: CHIPS }]]));
  const lines = linesOf(world, ORDER, { lineCount: 2 } as OrderValues);
  expect(lines).toMatchObject([{ index: 1, id: lineIdOf(ORDER, 1) }]);
});

it("the moments of an answer are the server's: no phone is asked to foretell them", async () => {
  const { server, seller, buyer } = await orderVillage();
  await place(buyer, ORDER, 3);
  for (const phone of [buyer, seller]) await phone.sync();
  const limits = { fingerprint: 'test', maxEntries: 7, maxBytes: 20_000, maxRows: 30 };
  const clock = { nowMs: () => server.nowMs - 60_000 };
  const echoOf = async (verb: string, more: Record<string, string> = {}) => {
    await says(seller, verb, { shopId: SHOP, ...more });
    server.nowMs += 1_500;
    const request = await prepare(seller.store, declarations.publicScopes, limits, clock);
    const { echo } = takeOutEcho(await seller.send(request), request, declarations);
    await seller.sync();
    return echo;
  };
  expect(await echoOf('accept')).toBeNull();
  expect(await echoOf('ready')).toBeNull();
  const next = await orderVillage();
  await place(next.buyer, ORDER, 3);
  for (const phone of [next.buyer, next.seller]) await phone.sync();
  await says(next.seller, 'accept-part', { shopId: SHOP, quantities: '2' });
  const request = await prepare(next.seller.store, declarations.publicScopes, limits, clock);
  expect(takeOutEcho(await next.seller.send(request), request, declarations).echo).toBeNull();
});
