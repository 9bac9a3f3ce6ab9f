/** The rows an action named, and no others: reading past them would escape the server's locks. */
import type { World } from './action';
import type { Values } from './entity';
import { rowName, type RowKey, type RowName } from './row';

/** @throws Error when the action reads a row it did not name: our own mistake. */
export function worldOf(
  keys: readonly RowKey[],
  valuesByName: ReadonlyMap<RowName, Values>,
): World {
  const named = new Set(keys.map(rowName));
  return {
    get: (entity, id) => {
      const name = rowName({ noun: entity.noun, id });
      if (!named.has(name)) throw new Error(`action reads ${entity.noun} it did not name`);
      return valuesByName.get(name) as never;
    },
  };
}

/** Each key once, in the order locks are taken. */
export function inLockOrder(keys: readonly RowKey[]): RowKey[] {
  const byName = new Map(keys.map((key) => [rowName(key), key]));
  return [...byName.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, key]) => key);
}
