/**
 * How a card to pass on is laid out: a square of 1080, as WhatsApp's status and Instagram show it. The
 * photo above with the price hanging from its edge as in the market, name and shop below, and at the foot
 * the cloth with the boat and the address somebody can type.
 *
 * Only a plan, so that it can be tested letter by letter: paint-card.ts puts it on a canvas. A card is
 * always a card of daylight, whatever the phone it is drawn on prefers.
 */
import type { CategoryKey } from '#domain/categories';
import { formatRupiah } from '#domain/money';
import { t } from '$lib/words/words';
import { villageWords } from '../market/place-words';
import { shortPath, shownAddress } from './address';
import { kindAndPlace } from './shop-words';
import { nameOf, thereFirst, type ProductFacts, type Told, type ToldPhoto } from './told';
import '$lib/words/id/pass-on';

/** px, both ways. */
export const CARD_SIDE = 1080;

/** Colours of web/lib/ui/tokens.css, by day (card-plan.test.ts holds them together). */
export const INKS = {
  putih: '#ffffff',
  tinta: '#1a151e',
  tinta2: '#453e4c',
  kunyit: '#ffc83d',
  alas: '#f6eee6',
  kain: '#4a1f5c',
  tenangG: '#e3e6eb',
  tenangT: '#2f3640',
} as const;
type Ink = keyof typeof INKS;

