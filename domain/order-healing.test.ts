/** A server that was set back hears of orders again: what was done stays done, in whatever order phones come. */
import { describe, expect, it } from 'vitest';
import { ownDeed } from '#sync/server/own-deed';
import { EnginePhone, type EngineServer } from '#sync/testing/engine-phone';
import { MemoryServerStore } from '#sync/testing/memory-server-store';
import { declarations } from './index';
import type { ListingValues } from './listing';
import type { OrderLineValues, OrderValues } from './order';
import { lineIdOf, offerText, writeLines } from './order-lines';
import { expireOrder } from './order-ends';

const NOW_MS = Date.UTC(2026, 10, 23, 4);
const DAY = 24 * 60 * 60 * 1000;
const idOf = (n: number) => `01990000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const [SHOP, CHIPS, ORDER] = [idOf(1), idOf(2), idOf(3)];

async function village() {
  const store = new MemoryServerStore();
  const server: EngineServer = { store, declarations, nowMs: NOW_MS, poison: [] };
  const phone = (n: number): EnginePhone => {
    const [deviceId, personId] = [idOf(100 + n), idOf(200 + n)];
    store.people.set(personId, { name: `Orang ${n}`, facts: { hasAccount: true, rights: [] } });
    const fresh = { epoch: 0, lastSeq: 0, lastOrder: '', revoked: false, entryCount: 0 } as const;
    store.addDevice({ id: deviceId, personId, ...fresh });
    return new EnginePhone(server, deviceId, personId);
  };
  const [seller, buyer, other] = [phone(1), phone(2), phone(3)];
  const product = { title: 'Keripik', price: 10_000, unit: 'bungkus', category: 'keripik' };
  await seller.does(
    {
      action: 'shop.open',
      input: { id: SHOP, village: '63.11.07.2005', name: 'Warung', kind: 'kue' },
    },
    {
      action: 'listing.add',
      input: { id: CHIPS, shopId: SHOP, ...product, publish: true, stock: 5, movementId: idOf(4) },
    },
  );
  await seller.sync();
  return { store, server, seller, buyer, other };
}

const place = (phone: EnginePhone, id: string, quantity: number) => {
  const lines = writeLines([
    { listingId: CHIPS, title: 'Keripik', unit: 'bungkus', price: 10_000, quantity },
  ]);
  const input = { id, shopId: SHOP, number: `2005-K7-${quantity}`, lines };
  return phone.does({ action: 'order.place', input });
};
const says = (phone: EnginePhone, verb: string, more: Record<string, string> = { shopId: SHOP }) =>
  phone.does({ action: `order.${verb}`, input: { id: ORDER, ...more } });

const valuesOf = <V>(store: MemoryServerStore, noun: string, id: string): V =>
  store.allRows().find((row) => row.noun === noun && row.id === id)?.values as V;
const standing = (store: MemoryServerStore) => ({
  status: valuesOf<OrderValues>(store, 'order', ORDER).status,
  stock: valuesOf<ListingValues>(store, 'listing', CHIPS).stock,
  reserved: valuesOf<ListingValues>(store, 'listing', CHIPS).reserved,
});

describe('[S13] after a restore', () => {
  it.each([
    ['the seller first', true],
    ['the buyer first', false],
  ])('an order stands as it stood: %s', async (_who, sellerFirst) => {
    const { store, server, seller, buyer } = await village();
    const backup = store.backup();
    await place(buyer, ORDER, 7);
    await buyer.sync();
    const line = valuesOf<OrderLineValues>(store, 'orderLine', lineIdOf(ORDER, 0));
    expect(line).toMatchObject({ quantity: 5, why: 'short' });
    await says(buyer, 'agree', { offer: offerText([line]) });
    await buyer.sync();
    await seller.sync();
    for (const verb of ['accept', 'ready', 'hand-over']) await says(seller, verb);
    await seller.sync();
    const before = standing(store);
    expect(before).toEqual({ status: 'done', stock: 0, reserved: 0 });

    store.restore(backup);
    const phones = sellerFirst ? [seller, buyer, seller, buyer] : [buyer, seller, buyer, seller];
    for (const phone of phones) await phone.sync();
    expect(await store.parked(10)).toEqual([]);
    expect(standing(store)).toEqual(before);
    expect(valuesOf(store, 'orderLine', lineIdOf(ORDER, 0))).toMatchObject({
      quantity: 5,
      cost: 10_000,
    });
    for (const noun of ['order', 'orderLine'])
      expect(buyer.shows(noun)).toEqual(seller.shows(noun));
    expect(server.poison).toEqual([]);
  });

  it('[S24] what people did ranks above what the server did by itself when time had passed', async () => {
    const { store, server, seller, buyer } = await village();
    await place(buyer, ORDER, 2);
    await buyer.sync();
    await seller.sync();
    const backup = store.backup();
    server.nowMs += 60_000;
    await says(seller, 'accept');
    await says(seller, 'hand-over');
    await seller.sync();

    store.restore(backup);
    server.nowMs += 3 * DAY;
    const expire = () =>
      store.transaction((tx) =>
        ownDeed(tx, declarations, expireOrder, { id: ORDER }, server.nowMs),
      );
    expect(await expire()).toContain(`order/${ORDER}`);
    expect(await expire()).toEqual([]);
    expect(standing(store)).toEqual({ status: 'expired', stock: 5, reserved: 0 });
    for (const phone of [seller, buyer]) await phone.sync();
    expect(await store.parked(10)).toEqual([]);
    expect(standing(store)).toEqual({ status: 'done', stock: 3, reserved: 0 });
    expect(buyer.shows('order')).toMatchObject([{ values: { status: 'done' } }]);
  });
});

it('[S24] before its time the server does nothing by itself', async () => {
  const { store, server, buyer } = await village();
  await place(buyer, ORDER, 2);
  await buyer.sync();
  const early = await store.transaction((tx) =>
    ownDeed(tx, declarations, expireOrder, { id: ORDER }, server.nowMs + 60_000),
  );
  expect([early, standing(store).status]).toEqual([[], 'placed']);
});
