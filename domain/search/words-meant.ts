/**
 * From what was typed to the words that may be meant: those that begin so, those that mean the same,
 * and, only when there are none of either, those a slip of the thumb away.
 */
import { sameMeaning } from './same-meaning';
import { forgivenSlips, lettersAllow, lettersOf, slipsToBeginning } from './typing-distance';
import { firstAt, type WordIndex } from './word-index';

/** How well a word fits what was typed. Only the order and the gaps matter. */
const wholeWord = 100;
const wordBegins = 80;
const meansTheSame = 60;
const oneSlip = 30;
const twoSlips = 16;

/** Told each word of the catalogue that may be meant, and how well it fits. */
type Hit = (wordIndex: number, fit: number) => void;

/**
 * Reports every word of the catalogue that a typed word may mean, possibly more than once.
 *
 * @param term one normalised word, as far as it was typed
 * @param withSlips also weigh slips when words begin as typed
 * @param hit told the place of the word in the index and how well it fits, 1 to 100
 */
export function wordsMeant(index: WordIndex, term: string, withSlips: boolean, hit: Hit): void {
  let hits = 0;
  const count: Hit = (wordIndex, fit) => {
    hits++;
    hit(wordIndex, fit);
  };
  wordsBeginning(index, term, count);
  wordsOfSameMeaning(index, term, count);
  if (hits === 0 || withSlips) wordsWithSlips(index, term, hit);
}

function wordsBeginning({ words }: WordIndex, term: string, hit: Hit): void {
  for (let i = firstAt(words, term); i < words.length; i++) {
    const word = words[i] ?? '';
    if (!word.startsWith(term)) return;
    // Among words that begin as typed, the one with less still untyped is the likelier.
    hit(i, word === term ? wholeWord : wordBegins - Math.min(9, word.length - term.length));
  }
}

/** Also for half a word from three letters on: `wad` already looks for kue. */
function wordsOfSameMeaning(index: WordIndex, term: string, hit: Hit): void {
  for (const [word, others] of sameMeaning) {
    const fits = word === term || (term.length >= 3 && word.startsWith(term));
    if (fits) hitWords(index, others, meansTheSame - Math.min(9, word.length - term.length), hit);
  }
}

function hitWords({ words }: WordIndex, wanted: readonly string[], fit: number, hit: Hit): void {
  for (const word of wanted) {
    const i = firstAt(words, word);
    if (words[i] === word) hit(i, fit);
  }
}

function wordsWithSlips(index: WordIndex, term: string, hit: Hit): void {
  const most = forgivenSlips(term);
  if (most === 0) return;
  const letters = lettersOf(term);
  index.words.forEach((word, i) => {
    if (!lettersAllow(letters, index.letters[i] ?? 0, most) || !startsAlike(term, word)) return;
    const slips = slipsToBeginning(term, word, most);
    if (slips <= most) hit(i, fitOf(slips, term, word));
  });
  for (const [word, others] of sameMeaning) {
    if (!startsAlike(term, word) || Math.abs(word.length - term.length) > most) continue;
    const slips = slipsToBeginning(term, word, most);
    if (slips <= most) hitWords(index, others, fitOf(slips, term, word) - 5, hit);
  }
}

function fitOf(slips: number, term: string, word: string): number {
  const untyped = Math.min(9, Math.max(0, word.length - term.length));
  return (slips <= 1 ? oneSlip : twoSlips) - untyped;
}

/** The first letter is rarely mistyped, but it is dropped (`aruan`), doubled or swapped. */
function startsAlike(term: string, word: string): boolean {
  return word[0] === term[0] || word[1] === term[0] || word[0] === term[1];
}
