/**
 * A bug planted on purpose. Production code knows nothing of it: a loader exchanges one exact snippet of
 * one file while a copy of the village is built, and refuses if the snippet is not there exactly once.
 */
export interface Mutant {
  /** In village words, what is wrong now. */
  readonly bug: string;
  /** Merge policy or part of the engine it breaks. */
  readonly about: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /** Why no invariant can notice it: another line of defence stands behind this one. */
  readonly redundant?: string;
  /** A second place, where one line of defence alone would still hold. */
  readonly also?: { readonly file: string; readonly find: string; readonly replace: string };
}
