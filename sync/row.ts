/** A row as the engine holds it: values, and for each field who said the value and when. */
import type { Values } from './entity';
import type { Stamp } from './stamp';

/** The version of one field. `id` names the value for ever; `order` ranks it among concurrent ones. */
export interface Version {
  readonly id: Stamp;
  /** Equal to `id` unless the phone's clock was corrected at receipt; both are kept. */
  readonly order: Stamp;
  /** Person who said it. */
  readonly by: string;
}

export interface RowKey {
  readonly noun: string;
  readonly id: string;
}

export interface Row extends RowKey {
  readonly values: Values;
  readonly versions: Readonly<Record<string, Version>>;
}

/** `listing/0198…`: the key of a row as text, also the order in which the server takes its locks. */
export type RowName = string;
export const rowName = (key: RowKey): RowName => `${key.noun}/${key.id}`;

/** A value that did not win, kept where its author and the owner can find it. */
export interface KeptValue {
  readonly noun: string;
  readonly rowId: string;
  readonly field: string;
  readonly value: string | number | boolean;
  readonly version: Version;
  /** The version that shows instead. */
  readonly lostTo: Stamp;
}

/** Two values of an `asked` field that nobody can choose between but a person. */
export interface Difference {
  readonly noun: string;
  readonly rowId: string;
  readonly field: string;
  readonly candidates: readonly Candidate[];
}

export interface Candidate {
  readonly value: string | number | boolean;
  readonly version: Version;
}
