/** A row of the engine and a row of a table: the same facts in two coats, changed without loss. */
import type { Entity, Values } from '#sync/entity';
import type { Row, Version } from '#sync/row';
import { fromWireVersion, toWireVersion, type WireVersion } from '#sync/wire';
import { columnsOf, type Column } from './noun-table';

export type TableRow = Record<string, unknown>;

/** The row as columns: `id`, one for each declared field, `versions`. */
export function rowToColumns(entity: Entity, row: Row): TableRow {
  const values = row.values as Record<string, unknown>;
  const columns: TableRow = { id: row.id };
  for (const column of columnsOf(entity)) {
    const value = values[column.field];
    columns[column.name] = column.nullable && value === '' ? null : value;
  }
  columns['versions'] = Object.fromEntries(
    Object.entries(row.versions).map(([field, version]) => [field, toWireVersion(version)]),
  );
  return columns;
}

/**
 * The columns as a row.
 *
 * @throws RangeError when a number in the table is beyond what JavaScript counts exactly
 */
export function columnsToRow(entity: Entity, columns: TableRow): Row {
  const values: Record<string, unknown> = {};
  for (const column of columnsOf(entity)) values[column.field] = valueOf(column, columns);
  const versions: Record<string, Version> = {};
  for (const [field, version] of Object.entries(columns['versions'] as VersionsColumn)) {
    versions[field] = fromWireVersion(version);
  }
  return { noun: entity.noun, id: columns['id'] as string, values: values as Values, versions };
}
type VersionsColumn = Record<string, WireVersion>;

function valueOf(column: Column, columns: TableRow): unknown {
  const value = columns[column.name];
  if (column.nullable && value === null) return '';
  return column.shape.kind === 'integer' ? safeInteger(value) : value;
}

/**
 * The driver hands wide integers over as text when nobody told it otherwise.
 *
 * @throws RangeError for what is no whole number, or one that would be rounded
 */
export function safeInteger(value: unknown): number {
  const number = typeof value === 'string' ? Number.parseFloat(value) : value;
  if (typeof number !== 'number' || !Number.isSafeInteger(number))
    throw new RangeError(`not a whole number: ${String(value)}`);
  return number;
}