interface Frame {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export type Piece =
  | ({ readonly piece: 'ground' | 'chip'; readonly ink: Ink } & Frame)
  /** The nth of the pictures that were found. */
  | ({ readonly piece: 'picture'; readonly nth: number } & Frame)
  | ({ readonly piece: 'drawing'; readonly category: CategoryKey } & Frame)
  /** The sail: a price tag with its hole. */
  | ({ readonly piece: 'tag' } & Frame)
  /** The strip of cloth, its teeth upwards. */
  | ({ readonly piece: 'band' } & Frame)
  | ({ readonly piece: 'mark' } & Frame)
  | {
      readonly piece: 'words';
      readonly text: string;
      readonly x: number;
      /** Of the base line. */
      readonly y: number;
      /** px. */
      readonly size: number;
      readonly weight: 400 | 500 | 700;
      readonly ink: Ink;
    };

/** How wide letters become. px. */
export type Measure = (text: string, size: number, weight: number) => number;

const EDGE = 56;
const PICTURE_HEIGHT = 620;
const BAND_TOP = 906;
const BAND_HEIGHT = 32;
const ROOM = CARD_SIDE - 2 * EDGE;

/** Photos worth looking for, best first: a product's own, or the faces of a shop's goods. */
export function photosWanted(told: Told): readonly ToldPhoto[] {
  if (told.what === 'product') return told.product.photos.slice(0, 1);
  return thereFirst(told.goods)
    .flatMap(({ photos }) => photos.slice(0, 1))
    .filter(({ rank }) => rank !== 'none')
    .slice(0, 8);
}

/**
 * @param pictures how many of the photos this phone could find
 * @param origin of the site
 */
export function planCard(told: Told, pictures: number, origin: string, measure: Measure): Piece[] {
  return [
    { piece: 'ground', ink: 'putih', x: 0, y: 0, w: CARD_SIDE, h: CARD_SIDE },
    { piece: 'ground', ink: 'alas', x: 0, y: 0, w: CARD_SIDE, h: PICTURE_HEIGHT },
    ...picturePieces(told, pictures),
    ...chipPieces(told, measure),
    ...(told.what === 'product' ? productPieces(told.product, told, measure) : []),
    ...(told.what === 'shop' ? shopPieces(told, measure) : []),
    ...footPieces(told, origin, measure),
  ];
}

const GAP = 8;

function picturePieces(told: Told, pictures: number): Piece[] {
  const [w, h] = [CARD_SIDE, PICTURE_HEIGHT];
  const [halfW, halfH] = [(w - GAP) / 2, (h - GAP) / 2];
  const frames: Frame[] =
    told.what === 'product' || pictures === 1
      ? [{ x: 0, y: 0, w, h }]
      : pictures === 2
        ? [0, halfW + GAP].map((x) => ({ x, y: 0, w: halfW, h }))
        : pictures === 3
          ? [
              { x: 0, y: 0, w: halfW, h },
              ...[0, halfH + GAP].map((y) => ({ x: halfW + GAP, y, w: halfW, h: halfH })),
            ]
          : [0, halfH + GAP].flatMap((y) =>
              [0, halfW + GAP].map((x) => ({ x, y, w: halfW, h: halfH })),
            );
  if (pictures > 0) {
    const gaps: Piece[] =
      frames.length > 1 ? [{ piece: 'ground', ink: 'putih', x: 0, y: 0, w, h }] : [];
    return [...gaps, ...frames.map((frame, nth): Piece => ({ piece: 'picture', nth, ...frame }))];
  }
  const side = 400;
  const category = told.what === 'product' ? told.product.category : told.shop.kind;
  return [{ piece: 'drawing', category, x: (w - side) / 2, y: 90, w: side, h: side }];
}

/** What somebody should know at first sight, at the photo's corner. */
function chipPieces(told: Told, measure: Measure): Piece[] {
  const soldOut = told.what === 'product' && told.product.availability === 'habis';
  const said = [
    soldOut ? t('pass-on.card.soldOut') : '',
    told.shop?.sample ? t('goods.sample') : '',
  ].filter(Boolean);
  let right = CARD_SIDE - 40;
  return said.flatMap((text) => {
    const size = 38;
    const w = Math.ceil(measure(text, size, 700)) + 64;
    right -= w;
    const x = right;
    right -= 16;
    return [
      { piece: 'chip', ink: 'tenangG', x, y: 40, w, h: 76 },
      { piece: 'words', text, x: x + 32, y: 91, size, weight: 700, ink: 'tenangT' },
    ] satisfies Piece[];
  });
}

function productPieces(product: ProductFacts, told: Told, measure: Measure): Piece[] {
  const { price, unit } = product;
  const rupiah = formatRupiah(price);
  const size = sizeFor(rupiah, [78, 64, 52, 40], ROOM - 140, measure, 700);
  const w = Math.ceil(measure(rupiah, size, 700)) + 136;
  const per = t('goods.per', { unit });
  const x = EDGE + w + 24;
  // Of a long name as much as the village leaves: where it is matters more than who.
  const village = villageWords(told.shop?.village ?? product.village);
  const after = told.shop ? `, ${village}` : village;
  const place = told.shop
    ? cut(told.shop.name, 38, 500, ROOM - measure(after, 38, 500), measure) + after
    : after;
  return [
    { piece: 'tag', x: EDGE, y: PICTURE_HEIGHT - 62, w, h: 124 },
    words(rupiah, EDGE + 92, PICTURE_HEIGHT + Math.round(size * 0.36), size, 700, 'tinta'),
    words(
      cut(per, 38, 500, CARD_SIDE - x - EDGE, measure),
      x,
      PICTURE_HEIGHT + 52,
      38,
      500,
      'tinta2',
    ),
    ...namePieces(nameOf(told), 756, place, measure),
  ];
}

function shopPieces(told: Told & { what: 'shop' }, measure: Measure): Piece[] {
  const { shop, goods } = told;
  const count = goods.length > 0 ? t('pass-on.card.count', { count: goods.length }) : '';
  return [
    ...namePieces(shop.name, 716, kindAndPlace(shop), measure),
    ...(count ? [words(count, EDGE, 864, 36, 400, 'tinta2')] : []),
  ];
}

/** The name in at most two lines and one quieter line below it. */
function namePieces(name: string, top: number, below: string, measure: Measure): Piece[] {
  const one = sizeFor(name, [72, 64], ROOM, measure, 700);
  const fits = measure(name, one, 700) <= ROOM;
  const lines = fits ? [name] : wrap(name, 56, 700, ROOM, measure);
  const [size, step] = fits ? [one, 0] : [56, 62];
  const first = top + (fits ? 16 : -4);
  const last = first + step * (lines.length - 1);
  return [
    ...lines.map((line, index) => words(line, EDGE, first + step * index, size, 700, 'tinta')),
    words(cut(below, 38, 500, ROOM, measure), EDGE, last + (fits ? 66 : 60), 38, 500, 'tinta2'),
  ];
}

function footPieces(told: Told, origin: string, measure: Measure): Piece[] {
  const top = BAND_TOP + BAND_HEIGHT;
  const x = EDGE + 132;
  const room = CARD_SIDE - x - EDGE;
  const address = shownAddress(origin + (told.shop ? shortPath(told.shop.slug) : ''));
  const size = sizeFor(address, [42, 38, 34, 30], room, measure, 700);
  const fits = measure(address, size, 700) <= room;
  // Too long for one line: the host by itself, and the shop's name as large as it may be.
  const [host = address, slug = ''] = fits ? [address] : address.split(/(?<=\/t)\//);
  const small = fits ? size : sizeFor(`/${slug}`, [34, 30, 26, 22], room, measure, 700);
  return [
    { piece: 'ground', ink: 'kain', x: 0, y: BAND_TOP, w: CARD_SIDE, h: CARD_SIDE - BAND_TOP },
    { piece: 'band', x: 0, y: BAND_TOP, w: CARD_SIDE, h: BAND_HEIGHT },
    { piece: 'mark', x: EDGE - 8, y: top + 14, w: 112, h: 112 },
    ...(fits
      ? [
          words(t('pass-on.card.see'), x, top + 52, 30, 400, 'putih'),
          words(address, x, top + 104, size, 700, 'putih'),
        ]
      : [
          words(host, x, top + 52, 36, 700, 'putih'),
          words(cut(`/${slug}`, small, 700, room, measure), x, top + 104, small, 700, 'putih'),
        ]),
  ];
}

const words = (
  text: string,
  x: number,
  y: number,
  size: number,
  weight: 400 | 500 | 700,
  ink: Ink,
): Piece => ({ piece: 'words', text, x, y, size, weight, ink });

/** The largest size that fits, or the smallest there is. */
function sizeFor(text: string, sizes: number[], room: number, measure: Measure, weight: number) {
  return sizes.find((size) => measure(text, size, weight) <= room) ?? sizes.at(-1) ?? 0;
}

/** As much of it as fits, with an ellipsis for the rest. */
function cut(text: string, size: number, weight: number, room: number, measure: Measure): string {
  if (measure(text, size, weight) <= room) return text;
  const letters = [...text];
  while (letters.length > 1 && measure(`${letters.join('').trim()}…`, size, weight) > room)
    letters.pop();
  return `${letters.join('').trim()}…`;
}

/** Two lines, broken between words where there is a blank; the second ends in an ellipsis if need be. */
function wrap(
  text: string,
  size: number,
  weight: number,
  room: number,
  measure: Measure,
): string[] {
  const parts = text.trim().split(/\s+/);
  let first = '';
  while (parts.length > 0) {
    const longer = [first, parts[0]].filter(Boolean).join(' ');
    if (measure(longer, size, weight) > room) break;
    first = longer;
    parts.shift();
  }
  if (first === '') {
    // One long word: broken where it must be.
    const letters = [...text.trim()];
    while (letters.length > 1 && measure(letters.join(''), size, weight) > room) letters.pop();
    first = letters.join('');
    return [
      first,
      cut([...text.trim()].slice(letters.length).join(''), size, weight, room, measure),
    ];
  }
  return parts.length === 0 ? [first] : [first, cut(parts.join(' '), size, weight, room, measure)];
}
