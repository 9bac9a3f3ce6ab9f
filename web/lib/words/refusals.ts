/**
 * Why not, and what now? A code (of an action, of the phone, of the answer over the air) becomes two
 * sentences a villager can use: what the matter is, and what to do next. Codes never reach the screen.
 */
import { refusals } from './id/refusals';
import { t, type PlainKey } from './words';

/** Two sentences: what stands in the way, and the way on. */
export interface Explained {
  readonly what: string;
  readonly next: string;
}

/** Nothing a person did can cause these: the app said something it must never say. */
const ourMistakes =
  /^(internal|request\.\w+|route\.unknown|catalogue\.wrong_question|sync\.(?!protocol_unknown)\w+|device\.(missing|nonce_stale|proof_wrong)|photo\.(not_named|here_already|wrong_metadata|upload_unknown|wrong_offset))$/;

/** There, but can't just now: the phone comes back by itself. */
const passing = /^(busy|photo\.busy|phone\.busy|snapshot\.unknown)$/;

/**
 * @param code stable, lower-case: `listing.title_missing`
 * @returns its two sentences; for a code younger than this app, what is safe and whom to ask
 */
export function explain(code: string): Explained {
  const key = keyOf(code);
  return { what: t(key as PlainKey), next: t(`${key}.next` as PlainKey) };
}

/** Both sentences in one line, for a strip or a row. */
export function explainInLine(code: string): string {
  const { what, next } = explain(code);
  return `${what} ${next}`;
}

/** Whether a code has words of its own or belongs to a group that has. */
export function isExplained(code: string): boolean {
  return keyOf(code) !== 'refusal.unknown';
}

function keyOf(code: string): string {
  const own = `refusal.${code}`;
  if (own in refusals && `${own}.next` in refusals) return own;
  if (ourMistakes.test(code)) return 'refusal.ours';
  return passing.test(code) ? 'refusal.busy' : 'refusal.unknown';
}
