/** A server that was set back hears of orders again: what was done stays done, in whatever order phones come. */
import { describe, expect, it } from 'vitest';
import { ownDeed } from '#sync/server/own-deed';
import { declarations } from './index';
import { offerText } from './order-lines';
import { expireOrder } from './order-ends';
import { DAY, lineOf, ORDER, orderVillage, place, says, standing } from './testing/order-village';

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

it('[S24] before its time the server does nothing by itself', async () => {
  const { store, server, buyer } = await orderVillage();
  await place(buyer, ORDER, 2);
  await buyer.sync();
  const early = await store.transaction((tx) =>
    ownDeed(tx, declarations, expireOrder, { id: ORDER }, server.nowMs + 60_000),
  );
  expect([early, standing(store).status]).toEqual([[], 'placed']);
});
