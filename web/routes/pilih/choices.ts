/** What was said about one thing, told apart: each value once, by whoever said it last, newest first. */
import type { SeenValue } from '#sync/questions';

/** The values to choose between. Two phones that said the same do not disagree. */
export function choicesOf(candidates: readonly SeenValue[]): SeenValue[] {
  const latest = new Map<SeenValue['value'], SeenValue>();
  for (const candidate of candidates) {
    const known = latest.get(candidate.value);
    if (!known || candidate.atMs > known.atMs) latest.set(candidate.value, candidate);
  }
  return [...latest.values()].sort((a, b) => b.atMs - a.atMs);
}
