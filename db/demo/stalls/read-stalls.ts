/**
 * Reads the invented stalls of the demo market, written as a shopkeeper would chalk them on a board.
 *
 * A table is text, not code: someone from Balangan can correct a price or a name without knowing
 * TypeScript, and seven hundred products stay readable. Its lines:
 *
 *     == Shop name | last four digits of the village code | owner | what the shop says about itself
 *     Title | price/unit | usual stock | one sentence | photo file, photo file (optional)
 *     Bingka {kentang; tapai} | 38.000/loyang | …      one product for each choice
 *     Madu {250 ml = 80.000; 500 ml = 150.000} | …     each choice with its own price (and /unit)
 *     (minuman) Teh es | …                             a product from another shelf
 *
 * An owner starting with @ is one of the people one can sign in as (people.ts).
 */
import { categoryKeys, type CategoryKey } from '#domain/categories';
import { parseRupiah } from '#domain/money';

export interface StallTable {
  /** The shelf of these shops and, unless a line says otherwise, of their products. */
  readonly kind: CategoryKey;
  readonly text: string;
}

/** One shop with everything it sells, before ids and chance. */
export interface Stall {
  readonly name: string;
  readonly kind: CategoryKey;
  readonly village: string;
  readonly owner: string;
  readonly about: string;
  readonly goods: readonly Good[];
}

/** One product as written; `price` in whole rupiah per `unit`. */
export interface Good {
  readonly title: string;
  readonly category: CategoryKey;
  readonly price: number;
  readonly unit: string;
  readonly usualStock: number;
  readonly about: string;
  readonly photos: readonly string[];
}

/**
 * All stalls of a table, in the order written.
 *
 * @throws Error naming the line, when a table is not written as described above
 */
export function readStalls({ kind, text }: StallTable): Stall[] {
  return text
    .split(/^== /m)
    .slice(1)
    .map((section) => {
      const [heading = '', ...lines] = section.split('\n').filter((line) => line.trim() !== '');
      const [name, villageDigits, owner, about] = cellsOf(heading, 4);
      const goods = lines.flatMap((line) => readGoods(line, kind));
      return { name, kind, village: `63.11.07.${villageDigits}`, owner, about, goods };
    });
}

function readGoods(line: string, shopKind: CategoryKey): Good[] {
  const [wording, usual, stock, about, photos] = cellsOf(line, 4);
  const [, shelf, pattern = ''] = /^(?:\((\w+)\) )?(.+)$/.exec(wording) ?? [];
  const category = shelf === undefined ? shopKind : shelfOf(shelf, line);
  const usualOffer = readOffer(usual, '', line);
  return choicesOf(pattern).map(({ title, offer }) => ({
    title,
    category,
    ...(offer === null ? usualOffer : readOffer(offer, usualOffer.unit, line)),
    usualStock: wholeNumber(stock, line),
    about,
    photos: photos === undefined ? [] : photos.split(', '),
  }));
}

/** `Bayam {hijau; merah}` gives two titles; without braces the title stands as it is. */
function choicesOf(pattern: string): { title: string; offer: string | null }[] {
  const braces = /^(.*?)\{(.+)\}(.*)$/.exec(pattern);
  if (!braces) return [{ title: pattern, offer: null }];
  const [, before = '', inside = '', after = ''] = braces;
  return inside.split(';').map((choice) => {
    const [word = '', offer = null] = choice.split('=').map((part) => part.trim());
    return { title: `${before}${word}${after}`.trim(), offer };
  });
}

function readOffer(offer: string, usualUnit: string, line: string) {
  const [amount = '', unit = usualUnit] = offer.split('/');
  const price = parseRupiah(amount);
  if (price === null || unit === '') throw new Error(`no price per unit in: ${line}`);
  return { price, unit };
}

function shelfOf(word: string, line: string): CategoryKey {
  const shelf = categoryKeys.find((key) => key === word);
  if (!shelf) throw new Error(`no such shelf in: ${line}`);
  return shelf;
}

function wholeNumber(text: string, line: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`no stock in: ${line}`);
  return Number(text);
}

type Cells = [string, string, string, string, ...string[]];

function cellsOf(line: string, atLeast: 4): Cells {
  const cells = line.split(' | ').map((cell) => cell.trim());
  if (cells.length < atLeast) throw new Error(`too few columns in: ${line}`);
  return cells as Cells;
}
