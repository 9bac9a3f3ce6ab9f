/**
 * A tap. The action runs at once on what the phone holds; the entry and what it changed are written
 * in one durable transaction. When this returns `ok`, the screen may say "Tersimpan di HP".
 */
import { isRefusal, type Look, type Patch } from '../action';
import type { Declarations } from '../declarations';
import type { Bases, Entry, EntryInput } from '../entry';
import { elementBase } from '../merge';
import { readInput } from '../read-input';
import { rowName, type RowName } from '../row';
import type { UnionValue } from '../field';
import { makeStamp, nodeOf, type Stamp, tick } from '../stamp';
import { inLockOrder, worldOf } from '../world';
import type { PhoneRow, PhoneState, PhoneStore, PhoneTx, Queued } from './store';
import { rebuildViews, unsentRow } from './view';

export interface Call {
  readonly action: string;
  readonly input: EntryInput;
}

export interface PhonePorts {
  /** The phone's own clock, however wrong. ms since epoch. */
  readonly nowMs: () => number;
}

export type Tapped =
  { readonly ok: true; readonly queued: Queued } | { readonly ok: false; readonly code: string };

/** @throws whatever the store throws (full disk, closed database): then nothing was written. */
export function tap(
  store: PhoneStore,
  declarations: Declarations,
  call: Call,
  ports: PhonePorts,
): Promise<Tapped> {
  return store.write((tx) => tapIn(tx, declarations, call, ports.nowMs()));
}

/** The same inside a transaction that does more (answering a refusal, importing a file). */
export async function tapIn(
  tx: PhoneTx,
  declarations: Declarations,
  call: Call,
  rawNowMs: number,
): Promise<Tapped> {
  const action = declarations.actions.get(call.action);
  if (!action) return { ok: false, code: 'action.unknown' };
  const read = readInput(action, call.input);
  if ('unfit' in read) return { ok: false, code: read.code };
  const state = await tx.state();
  const reached = await action.reaches?.(read.input, lookOn(tx), state.actor);
  const keys = inLockOrder([...action.touches(read.input), ...(reached ?? [])]);
  const rowsByName = new Map<RowName, PhoneRow>();
  for (const key of keys) {
    const row = await tx.row(rowName(key));
    if (row) rowsByName.set(row.name, row);
  }
  const rawMs = Math.max(0, Math.floor(rawNowMs));
  const madeMs = rawMs + (state.offsetMs ?? 0);
  const views = [...rowsByName].flatMap(([name, { view }]) =>
    view ? [[name, view.values] as const] : [],
  );
  const decision = action.decide({
    world: worldOf(keys, new Map(views)),
    input: read.input,
    actor: state.actor,
    nowMs: madeMs,
    learned: null,
  });
  if (isRefusal(decision)) return { ok: false, code: decision.refused };
  const clock = tick(state.clock, madeMs);
  const entry: Entry = {
    seq: state.nextSeq,
    action: call.action,
    input: read.input,
    stamp: makeStamp(clock, nodeOf(state.deviceId, state.deviceEpoch)),
    rawMs,
    corrected: state.offsetMs !== null,
    bases: basesOf(declarations, decision, rowsByName),
  };
  const rows = [...new Set(decision.map(rowName))];
  const queued: Queued = {
    deviceEpoch: state.deviceEpoch,
    seq: entry.seq,
    entry,
    state: 'waiting',
    patches: decision,
    rows,
    madeMs,
    outcome: null,
    answeredMs: null,
  };
  await tx.putQueued(queued);
  await tx.saveState({ ...state, clock, nextSeq: state.nextSeq + 1 } satisfies PhoneState);
  await rebuildViews(tx, declarations, rows, state);
  return { ok: true, queued };
}

/** Rows as this phone shows them. */
const lookOn = (tx: PhoneTx): Look => ({
  row: async ({ noun }, id) => {
    const row = await tx.row(rowName({ noun, id }));
    return (row?.view?.values ?? undefined) as never;
  },
});

/** What the person had in front of them: the server's last versions of every field they touch. */
function basesOf(
  declarations: Declarations,
  patches: readonly Patch[],
  rowsByName: ReadonlyMap<RowName, PhoneRow>,
): Bases {
  const bases: Record<RowName, Record<string, Stamp>> = {};
  for (const patch of patches) {
    if (patch.create) continue;
    const name = rowName(patch);
    const row = rowsByName.get(name) ?? unsentRow(name);
    const tombstone = declarations.entities.get(patch.noun)?.tombstone;
    const fields = new Set(Object.keys(patch.set ?? {}));
    if (tombstone) {
      fields.add(tombstone.field);
      const removes = patch.set?.[tombstone.field] === tombstone.gone;
      if (removes) Object.keys(row.base?.versions ?? {}).forEach((field) => fields.add(field));
    }
    const seen: Record<string, Stamp> = {};
    for (const field of fields) {
      const version = row.base?.versions[field];
      if (version) seen[field] = version.id;
    }
    for (const [field, elements] of Object.entries(patch.drop ?? {})) {
      const union = (row.base?.values as Record<string, UnionValue> | undefined)?.[field];
      for (const element of elements) {
        const added = union?.live[element];
        if (added !== undefined) seen[elementBase(field, element)] = added;
      }
    }
    bases[name] = { ...bases[name], ...seen };
  }
  return bases;
}
