/** Which table keeps a noun, and what its columns must be: read off the declaration, never repeated. */
import type { Entity } from '#sync/entity';
import type { Field, Shape } from '#sync/field';

/** One field's column. `type` is spelled as PostgreSQL's format_type() spells it. */
export interface Column {
  readonly field: string;
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly shape: Shape;
}

const MAX_INTEGER = 2 ** 31 - 1;

/** `grant` and `order` are words of SQL itself; every other noun names its table. */
export function tableOfNoun(noun: string): string {
  return RENAMED[noun] ?? snakeCase(noun);
}
const RENAMED: Readonly<Record<string, string>> = { grant: 'right_grant', order: 'market_order' };

const snakeCase = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Columns of an entity's fields, in the order they are declared; `id` and `versions` come besides. */
export function columnsOf(entity: Entity): readonly Column[] {
  const known = columnsByEntity.get(entity);
  if (known) return known;
  const columns = Object.entries(entity.fields).map(([field, declared]) =>
    columnOf(field, declared),
  );
  columnsByEntity.set(entity, columns);
  return columns;
}
const columnsByEntity = new WeakMap<Entity, readonly Column[]>();

function columnOf(field: string, { shape }: Field): Column {
  const name = snakeCase(field);
  const nullable = shape.kind === 'ref' && shape.optional;
  return { field, name, type: typeOf(shape), nullable, shape };
}

function typeOf(shape: Shape): string {
  switch (shape.kind) {
    case 'text':
      // PostgreSQL counts characters, JavaScript UTF-16 units: the column never refuses what fits.
      return `character varying(${shape.maxLength})`;
    case 'integer':
      return shape.min < -MAX_INTEGER || shape.max > MAX_INTEGER ? 'bigint' : 'integer';
    case 'flag':
      return 'boolean';
    case 'choice':
      return 'text';
    case 'ref':
      return 'uuid';
    case 'set':
      return 'jsonb';
  }
}
