/** Laws for every field that is declared: the order in which concurrent changes arrive means nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Patch } from '#sync/action';
import type { Entity } from '#sync/entity';
import type { Field, Scalar, Shape } from '#sync/field';
import { mergePatch, type Said } from '#sync/merge';
import type { Row } from '#sync/row';
import { makeStamp, nodeOf } from '#sync/stamp';
import { declarations } from './index';

const ID = '01990000-0000-7000-8000-0000000000aa';
const PATTERNED: Record<string, readonly string[]> = {
  village: ['63.11.07.2005', '63.11.07.2015', ''],
  phone: ['+6281100001234', '+6281100009999', ''],
};

/** Values that fit a field, few enough that equal ones meet. */
function valuesOf(name: string, shape: Shape): readonly Scalar[] {
  if (PATTERNED[name]) return PATTERNED[name];
  switch (shape.kind) {
    case 'text':
      return shape.pattern ? [''] : ['satu', 'dua', 'tiga'];
    case 'integer':
      return [Math.max(0, shape.min), 1, 2, Math.min(9_999, shape.max)];
    case 'flag':
      return [true, false];
    case 'choice':
      return shape.of;
    case 'ref':
      return ['01990000-0000-7000-8000-0000000000b1', '01990000-0000-7000-8000-0000000000b2'];
    case 'set':
      return ['p1', 'p2', 'p3'];
  }
}

function changeOf(entity: Entity, name: string, field: Field, value: Scalar): Patch {
  const here = { noun: entity.noun, id: ID };
  if (field.policy === 'total') return { ...here, add: { [name]: Number(value) % 50 } };
  if (field.policy === 'union') return { ...here, put: { [name]: [String(value)] } };
  return { ...here, set: { [name]: value } };
}

const says = (phone: number, ms: number): Said => {
  const id = makeStamp(
    { ms, counter: 0 },
    nodeOf(`01990000-0000-7000-8000-00000000000${phone}`, 0),
  );
  return { version: { id, order: id, by: `person ${phone}` }, bases: {} };
};

interface Change {
  readonly patch: Patch;
  readonly said: Said;
}

/** The end of a village's day: what stands, and every value that was kept beside it. */
function play(entity: Entity, birth: Row, changes: readonly Change[]) {
  let row = birth;
  const kept = new Set<string>();
  for (const { patch, said } of changes) {
    const merged = mergePatch(entity, row, patch, said);
    row = merged.row;
    merged.kept.forEach(({ field, value }) => kept.add(`${field} ${String(value)}`));
  }
  return { row, kept };
}

const mergeable = [...declarations.entities.values()].flatMap((entity) =>
  Object.entries(entity.fields)
    .filter(([, { policy }]) => policy !== 'fixed' && policy !== 'decided')
    .map(([name, field]) => ({
      entity,
      name,
      field,
      title: `${entity.noun}.${name} (${field.policy})`,
    })),
);

describe('[S6] the merge law of', () => {
  it.each(mergeable)(
    '$title: arrival in any order ends the same, and every loser is kept',
    ({ entity, name, field }) => {
      const birth = mergePatch(
        entity,
        undefined,
        { noun: entity.noun, id: ID, create: true },
        says(0, 1),
      ).row;
      const said = fc.uniqueArray(
        fc.record({
          value: fc.constantFrom(...valuesOf(name, field.shape)),
          ms: fc.integer({ min: 10, max: 10_000 }),
        }),
        { minLength: 2, maxLength: 5, selector: ({ ms }) => ms },
      );
      fc.assert(
        fc.property(said, fc.infiniteStream(fc.nat()), (edits, order) => {
          const changes = edits.map(({ value, ms }, phone) => ({
            patch: changeOf(entity, name, field, value),
            said: says(phone + 1, ms),
          }));
          const shuffled = changes
            .map((change) => ({ change, at: order.next().value ?? 0 }))
            .sort((a, b) => a.at - b.at)
            .map(({ change }) => change);
          const one = play(entity, birth, changes);
          const other = play(entity, birth, shuffled);
          expect(other.row.values).toEqual(one.row.values);
          if (field.policy === 'latest' || field.policy === 'asked') {
            expectKept(one, changes, name);
            expectKept(other, changes, name);
          }
        }),
        { numRuns: 60 },
      );
    },
  );

  it('covers every policy that merges', () => {
    expect(new Set(mergeable.map(({ field }) => field.policy))).toEqual(
      new Set(['latest', 'asked', 'total', 'union']),
    );
  });
});

/** Each value that was said shows, equals what shows, or was kept. */
function expectKept(
  { row, kept }: ReturnType<typeof play>,
  changes: readonly Change[],
  name: string,
): void {
  const standing = (row.values as Record<string, Scalar>)[name];
  for (const { patch } of changes) {
    const value = patch.set?.[name];
    const found = value === standing || kept.has(`${name} ${String(value)}`);
    expect(found, `${String(value)} vanished`).toBe(true);
  }
}
