/**
 * Ordering by a message that is already begun, for whoever has no app, no account or no data: words for the
 * seller to read, and the line her app reads (domain/order-text.ts). An SMS is kept to what one SMS holds.
 */
import { formatRupiah } from '#domain/money';
import { codeOf, plainWords, SMS_LENGTH, writeOrderText } from '#domain/order-text';
import type { PublicProduct, PublicShop } from '$lib/phone/public-views';
import { t } from '$lib/words/words';
import '$lib/words/id/order-text';

export interface OrderMessage {
  readonly whatsApp: string;
  readonly sms: string;
}

/** One of a product: who sends it says how many more, who she is and where. */
export function orderOneMessage(
  { id, title, unit, price }: PublicProduct,
  shop: PublicShop,
  address: string,
): OrderMessage {
  const items = [{ code: codeOf(id), quantity: 1 }];
  const line = writeOrderText({
    ...{ number: '', shop: codeOf(shop.id), items, total: price, village: '' },
  });
  const words = { shop: shop.name, name: title, unit, price: formatRupiah(price) };
  const whatsApp = [t('orderText.one', words), t('orderText.fillIn'), line, address];
  return {
    whatsApp: whatsApp.join('\n'),
    sms: smsOf(line, t('orderText.oneShort', words), t('orderText.fillIn')),
  };
}

/** From a shop's page, where nothing is chosen yet: the words alone. */
export function orderFromShopMessage({ name }: PublicShop, address: string): OrderMessage {
  const words = [t('orderText.shop', { shop: name }), t('orderText.fillIn')];
  return { whatsApp: [...words, address].join('\n'), sms: smsOf('', ...words).trim() };
}

/** An order that has a number already, whole. */
export interface NumberedOrder {
  readonly number: string;
  readonly shopId: string;
  readonly shopName: string;
  readonly buyerName: string;
  /** Kemendagri code, or empty. */
  readonly village: string;
  readonly lines: readonly {
    readonly listingId: string;
    readonly title: string;
    readonly unit: string;
    readonly price: number;
    readonly wanted: number;
  }[];
}

export function numberedMessage(order: NumberedOrder): OrderMessage {
  const { number, shopId, shopName, buyerName, village, lines } = order;
  const items = lines.map(({ listingId, wanted }) => ({
    ...{ code: codeOf(listingId), quantity: wanted },
  }));
  const total = lines.reduce((sum, { wanted, price }) => sum + wanted * price, 0);
  const line = writeOrderText({ number, shop: codeOf(shopId), items, total, village });
  const goods = lines.map(({ wanted, unit, title }) => `- ${wanted} ${unit} ${title}`);
  const sum = t('orderText.sum', { price: formatRupiah(total) });
  const words = { shop: shopName, number, name: buyerName };
  // The line stands before the goods: a long message is cut at its end (contact-links.ts).
  const whatsApp = [t('orderText.numbered', words), line, ...goods, sum];
  return { whatsApp: whatsApp.join('\n'), sms: smsOf(line, buyerName) };
}

/** The line, and as many of the words behind it as one SMS holds; more than one if the line itself is longer. */
function smsOf(line: string, ...words: string[]): string {
  let text = line;
  for (const more of words.map(plainWords)) {
    const room = SMS_LENGTH - text.length - 1;
    if (room >= 8) text = `${text}\n${more.slice(0, room)}`;
  }
  return text;
}
