/** Sentences about one product and one shop, as cards, chats and search engines say them. */
import { formatRupiah } from '#domain/money';
import { fullDate } from '$lib/words/when';
import type { PublicProduct, PublicShop } from '$lib/phone/public-views';
import { t, type PlainKey } from '$lib/words/words';
import { villageWords } from './place-words';
import '$lib/words/id/stalls';

/** Chats show about two lines of a description. Letters. */
const CHAT_LINES = 80;

export function categoryWords(category: string): string {
  return t(`category.${category}` as PlainKey);
}

/** `Rp12.500 per sisir di Warung Galuh, Desa Panggung`. Never empty. */
export function productSummary(product: PublicProduct): string {
  const price = formatRupiah(product.price);
  const village = villageWords(product.village);
  if (!product.shop) return [`${price} ${t('goods.per', product)}`, village].join(', ');
  return t('market.product.summary', { ...product, price, shop: product.shop.name, village });
}

/** What a chat shows under the title: price and place, then as much of the description as fits. */
export function productInChat(product: PublicProduct): string {
  return shorten([productSummary(product), product.about.trim()].filter(Boolean).join('. '));
}

/** `oleh pendamping desa, 22 Nov 2026`; undefined when nobody has looked at the shop. */
export function sealWords({ verified, verifiedBy, verifiedMs }: PublicShop): string | undefined {
  if (!verified) return undefined;
  const who = t(verifiedBy ? `market.verifiedBy.${verifiedBy}` : 'market.verifiedBy');
  return verifiedMs ? `${who}, ${fullDate(verifiedMs)}` : who;
}

export function shopSummary(shop: PublicShop): string {
  return t('market.shop.summary', {
    kind: categoryWords(shop.kind).toLowerCase(),
    village: villageWords(shop.village),
  });
}

export function shopInChat(shop: PublicShop): string {
  return shorten([shopSummary(shop), shop.about.trim()].filter(Boolean).join('. '));
}

/** Cut at a space. */
function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  if (line.length <= CHAT_LINES) return line;
  return `${line.slice(0, CHAT_LINES - 1).replace(/\s+\S*$/, '')}…`;
}
