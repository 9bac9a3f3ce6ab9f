/**
 * The catalogue turned inside out: not which words a product has, but which products have a word.
 * Thousands of products share some hundreds of words, so a keystroke has little to look at.
 */
import { villageByCode } from '../place/villages';
import { normalise, wordsOf } from './normalise';
import { readWordLines } from './same-meaning';
import { shelfWords } from './trade-words';
import { lettersOf } from './typing-distance';

/** What the search knows of a product. */
export interface SearchItem {
  readonly id: string;
  readonly title: string;
  readonly shopName: string;
  /** A category key. */
  readonly category: string;
  /** A village code; its name is what people search for. */
  readonly village: string;
}

/** The catalogue as words. */
export interface WordIndex {
  /** Every different word of the catalogue, sorted, so that a beginning is one stretch. */
  readonly words: readonly string[];
  readonly letters: readonly number[];
  /** For each word the places it stands: row * 4 + field. */
  readonly places: readonly (readonly number[])[];
}

/** The shelves under every name people have for them. */
const shelfWordsByKey = new Map(readWordLines(shelfWords));

/**
 * Reads every product once.
 *
 * @param titles the normalised title of each item, in the same order
 */
export function indexOf(items: readonly SearchItem[], titles: readonly string[]): WordIndex {
  const placesByWord = new Map<string, number[]>();
  // Shops, shelves and villages repeat for hundreds of rows: read each text once.
  const wordsByText = new Map<string, string[]>();
  const wordsOfText = (text: string) => {
    let words = wordsByText.get(text);
    if (words === undefined) wordsByText.set(text, (words = wordsOf(normalise(text))));
    return words;
  };
  const note = (words: readonly string[], place: number) => {
    for (const word of words) {
      const places = placesByWord.get(word);
      if (places === undefined) placesByWord.set(word, [place]);
      else if (places[places.length - 1] !== place) places.push(place);
    }
  };
  items.forEach((item, row) => {
    note(wordsOf(titles[row] ?? ''), row * 4);
    note(shelfWordsByKey.get(item.category) ?? [], row * 4 + 1);
    note(wordsOfText(item.shopName), row * 4 + 2);
    note(wordsOfText(villageByCode(item.village)?.name ?? ''), row * 4 + 3);
  });
  const sorted = [...placesByWord].sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    words: sorted.map(([word]) => word),
    letters: sorted.map(([word]) => lettersOf(word)),
    places: sorted.map(([, places]) => places),
  };
}

/** Where words beginning with `beginning` start in a sorted list: the first word not before it. */
export function firstAt(words: readonly string[], beginning: string): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle] ?? '') < beginning) low = middle + 1;
    else high = middle;
  }
  return low;
}
