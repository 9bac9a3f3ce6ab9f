/**
 * Do the tables still say what the declarations say? Where they do not, the statements that would make
 * them agree: the start of the next migration.
 */
import type { Entity } from '#sync/entity';
import type { Field } from '#sync/field';
import { columnsOf, tableOfNoun, type Column } from './noun-table';

/** A table as PostgreSQL describes it. */
export interface ActualTable {
  readonly columns: Readonly<Record<string, { type: string; nullable: boolean }>>;
  /** Definition by name of each check. */
  readonly checks: Readonly<Record<string, string>>;
}

/** DDL that is missing, one statement each; empty when nothing drifted. */
export function driftOf(
  entities: Iterable<Entity>,
  tables: Readonly<Record<string, ActualTable>>,
): string[] {
  return [...entities].flatMap((entity) => {
    const name = tableOfNoun(entity.noun);
    const table = tables[name];
    if (!table) return [createTable(name, entity)];
    const columns = columnsOf(entity);
    const declared = new Set(['id', 'versions', ...columns.map((column) => column.name)]);
    return [
      ...columns.flatMap((column) => columnDrift(name, column, fieldOf(entity, column), table)),
      ...Object.keys(table.columns)
        .filter((column) => !declared.has(column))
        .map((column) => `alter table ${name} drop column ${column};`),
    ];
  });
}

function createTable(name: string, entity: Entity): string {
  const columns = columnsOf(entity).flatMap((column) => [
    `${column.name} ${column.type}${column.nullable ? '' : ' not null'}`,
    ...checksOf(name, column).map(({ check, sql }) => `constraint ${check} ${sql}`),
  ]);
  const lines = ['id uuid primary key', ...columns, 'versions jsonb not null'];
  return `create table ${name} (\n  ${lines.join(',\n  ')}\n);`;
}

function columnDrift(name: string, column: Column, field: Field, table: ActualTable): string[] {
  const actual = table.columns[column.name];
  const alter = `alter table ${name} alter column ${column.name}`;
  if (!actual) {
    const fallback = column.nullable ? '' : ` not null default ${literal(field.initial)}`;
    return [
      `alter table ${name} add column ${column.name} ${column.type}${fallback};`,
      ...checksOf(name, column).map(({ check, sql }) => addCheck(name, check, sql)),
    ];
  }
  const statements: string[] = [];
  if (actual.type !== column.type) statements.push(`${alter} type ${column.type};`);
  if (actual.nullable !== column.nullable) {
    statements.push(`${alter} ${column.nullable ? 'drop' : 'set'} not null;`);
  }
  for (const { check, sql, bounds } of checksOf(name, column)) {
    const standing = table.checks[check];
    if (standing && sameBounds(standing, bounds)) continue;
    if (standing) statements.push(`alter table ${name} drop constraint ${check};`);
    statements.push(addCheck(name, check, sql));
  }
  return statements;
}

interface Check {
  check: string;
  sql: string;
  /** What must be named in it, and nothing else. */
  bounds: string[];
}

function checksOf(table: string, { name, shape }: Column): Check[] {
  if (shape.kind === 'choice') {
    const sql = `check (${name} in (${shape.of.map(literal).join(', ')}))`;
    return [{ check: `${table}_${name}_choice`, sql, bounds: [...shape.of] }];
  }
  if (shape.kind === 'integer') {
    const sql = `check (${name} between ${shape.min} and ${shape.max})`;
    return [{ check: `${table}_${name}_range`, sql, bounds: [shape.min, shape.max].map(String) }];
  }
  return [];
}

/** PostgreSQL rewrites a check when it stores it; the quoted words and numbers in it stay the same. */
function sameBounds(definition: string, bounds: string[]): boolean {
  const words = definition.match(/'[^']*'|(?<![\w'])-?\d+(?![\w'])/g) ?? [];
  const named = words.map((word) => word.replaceAll("'", ''));
  return named.toSorted().join() === bounds.toSorted().join();
}

const addCheck = (table: string, check: string, sql: string) =>
  `alter table ${table} add constraint ${check} ${sql};`;

function literal(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `'${text.replaceAll("'", "''")}'`;
}

function fieldOf(entity: Entity, column: Column): Field {
  return entity.fields[column.field] as Field;
}
