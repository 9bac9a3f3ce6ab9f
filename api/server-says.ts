/**
 * A row that no phone has said: who somebody is, when they sign up before their phone has introduced
 * them; the first right, which nobody can give yet. It goes through the engine's own merge and feed.
 */
import { randomBytes } from 'node:crypto';

import { declarations } from '#domain/index';
import type { Entity } from '#sync/entity';
import type { Scalar } from '#sync/field';
import { mergePatch } from '#sync/merge';
import { publishChanges } from '#sync/server/follow';
import { DuplicateRow, type ServerStore } from '#sync/server/store';
import { makeStamp } from '#sync/stamp';

interface Birth {
  readonly entity: Entity;
  readonly id: string;
  readonly set: Readonly<Record<string, Scalar>>;
  /** The person whose word it is. */
  readonly by: string;
}

/** @returns false when the row was there already; it is left as it is */
export async function bear(store: ServerStore, nowMs: number, birth: Birth): Promise<boolean> {
  const { entity, id, set, by } = birth;
  // A node by chance, in the place where a phone has the tail of its id: 48 bits that no phone shares.
  const stamp = makeStamp({ ms: nowMs, counter: 0 }, `${randomBytes(6).toString('hex')}00`);
  const version = { id: stamp, order: stamp, by };
  const patch = { noun: entity.noun, id, create: true, set };
  const { row } = mergePatch(entity, undefined, patch, { version, bases: {} });
  try {
    await store.transaction(async (tx) => {
      await tx.insertRow(row);
      await publishChanges(tx, declarations.entities, [{ after: row }]);
    });
    return true;
  } catch (failure) {
    if (failure instanceof DuplicateRow) return false;
    throw failure;
  }
}
