/** Where money can go, for `live()`: of a shop, as its own people hold it, and of one order. */
import type { OrderPayValues } from '#domain/order';
import type { ShopMoneyValues } from '#domain/shop-money';
import type { Queries } from '../queries';
import { recordState, shown } from '../shape-views';
import type { RecordState } from '../views';

export interface PayWays {
  /** The lasting code of the shop, or empty. */
  readonly qris: string;
  /** Bank or wallet in words, or empty. */
  readonly account: string;
}

export interface ShopMoney extends PayWays {
  readonly id: string;
  readonly state: RecordState;
}

/** Null on phones that are not of the shop's own people, and before anything was kept. */
export async function moneyOfShop(read: Queries, shopId: string): Promise<ShopMoney | null> {
  const [row, troubled] = await Promise.all([read.row('shopMoney', shopId), read.troubled()]);
  const values = row && shown<ShopMoneyValues>(row);
  return values ? { ...values, id: row.id, state: recordState(row, troubled) } : null;
}

/** The shop's own phones go by what the shop has now, the buyer's by what came with the order. */
export async function payWaysOf(
  read: Queries,
  { id, shopId }: { readonly id: string; readonly shopId: string },
): Promise<PayWays | null> {
  const own = (await read.row('shopMoney', shopId)) ?? (await read.row('orderPay', id));
  return (own && shown<OrderPayValues | ShopMoneyValues>(own)) ?? null;
}
