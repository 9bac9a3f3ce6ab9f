/**
 * What the server does by itself because time has passed: nobody tapped, so there is no entry and no
 * outcome. Whatever a person did, also if it is told only after a restore, ranks above it.
 */
import { type AnyAction, isRefusal } from '../action';
import type { Declarations } from '../declarations';
import type { EntryInput } from '../entry';
import { readInput } from '../read-input';
import type { RowName } from '../row';
import { makeStamp } from '../stamp';
import { worldOf } from '../world';
import { applyPatches } from './apply-patches';
import { gather } from './gather';
import type { ServerTx } from './store';

/** Nobody: no person has this id. */
const NOBODY = { personId: '', hasAccount: false, rights: [] } as const;

/**
 * Does it in this transaction, or nothing if it is no longer to be done.
 *
 * @returns the rows that changed
 */
export async function ownDeed(
  tx: ServerTx,
  declarations: Declarations,
  action: AnyAction,
  input: EntryInput,
  nowMs: number,
): Promise<readonly RowName[]> {
  const read = readInput(action, input);
  if ('unfit' in read) throw new Error(`${action.name}: ${read.unfit}`);
  const { keys, rowsByName, learned } = await gather(tx, action, read.input, NOBODY);
  if (await tx.anyErased(keys)) return [];
  const world = worldOf(keys, new Map([...rowsByName].map(([name, row]) => [name, row.values])));
  const decision = action.decide({ world, input: read.input, actor: NOBODY, nowMs, learned });
  if (isRefusal(decision)) return [];
  // A node by chance, where a phone has the tail of its id; ranked right after what stood.
  const node = `${tx.newId().slice(-12)}00`;
  const version = {
    id: makeStamp({ ms: nowMs, counter: 0 }, node),
    order: makeStamp({ ms: 0, counter: 0 }, node),
    by: NOBODY.personId,
  };
  const said = () => ({ version, bases: {} });
  return (await applyPatches(tx, declarations, action, decision, rowsByName, said)).rows;
}
