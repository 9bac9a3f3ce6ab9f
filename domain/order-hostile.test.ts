/** Somebody with an account means harm to a neighbour's orders: numbers and ids are taken before they are needed. */
import { expect, it } from 'vitest';
import { ORDER, idOf, orderOf, orderVillage, place } from './testing/order-village';

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
