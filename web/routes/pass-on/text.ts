/**
 * What is written beside the picture: what it is, what it costs, who has it where, and the address.
 *
 * Rule: the project's conventions for links (WhatsApp, percent-encoded text up to 900 characters; more
 * than that some phones cut off, and the address stands at the end).
 */
import { formatRupiah } from '#domain/money';
import { t } from '$lib/words/words';
import { villageWords } from '../market/place-words';
import { shortPath } from './address';
import { kindAndDistrict } from './shop-words';
import { thereFirst, type ProductFacts, type ShopFacts, type Told } from './told';
import '$lib/words/id/pass-on';

/** Percent-encoded characters. */
export const LONGEST_TEXT = 900;
/** Goods named in a text about a shop. */
const GOODS = 8;
/** Letters: a name is cut no further, and what is then still too long loses its lines instead. */
const SHORTEST = 12;

export const encodedLength = (text: string): number => encodeURIComponent(text).length;

/**
 * @param origin of the site, `https://…` without a slash at the end
 * @returns lines to share; at most LONGEST_TEXT characters once encoded, the whole address always in it
 */
export function textOf(told: Told, origin: string): string {
  return told.what === 'product'
    ? productText(told.product, told.shop, origin)
    : shopText(told.shop, told.goods, origin);
}

/** Where the text leads: the product's own page (chats show its picture), or the shop's short address. */
export function addressOf(told: Told, origin: string): string {
  return told.what === 'product'
    ? `${origin}/produk/${told.product.id}`
    : origin + shortPath(told.shop.slug);
}

function productText(product: ProductFacts, shop: ShopFacts | null, origin: string): string {
  const price = `${formatRupiah(product.price)} ${t('goods.per', { unit: whole(product.unit) })}`;
  const place = villageWords(shop?.village ?? product.village);
  const address = addressOf({ what: 'product', product, shop }, origin);
  return fitting((most) =>
    lines(
      short(product.title, most),
      price,
      [shop ? short(shop.name, most) : '', place].filter(Boolean).join(', '),
      ...cautions(shop, product),
      address,
    ),
  );
}

function shopText(shop: ShopFacts, goods: readonly ProductFacts[], origin: string): string {
  const kind = kindAndDistrict(shop);
  const address = addressOf({ what: 'shop', shop, goods }, origin);
  const named = thereFirst(goods).slice(0, GOODS);
  const text = (count: number, most: number) =>
    lines(
      short(shop.name, most),
      kind,
      ...named
        .slice(0, count)
        .map(({ title, price }) => `- ${short(title, most)}, ${formatRupiah(price)}`),
      goods.length > count && count > 0
        ? t('pass-on.text.more', { count: goods.length - count })
        : '',
      ...cautions(shop, null),
      address,
    );
  for (let count = named.length; count > 0; count -= 1) {
    const whole = text(count, Infinity);
    if (encodedLength(whole) <= LONGEST_TEXT) return whole;
  }
  return fitting((most) => text(0, most));
}

/** What somebody should know before setting out. */
function cautions(shop: ShopFacts | null, product: ProductFacts | null): string[] {
  const said: string[] = [];
  if (product?.availability === 'habis') said.push(t('pass-on.text.soldOut'));
  else if (shop && !shop.open) said.push(t('pass-on.text.closed'));
  if (shop?.sample) said.push(t('pass-on.text.sample'));
  return said;
}

/** The longest names with which it fits. */
function fitting(text: (most: number) => string): string {
  for (let most = 80; most > SHORTEST; most -= 4) {
    const candidate = text(most);
    if (encodedLength(candidate) <= LONGEST_TEXT) return candidate;
  }
  return text(SHORTEST);
}

const lines = (...parts: readonly string[]): string => parts.filter(Boolean).join('\n');

/** One line, without halves of letters: a name cut on an old phone may end in one, and encoding stops there. */
function whole(name: string): string {
  const letters = [...name].filter((letter) => !/^[\ud800-\udfff]$/.test(letter));
  return letters.join('').replace(/\s+/g, ' ').trim();
}

function short(name: string, most: number): string {
  const letters = [...whole(name)];
  return letters.length <= most
    ? letters.join('')
    : `${letters
        .slice(0, most - 1)
        .join('')
        .trim()}…`;
}
