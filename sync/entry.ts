/**
 * A line of the outbox: one action by one person on one phone, numbered without gaps, and the
 * versions of the fields it was made against. Immutable once a send has begun.
 */
import type { Scalar } from './field';
import type { RowName } from './row';
import type { Stamp } from './stamp';

export type EntryInput = Readonly<Record<string, Scalar>>;

/**
 * For each row and field the change touches: the version of the last value from the server that the
 * phone had seen. A field without one had never been seen. Values said earlier on this same phone
 * count as seen without being listed: entries of one phone arrive in order. A dropped element of a
 * union field is listed under `field:element` with the add that was seen.
 */
export type Bases = Readonly<Record<RowName, Readonly<Record<string, Stamp>>>>;

export interface Entry {
  /** 1, 2, 3 … within (device, device epoch). */
  readonly seq: number;
  readonly action: string;
  readonly input: EntryInput;
  readonly stamp: Stamp;
  /** The phone's own clock at the tap, uncorrected. ms since epoch. */
  readonly rawMs: number;
  /** True if the stamp already had a learned clock offset in it. */
  readonly corrected: boolean;
  readonly bases: Bases;
}

export type OutcomeResult =
  /** It stands as it was made. */
  | 'applied'
  /** It stands beside or under somebody else's concurrent change; what did not win is in history. */
  | 'merged'
  /** As merged, and a question waits for a person. */
  | 'conflict'
  /** It can't stand; `code` says why. Stays on its author's phone. */
  | 'refused'
  /** Taken in from a revoked device, to be looked at by a person. */
  | 'quarantined'
  /** Already answered before and that answer was acknowledged; nothing more to say. */
  | 'done'
  /** Vouched for, but it does not fit what a restored server holds: kept there as a case for a person. */
  | 'parked';

/** Code of a refusal that is none of the author's business any more: others look after it now (handed.ts). */
export const HANDED_ON = 'entry.handed_on';

export interface Outcome {
  readonly seq: number;
  readonly result: OutcomeResult;
  readonly code?: string;
  /** Rows it changed: the phone lifts its provisional view of them when they arrive. */
  readonly rows?: readonly RowName[];
  /** Feed position of the commit: rows at or after it show what became of the entry. */
  readonly position?: number;
  /** The rank its values got, where that is not the entry's own stamp. */
  readonly order?: Stamp;
  /** The server's seal on all of this; shown again when a restored server has forgotten (receipt.ts). */
  readonly mac?: string;
}

/** Canonical text of an entry for hashing: keys sorted, so equal content is equal text. */
export function entryText(entry: Entry): string {
  return canonicalText(entry);
}

/** One text for equal values, whatever order their keys were written in. */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const pairs = Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => `${JSON.stringify(key)}:${canonicalText(part)}`);
    return `{${pairs.join(',')}}`;
  }
  return JSON.stringify(value);
}
