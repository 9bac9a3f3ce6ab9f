/**
 * A shop's page as one file that needs nobody: no script, no network, no Jukung. It can be kept on a card,
 * sent by Bluetooth or put on any web space, and opens in any browser (product row P1).
 */
import type { Availability } from '#domain/availability';
import { formatRupiah } from '#domain/money';
import { showPhone } from '#domain/phone-number';
import { fullDate } from '$lib/words/when';
import { t } from '$lib/words/words';
import { callLink, whatsAppLink } from '../market/contact-links';
import { villageWords } from '../market/place-words';
import { shortPath, shownAddress } from './address';
import { drawingInside, markInside } from './drawn';
import { kindAndDistrict } from './shop-words';
import { thereFirst, type ProductFacts, type ShopFacts } from './told';
import '$lib/words/id/pass-on';

/** Of the whole file: what a chat or Bluetooth carries in a minute. Bytes. */
export const MOST_FILE_BYTES = 1_500_000;
/** Goods on the page, as on the shop's page in the market. */
const MOST_GOODS = 200;

export interface ShopPageFacts {
  readonly shop: ShopFacts;
  readonly goods: readonly ProductFacts[];
  /** `data:` addresses of JPEG pictures by product id; whoever has none is drawn. */
  readonly pictures: ReadonlyMap<string, string>;
  /** Of the site. */
  readonly origin: string;
  /** When it was made. ms since epoch. */
  readonly madeMs: number;
}

/** @returns the whole file; pictures that no longer fit are left out, the goods never */
export function shopFile(facts: ShopPageFacts): string {
  const goods = thereFirst(facts.goods).slice(0, MOST_GOODS);
  let room = MOST_FILE_BYTES - bytesOf(write({ ...facts, goods, pictures: new Map() }));
  const kept = new Map<string, string>();
  for (const { id } of goods) {
    const picture = facts.pictures.get(id);
    if (!picture || picture.length > room || !/^data:image\/jpeg;base64,[\w+/=]+$/.test(picture))
      continue;
    kept.set(id, picture);
    room -= picture.length + PICTURE_TAG;
  }
  return write({ ...facts, goods, pictures: kept });
}

/** What stands around a picture. Bytes. */
const PICTURE_TAG = 60;
const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

function write({ shop, goods, pictures, origin, madeMs }: ShopPageFacts): string {
  const address = origin + shortPath(shop.slug);
  const kind = kindAndDistrict(shop);
  const drawn = [
    ...new Set([
      shop.kind,
      ...goods.filter(({ id }) => !pictures.has(id)).map(({ category }) => category),
    ]),
  ];
  return `<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="color-scheme" content="light dark">
<title>${safe(shop.name)}</title>
<style>${STYLE}</style>
</head>
<body>
<svg class="store" aria-hidden="true"><defs>${drawn.map((key) => `<symbol id="${key}" viewBox="0 0 48 48">${drawingInside(key)}</symbol>`).join('')}</defs></svg>
<header><svg viewBox="0 0 48 48" aria-hidden="true">${markInside('#4a1f5c')}</svg><div><h1>${safe(shop.name)}</h1><p>${safe(kind)}</p></div></header>
<main>
${shop.sample ? `<p class="note">${t('pass-on.text.sample')}</p>\n` : ''}${shop.about.trim() ? `<p class="about">${safe(shop.about.trim())}</p>\n` : ''}${ways(shop)}<h2>${t('pass-on.file.goods')}</h2>
${goods.length > 0 ? `<ul>\n${goods.map((product) => item(product, pictures.get(product.id))).join('\n')}\n</ul>` : `<p>${t('pass-on.file.empty')}</p>`}
</main>
<footer><p>${t('pass-on.file.newest')} <a href="${safe(address)}">${safe(shownAddress(address))}</a></p><p>${t('pass-on.file.made', { date: fullDate(madeMs) })}</p></footer>
</body>
</html>
`;
}

