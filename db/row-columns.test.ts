import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { declarations } from '#domain/index';
import type { Entity, Values } from '#sync/entity';
import type { Shape } from '#sync/field';
import type { Row } from '#sync/row';
import { columnsOf } from './noun-table';
import { columnsToRow, rowToColumns, safeInteger, type TableRow } from './row-columns';

const anyId = fc.uuid();
const anyStamp = fc.stringMatching(/^[0-9a-z]{12}[0-9a-f]{12}[0-9a-z]{2}$/);

function anyValue(shape: Shape): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case 'text':
      return fc.string({ maxLength: shape.maxLength });
    case 'integer':
      return fc.integer({ min: shape.min, max: shape.max });
    case 'flag':
      return fc.boolean();
    case 'choice':
      return fc.constantFrom(...shape.of);
    case 'ref':
      return shape.optional ? fc.oneof(anyId, fc.constant('')) : anyId;
    case 'set':
      return fc.record({
        live: fc.dictionary(anyId, anyStamp, { noNullPrototype: true }),
        dead: fc.dictionary(anyId, fc.array(anyStamp), { noNullPrototype: true }),
      });
  }
}

function anyRow(entity: Entity): fc.Arbitrary<Row> {
  const fields = Object.keys(entity.fields);
  const values = Object.fromEntries(
    Object.entries(entity.fields).map(([field, { shape }]) => [field, anyValue(shape)]),
  );
  const version = fc
    .tuple(anyStamp, anyStamp, fc.boolean(), anyId)
    .map(([id, order, same, by]) => ({ id, order: same ? id : order, by }));
  return fc.record({
    noun: fc.constant(entity.noun),
    id: anyId,
    values: fc.record(values) as unknown as fc.Arbitrary<Values>,
    versions: fc.dictionary(fc.constantFrom(...fields), version, { noNullPrototype: true }),
  });
}

/** What a column hands back: JSON through and through, and wide integers as text. */
function asTheDriverWould(entity: Entity, columns: TableRow): TableRow {
  const back = JSON.parse(JSON.stringify(columns)) as TableRow;
  for (const { name, type } of columnsOf(entity)) {
    if (type === 'bigint') back[name] = String(back[name]);
  }
  return back;
}

describe('a row goes into its table and comes back the same', () => {
  test.each([...declarations.entities.values()].map((entity) => [entity.noun, entity] as const))(
    '%s',
    (_noun, entity) => {
      fc.assert(
        fc.property(anyRow(entity), (row) => {
          const columns = asTheDriverWould(entity, rowToColumns(entity, row));
          expect(columnsToRow(entity, columns)).toEqual(row);
        }),
      );
    },
  );
});

test('columns are spelled as databases spell them, and an empty reference is no value at all', () => {
  const grant = declarations.entities.get('grant')!;
  const values = {
    personId: 'p',
    role: 'dinas',
    village: '',
    shopId: '',
    givenBy: 'g',
    status: 'active',
  };
  const columns = rowToColumns(grant, { noun: 'grant', id: 'i', values, versions: {} });
  expect(columns).toEqual({
    ...{ id: 'i', person_id: 'p', role: 'dinas', village: '', shop_id: null, given_by: 'g' },
    ...{ status: 'active', versions: {} },
  });
});

test('a number too wide to be counted exactly is never rounded in silence', () => {
  expect(safeInteger('9007199254740991')).toBe(Number.MAX_SAFE_INTEGER);
  expect(() => safeInteger('9007199254740993')).toThrow(RangeError);
  expect(() => safeInteger('12.5')).toThrow(RangeError);
  expect(() => safeInteger(null)).toThrow(RangeError);
});
