/** Questions about a shop's money, for `live()`. */
import type { Queries } from '../queries';
import { answersIn, type Answer, bookRows, type BookRow } from './book-rows';

/** Whose book it is goes with it: the last answer may still be about the shop that was open before. */
export interface MoneyBook {
  readonly shopId: string;
  /** The newest first. */
  readonly rows: readonly BookRow[];
}

/** Every line of the shop's cash book that this phone holds; null while no shop is open. */
export async function moneyBook(
  read: Queries,
  shopId: string | undefined,
): Promise<MoneyBook | null> {
  if (!shopId) return null;
  const [orders, orderLines, sales, saleLines, troubled] = await Promise.all([
    read.ofShop('order', shopId),
    read.ofShop('orderLine', shopId),
    read.ofShop('sale', shopId),
    read.ofShop('saleLine', shopId),
    read.troubled(),
  ]);
  return { shopId, rows: bookRows({ orders, orderLines, sales, saleLines, troubled }) };
}

/** What was said of the time before Jukung, the last answer first. */
export async function beforeJukung(read: Queries, shopId: string): Promise<Answer[]> {
  return answersIn(await read.ofShop('baseline', shopId));
}
