/**
 * Finding a product among thousands on a cheap phone, without any signal, while the person types:
 * `iwak har` finds haruan, `keripk pisng` finds keripik pisang, `wadai` finds every kue.
 *
 * Everything slow happens once, in buildSearch: every different word of the catalogue is kept once,
 * sorted, with the list of products that say it. A keystroke then looks up words, not products, and
 * slips of the thumb are only weighed when no word begins as typed.
 */
import { normalise, wordsOf } from './normalise';
import { indexOf, type SearchItem, type WordIndex } from './word-index';
import { wordsMeant } from './words-meant';

export interface CatalogueSearch {
  /**
   * The best matches, best first.
   *
   * All words typed must be found; when no product has them all, those with most of them come. A
   * title that begins as typed comes before one with a word that begins so, then another word of
   * the same meaning, then a slip of the thumb; the title counts more than shelf, shop and village.
   *
   * @param query as typed; nothing but spaces and signs finds nothing
   * @param limit how many at most, 1 or more
   * @returns ids of products
   */
  search(query: string, limit: number): string[];
}

/** What a word is worth by where it stands: title, shelf, shop, village. */
const weightByField = [1, 0.5, 0.25, 0.2];

/** Above anything that single words can sum up to. */
const titleBegins = 10_000;
const titleIsExactly = 20_000;

/** More words than this are not weighed; nobody types them, and a title's first twelve suffice. */
const mostWords = 12;

/** Characters of a normalised query; a title of 80 with every letter parted fits. */
const longestQuery = 200;

/** Makes a catalogue searchable. Costs a few milliseconds per thousand products: build it once. */
export function buildSearch(items: readonly SearchItem[]): CatalogueSearch {
  const titles = items.map((item) => normalise(item.title));
  const index = indexOf(items, titles);
  const tally = newTally(items.length);

  return {
    search(query, limit) {
      const typed = normalise(query.slice(0, longestQuery)).slice(0, longestQuery);
      const terms = wordsOf(typed).slice(0, mostWords);
      if (terms.length === 0) return [];

      let found = collect(index, tally, terms, false);
      if (found < terms.length) found = collect(index, tally, terms, true);
      return best(tally, titles, typed, found, limit).map((row) => items[row]?.id ?? '');
    },
  };
}

/** Scores of one search, kept between searches so that a keystroke allocates next to nothing. */
interface Tally {
  /** Sum of the scores of all terms, by row. */
  readonly scores: Float64Array;
  /** How many terms the row has, by row. */
  readonly termsFound: Uint8Array;
  /** Best score of the term being read, by row; 0 when the row lacks it. */
  readonly termBest: Float64Array;
  /** Rows met in this search, and in this term. */
  readonly rows: number[];
  readonly termRows: number[];
}

function newTally(size: number): Tally {
  return {
    scores: new Float64Array(size),
    termsFound: new Uint8Array(size),
    termBest: new Float64Array(size),
    rows: [],
    termRows: [],
  };
}

/** Fills the tally for these terms; returns the largest number of terms any row has. */
function collect(
  index: WordIndex,
  tally: Tally,
  terms: readonly string[],
  withSlips: boolean,
): number {
  const { scores, termsFound, termBest, rows, termRows } = tally;
  for (const row of rows) scores[row] = termsFound[row] = 0;
  rows.length = 0;
  let mostFound = 0;
  for (const term of terms) {
    wordsMeant(index, term, withSlips, (wordIndex, fit) => {
      for (const place of index.places[wordIndex] ?? []) {
        const row = place >> 2;
        const score = fit * (weightByField[place & 3] ?? 0);
        const bestSoFar = termBest[row] ?? 0;
        if (bestSoFar === 0) termRows.push(row);
        if (score > bestSoFar) termBest[row] = score;
      }
    });
    for (const row of termRows) {
      const found = (termsFound[row] ?? 0) + 1;
      if (found === 1) rows.push(row);
      termsFound[row] = found;
      scores[row] = (scores[row] ?? 0) + (termBest[row] ?? 0);
      termBest[row] = 0;
      mostFound = Math.max(mostFound, found);
    }
    termRows.length = 0;
  }
  return mostFound;
}

/**
 * The best `limit` rows among those with `found` terms, kept sorted while passing once over all:
 * sorting thousands of rows for thirty places would cost a cheap phone its whole keystroke.
 */
function best(
  tally: Tally,
  titles: readonly string[],
  typed: string,
  found: number,
  limit: number,
): number[] {
  const ranked: { row: number; score: number }[] = [];
  for (const row of tally.rows) {
    if (tally.termsFound[row] !== found) continue;
    const title = titles[row] ?? '';
    const bonus = title.startsWith(typed) ? (title === typed ? titleIsExactly : titleBegins) : 0;
    // A shorter title says the same more exactly.
    const score = (tally.scores[row] ?? 0) + bonus - title.length / 100;
    const last = ranked[ranked.length - 1];
    if (last && ranked.length === limit && score <= last.score) continue;
    const place = ranked.findIndex((other) => other.score < score);
    ranked.splice(place < 0 ? ranked.length : place, 0, { row, score });
    if (ranked.length > limit) ranked.pop();
  }
  return ranked.map(({ row }) => row);
}
