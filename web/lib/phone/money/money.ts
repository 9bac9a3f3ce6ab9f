/** Questions about a shop's money, for `live()`. */
import type { Queries } from '../queries';
import { answersIn, type Answer, bookRows, type BookRow } from './book-rows';

/** Every line of the shop's cash book that this phone holds, the newest first. */
export async function moneyBook(read: Queries, shopId: string): Promise<BookRow[]> {
  const [orders, orderLines, sales, saleLines, troubled] = await Promise.all([
    read.ofShop('order', shopId),
    read.ofShop('orderLine', shopId),
    read.ofShop('sale', shopId),
    read.ofShop('saleLine', shopId),
    read.troubled(),
  ]);
  return bookRows({ orders, orderLines, sales, saleLines, troubled });
}

/** What was said of the time before Jukung, the last answer first. */
export async function beforeJukung(read: Queries, shopId: string): Promise<Answer[]> {
  return answersIn(await read.ofShop('baseline', shopId));
}
