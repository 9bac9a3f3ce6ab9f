/**
 * One entry meets the truth: its action is decided over locked rows, merged field by field, and
 * everything that follows (kept values, questions, the feed) is written in the same transaction.
 */
import { type Actor, isRefusal, type Patch } from '../action';
import type { Declarations } from '../declarations';
import type { Entity } from '../entity';
import type { Entry, Outcome } from '../entry';
import { isStamp, nodeOf, type Stamp, stampNode } from '../stamp';
import { type Merged, mergePatch, PatchError, RowRemoved } from '../merge';
import { readInput } from '../read-input';
import { rowName } from '../row';
import { inLockOrder, worldOf } from '../world';
import { askAndKeep, closeQuestions } from './ask-and-keep';
import { type Change, publishChanges } from './follow';
import { orderOf } from './order';
import type { ServerDevice, ServerTx } from './store';

export interface Receipt {
  readonly sentMs: number;
  readonly receivedMs: number;
  /** What the phone remembers of its earlier device epochs (SyncRequest.past). */
  readonly past: readonly Stamp[];
}

export interface Applied {
  readonly outcome: Outcome;
  readonly lastOrder: string;
}

/** Thrown inside the transaction: nothing of the entry may stand. */
export class EntryRefused extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

export async function applyEntry(
  tx: ServerTx,
  declarations: Declarations,
  device: ServerDevice,
  entry: Entry,
  receipt: Receipt,
): Promise<Applied> {
  const action = declarations.actions.get(entry.action);
  if (!action) throw new EntryRefused('action.unknown');
  const read = readInput(action, entry.input);
  if ('unfit' in read) throw new EntryRefused(read.code);
  if (!isStamp(entry.stamp) || stampNode(entry.stamp) !== nodeOf(device.id, device.epoch)) {
    throw new EntryRefused('stamp.forged');
  }
  const facts = await tx.person(device.personId);
  if (!facts.hasAccount && device.entryCount >= declarations.guestEntryLimit) {
    throw new EntryRefused('guest.limit');
  }
  const keys = inLockOrder(action.touches(read.input));
  const rowsByName = new Map((await tx.lockRows(keys)).map((row) => [rowName(row), row]));
  const actor: Actor = { personId: device.personId, ...facts };
  const decision = action.decide({
    world: worldOf(keys, new Map([...rowsByName].map(([name, row]) => [name, row.values]))),
    input: read.input,
    actor,
    nowMs: receipt.receivedMs,
  });
  if (isRefusal(decision)) throw new EntryRefused(decision.refused);
  const order = orderOf(entry, receipt.sentMs, receipt.receivedMs, device.lastOrder);
  const version = { id: entry.stamp, order, by: device.personId };
  const changes = new Map<string, Change>();
  let result: Outcome['result'] = 'applied';
  for (const patch of decision) {
    const entity = entityOf(declarations, patch);
    const name = rowName(patch);
    const merged = merge(entity, rowsByName.get(name), patch, {
      version,
      bases: entry.bases[name] ?? {},
      past: receipt.past,
    });
    await (patch.create ? tx.insertRow(merged.row) : tx.updateRow(merged.row));
    const before = changes.has(name) ? changes.get(name)?.before : rowsByName.get(name);
    changes.set(name, { before, after: merged.row });
    rowsByName.set(name, merged.row);
    await askAndKeep(tx, entity, merged, version);
    await closeQuestions(tx, merged, version);
    if (merged.differences.length > 0) result = 'conflict';
    else if (merged.concurrent && result === 'applied') result = 'merged';
  }
  await publishChanges(tx, declarations.entities, [...changes.values()], rowsByName);
  return {
    outcome: { seq: entry.seq, result, rows: [...changes.keys()], position: await tx.position() },
    lastOrder: order,
  };
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
