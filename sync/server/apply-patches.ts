/** What was decided is merged into rows that are locked, and everybody whom it concerns hears of it. */
import type { AnyAction, Patch } from '../action';
import type { Declarations } from '../declarations';
import type { Entity } from '../entity';
import type { OutcomeResult } from '../entry';
import { type Merged, mergePatch, PatchError, RowRemoved, type Said } from '../merge';
import { type Row, rowName, type RowName } from '../row';
import { askAndKeep, closeQuestions } from './ask-and-keep';
import { type Change, publishChanges } from './follow';
import { DuplicateRow, type ServerTx, WorldMoved } from './store';

/** Thrown inside the transaction: nothing of the entry may stand. */
export class EntryRefused extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

interface Effect {
  readonly result: OutcomeResult;
  /** Rows that changed. */
  readonly rows: readonly RowName[];
}

/**
 * @param rowsByName rows as they stand under the caller's locks; they stand changed afterwards
 * @throws EntryRefused, or WorldMoved when something unique was taken meanwhile
 */
export async function applyPatches(
  tx: ServerTx,
  declarations: Declarations,
  action: AnyAction,
  patches: readonly Patch[],
  rowsByName: Map<RowName, Row>,
  saidOf: (name: RowName) => Said,
): Promise<Effect> {
  const changes = new Map<RowName, Change>();
  let result: OutcomeResult = 'applied';
  for (const patch of patches) {
    const entity = entityOf(declarations, patch);
    const name = rowName(patch);
    const said = saidOf(name);
    const merged = merge(entity, rowsByName.get(name), patch, said);
    await (patch.create ? insert(tx, merged.row, action) : tx.updateRow(merged.row));
    const before = changes.has(name) ? changes.get(name)?.before : rowsByName.get(name);
    changes.set(name, { before, after: merged.row });
    rowsByName.set(name, merged.row);
    await askAndKeep(tx, entity, merged, said.version);
    await closeQuestions(tx, merged, said.version);
    if (merged.differences.length > 0) result = 'conflict';
    else if (merged.concurrent && result === 'applied') result = 'merged';
  }
  await publishChanges(tx, declarations.entities, [...changes.values()], rowsByName);
  return { result, rows: [...changes.keys()] };
}

/**
 * Two orders took one number at the same moment: whoever learns of the other one meanwhile says something
 * else. A row that is there already stays a refusal.
 */
async function insert(tx: ServerTx, row: Row, action: AnyAction): Promise<void> {
  try {
    await tx.insertRow(row);
  } catch (failure) {
    const isTaken = failure instanceof DuplicateRow && action.learns && !(await tx.readRow(row));
    throw isTaken ? new WorldMoved(row.noun) : failure;
  }
}

function entityOf(declarations: Declarations, patch: Patch): Entity {
  const entity = declarations.entities.get(patch.noun);
  if (!entity) throw new PatchError(`unknown noun ${patch.noun}`);
  return entity;
}

function merge(...[entity, row, patch, said]: Parameters<typeof mergePatch>): Merged {
  try {
    return mergePatch(entity, row, patch, said);
  } catch (failure) {
    if (failure instanceof RowRemoved) throw new EntryRefused('row.removed');
    if (failure instanceof PatchError) throw new EntryRefused('change.unfit');
    throw failure;
  }
}
