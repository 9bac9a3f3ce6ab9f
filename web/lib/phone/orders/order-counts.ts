/** How many orders wait: a small question, for homes and bars that show no order itself. */
import type { OrderValues } from '#domain/order';
import { isOpenStatus } from '#domain/order-machine';
import type { PhoneRow } from '#sync/phone/store';
import { shown } from '../shape-views';
import type { Queries } from '../queries';

export interface ShopOrderCounts {
  /** Wait for the seller. */
  readonly fresh: number;
  /** Open in any way, the fresh ones among them. */
  readonly running: number;
}

/** For `live()`. */
export async function ordersOfShop(read: Queries, shopId: string): Promise<ShopOrderCounts> {
  const its = standing(await read.ofNoun('order')).filter((order) => order.shopId === shopId);
  return {
    fresh: its.filter(({ status }) => status === 'placed').length,
    running: its.filter(({ status }) => isOpenStatus(status)).length,
  };
}

/** What waits for a person's answer. */
interface AnswersWanted {
  /** At the shops they look after. */
  readonly orders: number;
  /** Orders of their own, which the shop has a question about. */
  readonly asked: number;
}

export function answersWanted(
  orders: readonly OrderValues[],
  personId: string,
  shops: ReadonlySet<string>,
): AnswersWanted {
  return {
    orders: orders.filter(({ status, shopId }) => status === 'placed' && shops.has(shopId)).length,
    asked: orders.filter(({ status, buyerId }) => status === 'asks' && buyerId === personId).length,
  };
}

/** Those that were not turned down at birth. */
export const standing = (rows: readonly PhoneRow[]): (OrderValues & { readonly id: string })[] =>
  rows.flatMap((row) => {
    const values = shown<OrderValues>(row);
    return values ? [{ ...values, id: row.id }] : [];
  });
