/**
 * Everything an entry is decided over: the rows its action names, those they name in turn, and what only
 * the server can know. Locked in name order, whoever else works on the same rows.
 */
import type { Actor, AnyAction, Learned, ServerLook } from '../action';
import type { Scalar } from '../field';
import { type Row, type RowKey, rowName, type RowName } from '../row';
import { inLockOrder } from '../world';
import { type ServerTx, WorldMoved } from './store';

interface Gathered {
  readonly keys: readonly RowKey[];
  /** Of `keys`, those that exist: locked, and as they stand. */
  readonly rowsByName: Map<RowName, Row>;
  /** Null for an action that learns nothing. */
  readonly learned: Learned<unknown> | null;
}

/** @throws WorldMoved when a row was born between looking and locking: another try finds it */
export async function gather(
  tx: ServerTx,
  action: AnyAction,
  input: Record<string, Scalar>,
  actor: Actor,
): Promise<Gathered> {
  const reached = (look: ServerLook) => action.reaches?.(input, look, actor) ?? NOTHING;
  const named = inLockOrder([
    ...action.touches(input),
    ...(await reached(lookOver(tx, new Map()))),
  ]);
  const rowsByName = byName(await tx.lockRows(named));
  const known = new Set(named.map(rowName));
  const look = lookOver(tx, rowsByName);
  if ((await reached(look)).some((key) => !known.has(rowName(key)))) {
    throw new WorldMoved('a row was born meanwhile');
  }
  const learned = (await action.learns?.(input, look, actor)) ?? null;
  const found = inLockOrder(learned?.rows ?? []).filter((key) => !known.has(rowName(key)));
  if (found.length === 0) return { keys: named, rowsByName, learned };
  for (const [name, row] of byName(await tx.lockRows(found))) rowsByName.set(name, row);
  return { keys: [...named, ...found], rowsByName, learned };
}

const NOTHING: Promise<readonly RowKey[]> = Promise.resolve([]);

const byName = (rows: readonly Row[]): Map<RowName, Row> =>
  new Map(rows.map((row) => [rowName(row), row]));

/** @param held rows that are locked: what they say now holds until the end */
function lookOver(tx: ServerTx, held: ReadonlyMap<RowName, Row>): ServerLook {
  return {
    row: async ({ noun }, id) => {
      const row = held.get(rowName({ noun, id })) ?? (await tx.readRow({ noun, id }));
      return row?.values as never;
    },
    find: ({ noun }, sought, limit) => tx.find(noun, sought, limit),
    count: ({ noun }, sought) => tx.count(noun, sought),
    isErased: (key) => tx.anyErased([key]),
  };
}