function ways({ phone, sample, name, village }: ShopFacts): string {
  if (!phone || sample)
    return `<p>${t('pass-on.file.come', { village: villageWords(village) })}</p>\n`;
  const chat = whatsAppLink(phone, t('pass-on.file.hello', { shop: name }));
  return `<p class="ways"><a class="main" href="${safe(chat)}">${t('pass-on.file.whatsApp', { phone: showPhone(phone) })}</a><a href="${safe(callLink(phone))}">${t('common.call')}</a></p>\n`;
}

const availabilityWords: Record<Availability, () => string> = {
  ada: () => '',
  sedikit: () => t('goods.few'),
  habis: () => t('goods.soldOut'),
};

function item(
  { title, price, unit, category, availability }: ProductFacts,
  picture?: string,
): string {
  const sight = picture
    ? `<img src="${picture}" alt="" width="320" height="240">`
    : `<svg aria-hidden="true"><use href="#${safe(category)}"/></svg>`;
  const said = availabilityWords[availability]();
  return `<li><div class="sight">${sight}</div><b class="tag">${formatRupiah(price)}</b><h3>${safe(title)}</h3><p>${safe(t('goods.per', { unit }))}${said ? `, <b>${said}</b>` : ''}</p></li>`;
}

/** A person's words as text: nothing in them is ever read as the page's own. */
function safe(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** The tokens of the market, day and night, as far as one page needs them. */
const STYLE = `:root{color-scheme:light dark;--k:#f1f3f5;--p:#fff;--t:#1a151e;--t2:#453e4c;--d:#4a1f5c;--o:#fff;--g:#e3e6eb}
@media(prefers-color-scheme:dark){:root{--k:#110d14;--p:#1d1722;--t:#f5f0f8;--t2:#cfc6d6;--d:#ddb8f0;--o:#1a151e;--g:#2a2f37}}
*{box-sizing:border-box;margin:0;padding:0}
body{background:var(--k);color:var(--t);font:400 112.5%/1.4 system-ui,Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
.store{position:absolute;width:0;height:0}
header{display:flex;align-items:center;gap:16px;padding:20px 16px;background:#4a1f5c;color:#fff;border-bottom:6px solid #ffc83d}
header svg{flex:none;width:56px;height:56px}
h1{font-size:1.5rem;line-height:1.15}
h2{font-size:1.15rem;margin:20px 0 22px}
h3{font-size:1rem;line-height:1.25;margin-top:22px}
main,footer{max-width:60rem;margin:0 auto;padding:16px}
.about{white-space:pre-line;margin-bottom:16px}
.note{padding:12px;border-radius:14px;background:var(--g);margin-bottom:16px}
.ways{display:flex;flex-wrap:wrap;gap:12px}
.ways a{flex:1 1 9rem;display:flex;align-items:center;justify-content:center;min-height:56px;padding:8px 20px;border:2px solid var(--d);border-radius:14px;color:var(--d);font-weight:700;text-decoration:none}
.ways .main{flex:2 1 14rem;background:var(--d);color:var(--o)}
ul{list-style:none;display:grid;gap:12px;grid-template-columns:repeat(auto-fill,minmax(min(100%,9rem),1fr))}
li{position:relative;padding:0 12px 14px;border-radius:14px;background:var(--p);overflow:hidden}
li p{color:var(--t2);font-size:.9rem}
.sight{display:grid;place-items:center;height:120px;margin:0 -12px;background:#f6eee6}
.sight img{width:100%;height:100%;object-fit:cover}
.sight svg{width:64px;height:64px}
.tag{position:absolute;top:104px;left:12px;padding:5px 11px 5px 25px;background:#ffc83d;color:#1a151e;line-height:1.2;clip-path:polygon(12px 0,100% 0,100% 100%,12px 100%,0 50%)}
footer{color:var(--t2);font-size:.9rem}
footer a{color:var(--d);font-weight:700}
@media print{body{background:#fff}li{break-inside:avoid}}`;
