/** Somebody with an account means harm to a neighbour's orders: numbers and ids are taken before they are needed. */
import { expect, it } from 'vitest';
import type { Call } from '#sync/phone/tap';
import { contactIdOf, lineIdOf, saleIdOf } from './order-lines';
import {
  CHIPS,
  idOf,
  lineOf,
  ORDER,
  orderOf,
  orderVillage,
  place,
  says,
  SHOP,
  standing,
} from './testing/order-village';

it('nobody gives an order a second name of their own, so that no neighbour is left without one', async () => {
  const { store, server, buyer, other } = await orderVillage();
  const taken = (number: string, n: number) => place(other, idOf(n), 1, { number });
  await taken('2005-K7-1', 20);
  await expect(taken('2005-K7-1-B', 21)).rejects.toThrow('input.unfit');
  await other.sync();
  await place(buyer, ORDER, 1, { number: '2005-K7-1' });
  await buyer.sync();
  expect(orderOf(store)).toMatchObject({ number: '2005-K7-1', alias: '2005-K7-1-B' });
  expect([buyer.refused(), server.poison]).toEqual([[], []]);
});

/** The buyer has a shop as well, and a product whose first movement has the id of the coming sale. */
const takesSaleId = (id: string): [Call, Call] => [
  {
    action: 'shop.open',
    input: { id: idOf(30), village: '63.11.07.2005', name: 'Warung lain', kind: 'kue' },
  },
  {
    action: 'listing.add',
    input: {
      ...{ id: idOf(31), shopId: idOf(30), title: 'Kue', price: 1_000, unit: 'biji' },
      ...{ category: 'kue', publish: true, stock: 5, movementId: id },
    },
  },
];

it('no movement of a shop takes an id that belongs to an order', async () => {
  const { seller, buyer } = await orderVillage();
  for (const id of [lineIdOf(ORDER, 0), saleIdOf(ORDER, 3), contactIdOf(ORDER)]) {
    const [open, add] = takesSaleId(id);
    await buyer.tap(open);
    expect(await buyer.tap(add)).toEqual({ ok: false, code: 'input.unfit' });
    const input = { id, listingId: CHIPS, shopId: SHOP, quantity: 1, reason: 'restock' };
    expect(await seller.tap({ action: 'movement.record', input })).toEqual({
      ok: false,
      code: 'input.unfit',
    });
  }
  // What is not counted has no first movement, and needs no id for one.
  const plain = { title: 'Kue', price: 1_000, unit: 'biji', category: 'kue', publish: true };
  await seller.does({ action: 'listing.add', input: { id: idOf(32), shopId: SHOP, ...plain } });
});

it('a movement that took the id of a sale before that was refused keeps no goods from leaving', async () => {
  const { store, server, seller, buyer } = await orderVillage();
  await place(buyer, ORDER, 2);
  await buyer.sync();
  const id = saleIdOf(ORDER, 0);
  const strangers = { listingId: idOf(31), shopId: idOf(30), village: '63.11.07.2005' };
  const values = { ...strangers, quantity: 5, reason: 'opening', orderId: '' };
  await store.transaction((tx) => tx.insertRow({ noun: 'movement', id, values, versions: {} }));
  await seller.sync();
  for (const verb of ['accept', 'hand-over']) await says(seller, verb);
  await seller.sync();
  expect(standing(store)).toEqual({ status: 'done', stock: 3, reserved: 0 });
  expect(lineOf(store)).toMatchObject({ reserved: 0 });
  expect([seller.refused(), server.poison]).toEqual([[], []]);
});
