/**
 * How many slips of the thumb lie between what was typed and a word: a letter too many, one too few,
 * a wrong one, or two swapped.
 */

/** How many slips are forgiven: none in short words, where every slip makes another word. */
export function forgivenSlips(typed: string): 0 | 1 | 2 {
  if (typed.length >= 8) return 2;
  return typed.length >= 4 ? 1 : 0;
}

/**
 * The fewest slips between `typed` and the beginning of `word`, so that half-typed words with a slip
 * already find their product; `most + 1` when there are more than `most`.
 *
 * Optimal string alignment (Damerau–Levenshtein without overlapping edits; G. Navarro, "A guided
 * tour to approximate string matching", ACM Computing Surveys 33, 2001), the last row read at its
 * lowest, cut off as soon as a whole row is above the bound.
 *
 * @param typed what was typed, normalised
 * @param word a word of the catalogue, normalised
 * @param most how many slips are of interest, 0 or more
 */
export function slipsToBeginning(typed: string, word: string, most: number): number {
  const width = Math.min(word.length, typed.length + most);
  if (typed.length - width > most) return most + 1;

  let above: number[] = [];
  let current = Array.from({ length: width + 1 }, (_, column) => column);
  for (let row = 1; row <= typed.length; row++) {
    const twoAbove = above;
    above = current;
    current = [row];
    let lowest = row;
    for (let column = 1; column <= width; column++) {
      const same = typed[row - 1] === word[column - 1];
      let slips = Math.min(
        (above[column - 1] as number) + (same ? 0 : 1),
        (above[column] as number) + 1,
        (current[column - 1] as number) + 1,
      );
      const swapped =
        row > 1 &&
        column > 1 &&
        typed[row - 1] === word[column - 2] &&
        typed[row - 2] === word[column - 1];
      if (swapped) slips = Math.min(slips, (twoAbove[column - 2] as number) + 1);
      current.push(slips);
      lowest = Math.min(lowest, slips);
    }
    // A swap reaches two rows back, so only two hopeless rows in a row are hopeless.
    if (lowest > most && Math.min(...above) > most) return most + 1;
  }
  return Math.min(most + 1, ...current);
}

/** Which of the 26 letters a word has, as bits; figures share one bit. For a quick "never". */
export function lettersOf(word: string): number {
  let letters = 0;
  for (let i = 0; i < word.length; i++) {
    const code = word.charCodeAt(i) - 97;
    letters |= code >= 0 && code < 26 ? 1 << code : 1 << 26;
  }
  return letters;
}

/**
 * Whether a typed word could be within `most` slips of a word, by its letters alone: each letter
 * that the word lacks costs at least one slip. Says yes too often, never no wrongly.
 */
export function lettersAllow(typedLetters: number, wordLetters: number, most: number): boolean {
  let lacking = typedLetters & ~wordLetters;
  for (let allowed = most; lacking !== 0; allowed--) {
    if (allowed === 0) return false;
    lacking &= lacking - 1;
  }
  return true;
}
