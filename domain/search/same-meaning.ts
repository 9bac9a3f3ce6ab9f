/**
 * Which other words a word may stand for, in both directions: `iwak` also looks for `ikan`, `ikan`
 * also for `iwak`. One step only; a synonym's synonym is somebody else's meaning.
 */
import banjar from './banjar.json';
import { normalise } from './normalise';
import { tradeWords } from './trade-words';

/** Words of the same meaning, by word; all normalised. */
export const sameMeaning: ReadonlyMap<string, readonly string[]> = collect();

/** Lines of `head: word word` as pairs of the head and its words. */
export function readWordLines(lines: string): [head: string, words: string[]][] {
  return lines
    .trim()
    .split('\n')
    .map((line) => {
      const [head = '', words = ''] = line.split(':');
      return [head.trim(), words.split(' ').filter((word) => word !== '')];
    });
}

function collect(): Map<string, string[]> {
  const others = new Map<string, string[]>();
  const join = (one: string, other: string) => {
    const known = others.get(one) ?? [];
    if (one !== other && !known.includes(other)) others.set(one, [...known, other]);
  };
  const pairs = [
    ...banjar.pairs,
    ...readWordLines(tradeWords).flatMap(([head, words]) => words.map((word) => [head, word])),
  ];
  for (const pair of pairs) {
    const [one = '', other = ''] = pair.map(normalise);
    join(one, other);
    join(other, one);
  }
  return others;
}
