/**
 * One entry as it must be to be taken: asked by the server of everything that arrives, and by the phone of what
 * worn flash may have changed, so that nobody sends what nobody can read.
 */
import type { Bases, Entry } from './entry';
import { isStamp } from './stamp';
import { isRecord } from './values-fit';

const ROW_NAME = /^[a-zA-Z]+\/[0-9a-f-]{36}$/;
const FIELD = /^[a-zA-Z]{1,30}(:[0-9a-f-]{36})?$/;
const MAX_BASES = 64;
/** What a store counts entries with: 32 bits, more than a phone taps in its life. */
const MAX_SEQ = 2 ** 31 - 1;

/** Null for what is no entry. What an entry does not have is left out. */
export function readEntry(raw: unknown): Entry | null {
  if (!isRecord(raw) || !isRecord(raw.input) || !isRecord(raw.bases)) return null;
  const { seq, action, input, stamp, rawMs, corrected, bases } = raw;
  const wellFormed =
    isCount(seq, MAX_SEQ) &&
    (seq as number) > 0 &&
    isText(action, 60) &&
    isStamp(stamp) &&
    Number.isSafeInteger(rawMs) &&
    typeof corrected === 'boolean' &&
    Object.values(input).every(isScalar) &&
    Object.keys(bases).length <= MAX_BASES &&
    Object.entries(bases).every(([name, versions]) => ROW_NAME.test(name) && areBases(versions));
  if (!wellFormed) return null;
  return {
    seq: seq as number,
    action: action as string,
    input: input as Entry['input'],
    stamp: stamp as string,
    rawMs: rawMs as number,
    corrected: corrected as boolean,
    bases: bases as Bases,
  };
}

function areBases(versions: unknown): boolean {
  return (
    isRecord(versions) &&
    Object.keys(versions).length <= MAX_BASES &&
    Object.entries(versions).every(([field, stamp]) => FIELD.test(field) && isStamp(stamp))
  );
}

export const isText = (value: unknown, maxLength: number): boolean =>
  typeof value === 'string' && value.length <= maxLength;
export const isCount = (value: unknown, max = Number.MAX_SAFE_INTEGER): boolean =>
  Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= max;
const isScalar = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
