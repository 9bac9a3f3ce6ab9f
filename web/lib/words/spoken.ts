/**
 * The sentences that are loaded. Each screen brings the words it says (`import '$lib/words/id/selling'`),
 * so that nobody downloads what another role reads: all words together are 16 KB on the wire.
 */
export const spoken: Record<string, string> = {};

/** Adds a feature's words to what can be said. */
export function speak<const W extends Readonly<Record<string, string>>>(words: W): W {
  Object.assign(spoken, words);
  return words;
}
