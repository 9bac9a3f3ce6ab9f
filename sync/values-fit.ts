/**
 * Is this at all what the noun is made of? Asked of rows that come from the air or from worn flash: a list
 * where a text should be would stop every screen that shows the row. How long a text is and how high a
 * price is not asked: a newer server may allow more.
 */
import type { Entity } from './entity';
import type { Shape, UnionValue } from './field';

/** Every value that the noun declares is of its kind; what it does not declare is not looked at. */
export function areValuesOf(entity: Entity, values: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(entity.fields).every(
    ([name, { shape }]) => !hasOwn(values, name) || isOfKind(shape, values[name]),
  );
}

function isOfKind({ kind }: Shape, value: unknown): boolean {
  if (kind === 'integer') return Number.isSafeInteger(value);
  if (kind === 'flag') return typeof value === 'boolean';
  return kind === 'set' ? isUnion(value) : typeof value === 'string';
}

function isUnion(value: unknown): boolean {
  const { live, dead } = (value ?? {}) as Partial<UnionValue>;
  return (
    isRecord(live) &&
    isRecord(dead) &&
    Object.values(live).every((stamp) => typeof stamp === 'string') &&
    Object.values(dead).every(Array.isArray)
  );
}

/** `Object.hasOwn`, which phones that are still in use do not know (docs/dependencies.md). */
export const hasOwn = (record: object, name: string): boolean =>
  Object.prototype.hasOwnProperty.call(record, name);

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
