/** What is left when a person is forgotten: worked out by whoever knows the nouns, done by a store in memory. */
import type { Row, RowName } from '../row';

export interface Forgotten {
  readonly personId: string;
  /** Rows that spoke of them. */
  readonly names: readonly RowName[];
  /** Rows that go altogether. */
  readonly removed: readonly RowName[];
  /** Rows that stay and say less, with the scopes that hear of it: none, and they are gone for everybody. */
  readonly changed: readonly { readonly row: Row; readonly scopes: readonly string[] }[];
}
