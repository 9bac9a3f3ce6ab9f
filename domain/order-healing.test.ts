/** A server that was set back hears of orders again: what was done stays done, in whatever order phones come. */
import { describe, expect, it } from 'vitest';
import { ownDeed } from '#sync/server/own-deed';
import { declarations } from './index';
import { offerText } from './order-lines';
import { expireOrder } from './order-ends';
import {
  CHIPS,
  DAY,
  idOf,
  lineOf,
  NOW_MS,
  ORDER,
  orderOf,
  orderVillage,
  place,
  says,
  SHOP,
  standing,
} from './testing/order-village';
import { QRIS } from './testing/qris';
import { endOfNextDay } from './when';

describe('[S13] after a restore', () => {
  it.each([
    ['the seller first', true],
    ['the buyer first', false],
  ])('an order stands as it stood: %s', async (_who, sellerFirst) => {
    const { store, server, seller, buyer } = await orderVillage();
    const backup = store.backup();
    await place(buyer, ORDER, 7);
    await buyer.sync();
    const line = lineOf(store);
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
    expect(lineOf(store)).toMatchObject({
      quantity: 5,
      cost: 10_000,
    });
    for (const noun of ['order', 'orderLine'])
      expect(buyer.shows(noun)).toEqual(seller.shows(noun));
    expect(server.poison).toEqual([]);
  });

  it.each([
    ['the seller first', true],
    ['the buyer first', false],
  ])('what was said of its money stands, and where it goes: %s', async (_who, sellerFirst) => {
    const { store, server, seller, buyer } = await orderVillage();
    const backup = store.backup();
    const keep = { action: 'shopMoney.keep', input: { shopId: SHOP, qris: QRIS } };
    await seller.does(keep);
    await seller.sync();
    await place(buyer, ORDER, 2);
    await buyer.sync();
    await seller.sync();
    await says(seller, 'accept');
    await seller.sync();
    await buyer.sync();
    const sum = { sum: 20_000 };
    await buyer.does({ action: 'order.pay', input: { id: ORDER, ...sum, way: 'cash' } });
    server.nowMs += 60_000;
    await says(buyer, 'unpay', {});
    await buyer.does({ action: 'order.pay', input: { id: ORDER, ...sum, way: 'qris' } });
    await seller.does({ action: 'order.receive', input: { id: ORDER, shopId: SHOP, ...sum } });
    await buyer.sync();
    await seller.sync();
    const words = () => {
      const { paidSum, paidWay, paidMs, unpaidMs, receivedSum, receivedMs } = orderOf(store);
      return { paidSum, paidWay, paidMs, unpaidMs, receivedSum, receivedMs };
    };
    const before = words();
    expect(before).toMatchObject({ paidSum: 20_000, paidWay: 'qris', receivedSum: 20_000 });

    store.restore(backup);
    server.nowMs += DAY;
    const phones = sellerFirst ? [seller, buyer, seller, buyer] : [buyer, seller, buyer, seller];
    for (const phone of phones) await phone.sync();
    expect(await store.parked(10)).toEqual([]);
    expect(words()).toEqual(before);
    expect(buyer.shows('orderPay')).toMatchObject([{ values: { qris: QRIS } }]);
    expect(buyer.shows('order')).toEqual(seller.shows('order'));
    expect(server.poison).toEqual([]);
  });

  it('[S24] what people did ranks above what the server did by itself when time had passed', async () => {
    const { store, server, seller, buyer, expire } = await orderVillage();
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
    expect(await expire()).toContain(`order/${ORDER}`);
    expect(await expire()).toEqual([]);
    expect(standing(store)).toEqual({ status: 'expired', stock: 5, reserved: 0 });
    for (const phone of [seller, buyer]) await phone.sync();
    expect(await store.parked(10)).toEqual([]);
    expect(standing(store)).toEqual({ status: 'done', stock: 3, reserved: 0 });
    expect(buyer.shows('order')).toMatchObject([{ values: { status: 'done' } }]);
  });
});

const bothWays = [
  ['the seller first', true],
  ['the buyer first', false],
] as const;

