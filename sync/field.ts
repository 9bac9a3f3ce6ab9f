/**
 * A field answers one question before it may exist: what if two phones change it?
 *
 *   fixed    set at birth, never again
 *   latest   the later edit shows; of two concurrent ones the other is kept in the history
 *   asked    as latest, and the people who may decide are asked which is right
 *   total    changes travel as deltas and add up
 *   union    adds and removes of elements; an add the remover had not seen survives
 *   decided  moved by actions only, the server's word is final
 */
export type Policy = 'fixed' | 'latest' | 'asked' | 'total' | 'union' | 'decided';

export type Scalar = string | number | boolean;

/** What a value of the field looks like: enough to check input, make a column and draw a sample. */
export type Shape =
  | { kind: 'text'; maxLength: number; pattern?: RegExp; lines?: true }
  | { kind: 'integer'; min: number; max: number }
  | { kind: 'flag' }
  | { kind: 'choice'; of: readonly string[] }
  | { kind: 'ref'; noun: string; optional: boolean }
  | { kind: 'set'; noun: string; maxSize: number };

export interface Field<V = unknown, P extends Policy = Policy> {
  readonly policy: P;
  readonly shape: Shape;
  /** The value of a row that was born before this field, or without it. */
  readonly initial: V;
  /** The server's own reckoning: what it reckoned last holds, also of what is honoured late after a restore. */
  readonly reckoned?: true;
}

export interface Typed<V> {
  readonly shape: Shape;
  readonly initial: V;
}

/** Elements of a union field that are present, each with the stamp of the add that put it there. */
export type UnionValue = {
  readonly live: Record<string, string>;
  readonly dead: Record<string, string[]>;
};
export const EMPTY_UNION: UnionValue = { live: {}, dead: {} };

/** The elements of a union that are there, oldest add first. */
export function elementsOf(value: UnionValue): string[] {
  return Object.entries(value.live)
    .sort(([a, addedA], [b, addedB]) => (addedA < addedB || (addedA === addedB && a < b) ? -1 : 1))
    .map(([element]) => element);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const MAX_RUPIAH = 2_000_000_000;

/** Any id made on a phone: a lower-case UUID (version 7 by convention, so that ids sort by birth). */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}

export const text = (maxLength: number, pattern?: RegExp): Typed<string> => ({
  shape: { kind: 'text', maxLength, ...(pattern ? { pattern } : {}) },
  initial: '',
});
/** A text of several lines: the only one in which a line may end. */
export const lines = (maxLength: number): Typed<string> => ({
  shape: { kind: 'text', maxLength, lines: true },
  initial: '',
});
export const integer = (min: number, max: number): Typed<number> => ({
  shape: { kind: 'integer', min, max },
  initial: Math.min(Math.max(0, min), max),
});
/** Whole rupiah, never fractions: the smallest coin in use is far above one rupiah. */
export const rupiah: Typed<number> = {
  shape: { kind: 'integer', min: 0, max: MAX_RUPIAH },
  initial: 0,
};
export const flag = (initial: boolean): Typed<boolean> => ({ shape: { kind: 'flag' }, initial });
export const choice = <const C extends readonly [string, ...string[]]>(
  of: C,
): Typed<C[number]> => ({
  shape: { kind: 'choice', of },
  initial: of[0],
});
export const ref = (noun: string): Typed<string> => ({
  shape: { kind: 'ref', noun, optional: false },
  initial: '',
});
/** A reference that may be empty: the empty string. */
export const maybeRef = (noun: string): Typed<string> => ({
  shape: { kind: 'ref', noun, optional: true },
  initial: '',
});

export const fixed = <V>(type: Typed<V>): Field<V, 'fixed'> => ({ policy: 'fixed', ...type });
export const latest = <V>(type: Typed<V>): Field<V, 'latest'> => ({ policy: 'latest', ...type });
export const asked = <V>(type: Typed<V>): Field<V, 'asked'> => ({ policy: 'asked', ...type });
export const decided = <V>(type: Typed<V>): Field<V, 'decided'> => ({ policy: 'decided', ...type });
/** As decided, of sums that go with others: two ranked apart would no longer add up. */
export const reckoned = <V>(type: Typed<V>): Field<V, 'decided'> => ({
  ...decided(type),
  reckoned: true,
});
export const total = (min: number, max: number): Field<number, 'total'> => ({
  policy: 'total',
  ...integer(min, max),
});
export const union = (noun: string, maxSize: number): Field<UnionValue, 'union'> => ({
  policy: 'union',
  shape: { kind: 'set', noun, maxSize },
  initial: EMPTY_UNION,
});

/** Whether `value` may stand in a scalar field of this shape. Unions are never set whole: false. */
export function fits(shape: Shape, value: unknown): value is Scalar {
  switch (shape.kind) {
    case 'text':
      return (
        typeof value === 'string' &&
        value.length <= shape.maxLength &&
        isWellFormed(value) &&
        !isUnprintable(shape, value) &&
        (!shape.pattern || shape.pattern.test(value))
      );
    case 'integer':
      return (
        Number.isSafeInteger(value) &&
        (value as number) >= shape.min &&
        (value as number) <= shape.max
      );
    case 'flag':
      return typeof value === 'boolean';
    case 'choice':
      return typeof value === 'string' && shape.of.includes(value);
    case 'ref':
      return isId(value) || (shape.optional && value === '');
    case 'set':
      return false;
  }
}

/**
 * Whether a text holds what nobody can see or type: control characters, beyond line breaks where the
 * field has lines. One of them takes six characters wherever a value is kept as JSON, NUL fits into no
 * database, and on a screen or in a log they only deceive.
 */
export function isUnprintable(shape: Shape, value: unknown): boolean {
  if (shape.kind !== 'text' || typeof value !== 'string') return false;
  return /\p{Cc}/u.test(shape.lines ? value.replaceAll('\n', '') : value);
}

/** PostgreSQL text does not hold half a surrogate pair; say so before the database does. */
function isWellFormed(value: string): boolean {
  return !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(value);
}
