import { expect, test } from 'vitest';
import type { OrderValues } from '#domain/order';
import { answersWanted } from './order-counts';

const order = (status: OrderValues['status'], shopId: string, buyerId: string): OrderValues =>
  ({ status, shopId, buyerId }) as OrderValues;

test('a question to a buyer is counted also when she has a shop of her own, apart from her shop’s orders', () => {
  const orders = [
    order('placed', 'hers', 'somebody'),
    order('asks', 'hers', 'somebody'),
    order('asks', 'another', 'she'),
    order('placed', 'another', 'she'),
    order('accepted', 'another', 'she'),
  ];
  expect(answersWanted(orders, 'she', new Set(['hers']))).toEqual({ orders: 1, asked: 1 });
  expect(answersWanted(orders, 'she', new Set())).toEqual({ orders: 0, asked: 1 });
});