describe('[S13] after a restore', () => {
  it.each(bothWays)('a yes to less is an accepted order: %s', async (_who, sellerFirst) => {
    const { store, server, seller, buyer } = await orderVillage();
    const backup = store.backup();
    await place(buyer, ORDER, 3);
    for (const phone of [buyer, seller]) await phone.sync();
    await says(seller, 'accept-part', { shopId: SHOP, quantities: '2' });
    for (const phone of [seller, buyer]) await phone.sync();
    const offer = offerText([lineOf(store)]);
    // Nobody answers another's question than the one that was asked.
    const wrong = { id: ORDER, offer, asked: 'stock' };
    expect(await buyer.tap({ action: 'order.agree', input: wrong })).toMatchObject({ ok: false });
    await says(buyer, 'agree', { offer, asked: 'seller' });
    await buyer.sync();
    const before = standing(store);
    expect(before).toEqual({ status: 'accepted', stock: 5, reserved: 2 });

    store.restore(backup);
    for (const phone of sellerFirst ? [seller, buyer] : [buyer, seller]) await phone.sync();
    for (const phone of [seller, buyer]) await phone.sync();
    expect(standing(store)).toEqual(before);
    expect(orderOf(store).askedBy).toBe('seller');
    expect(lineOf(store)).toMatchObject({ quantity: 2, reserved: 2, lacks: 0 });
    expect([await store.parked(9), server.poison]).toEqual([[], []]);
  });

  it('an order is waited for from when the server hears of it, not from when it was tapped', async () => {
    const { store, server, seller, buyer, expire } = await orderVillage();
    const backup = store.backup();
    await place(buyer, ORDER, 3);
    server.nowMs += 3 * DAY;
    for (const phone of [buyer, seller]) await phone.sync();
    await says(seller, 'accept');
    await seller.sync();
    server.nowMs += 3 * DAY;
    const tomorrow = endOfNextDay(server.nowMs);

    store.restore(backup);
    await buyer.sync();
    expect([await expire(), orderOf(store).expiresMs]).toEqual([[], tomorrow]);
    await seller.sync();
    expect([await expire(), orderOf(store).expiresMs]).toEqual([[], tomorrow]);
    expect(orderOf(store)).toMatchObject({ status: 'accepted', placedMs: NOW_MS });
  });

  it.each(['accept', 'ready'])(
    'an order that had expired meanwhile goes on with what is there, and says what it lacks: %s',
    async (last) => {
      const { store, server, seller, buyer, other, expire } = await orderVillage();
      const backup = store.backup();
      await place(buyer, ORDER, 3);
      for (const phone of [buyer, seller]) await phone.sync();
      await says(seller, 'accept');
      if (last === 'ready') await says(seller, 'ready');
      await seller.sync();

      store.restore(backup);
      await buyer.sync();
      server.nowMs += 3 * DAY;
      expect(await expire()).not.toEqual([]);
      await place(other, idOf(9), 4);
      await other.sync();
      await seller.sync();
      expect(orderOf(store).status).toBe(last === 'ready' ? 'ready' : 'accepted');
      expect(lineOf(store)).toMatchObject({ quantity: 3, reserved: 1, lacks: 2 });
      expect(standing(store)).toMatchObject({ stock: 5, reserved: 5 });
      expect([await store.parked(9), server.poison]).toEqual([[], []]);
    },
  );

  it('what is told late frees only what is still kept, whatever the stall has sold since', async () => {
    const { store, server, seller, buyer } = await orderVillage();
    await place(buyer, ORDER, 5);
    for (const phone of [buyer, seller]) await phone.sync();
    const backup = store.backup();
    await says(buyer, 'cancel', {});
    await buyer.sync();

    store.restore(backup);
    server.nowMs += 60_000;
    const sale = { id: idOf(40), listingId: CHIPS, shopId: SHOP, quantity: -2, reason: 'sale' };
    await seller.does({ action: 'movement.record', input: sale });
    await seller.sync();
    expect(lineOf(store)).toMatchObject({ reserved: 3, lacks: 2 });
    await buyer.sync();
    expect(standing(store)).toEqual({ status: 'cancelled', stock: 3, reserved: 0 });
    expect(lineOf(store)).toMatchObject({ reserved: 0, lacks: 0 });
    expect(server.poison).toEqual([]);
  });

  it('what was said before the last word moves no goods any more', async () => {
    const { store, server, seller, buyer } = await orderVillage();
    await place(buyer, ORDER, 5);
    for (const phone of [buyer, seller]) await phone.sync();
    const backup = store.backup();
    await says(seller, 'accept');
    await seller.sync();
    await buyer.sync();
    server.nowMs += 60_000;
    await says(buyer, 'cancel', {});
    await buyer.sync();

    store.restore(backup);
    await buyer.sync();
    await seller.sync();
    expect(standing(store)).toEqual({ status: 'cancelled', stock: 5, reserved: 0 });
    expect(lineOf(store)).toMatchObject({ reserved: 0, lacks: 0 });
    expect([await store.parked(9), server.poison]).toEqual([[], []]);
  });
});

it('[S24] before its time the server does nothing by itself', async () => {
  const { store, server, buyer } = await orderVillage();
  await place(buyer, ORDER, 2);
  await buyer.sync();
  const early = await store.transaction((tx) =>
    ownDeed(tx, declarations, expireOrder, { id: ORDER }, server.nowMs + 60_000),
  );
  expect([early, standing(store).status]).toEqual([[], 'placed']);
});
