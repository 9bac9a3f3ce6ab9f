/** Nobody's work disappears: losing values are kept, and differences become a question for a person. */
import type { Entity } from '../entity';
import type { Merged } from '../merge';
import { conflict, type ConflictValues, kept, type SeenValue } from '../questions';
import type { Candidate, Difference, KeptValue, Row, Version } from '../row';
import { stampMs } from '../stamp';
import type { ServerTx } from './store';

/** A question keeps at most this many values; later ones are still in the history. */
const MAX_CANDIDATES = 12;

export async function askAndKeep(
  tx: ServerTx,
  entity: Entity,
  merged: Merged,
  version: Version,
): Promise<void> {
  const scopes = entity.privateScopes(merged.row.id, merged.row.values);
  for (const loser of merged.kept) await keep(tx, scopes, loser);
  for (const difference of merged.differences) await ask(tx, scopes, difference, version);
}

/** The person's word closes the open questions about these fields. */
export async function closeQuestions(
  tx: ServerTx,
  merged: Merged,
  version: Version,
): Promise<void> {
  for (const field of merged.answered) {
    const open = await tx.openQuestion(merged.row.noun, merged.row.id, field);
    if (!open) continue;
    const chosen = JSON.stringify((merged.row.values as Record<string, unknown>)[field]);
    const values = open.values as ConflictValues;
    await update(tx, open, version, {
      ...values,
      status: 'decided',
      chosen,
      decidedBy: version.by,
    });
  }
}

async function keep(tx: ServerTx, scopes: readonly string[], loser: KeptValue): Promise<void> {
  const row: Row = {
    noun: kept.noun,
    id: tx.newId(),
    values: {
      noun: loser.noun,
      rowId: loser.rowId,
      field: loser.field,
      scopes: scopes.join(' '),
      value: JSON.stringify(await seen(tx, loser)),
      lostTo: loser.lostTo,
    },
    versions: {},
  };
  await tx.insertRow(row);
  await tx.publish(row, scopes);
}

async function ask(
  tx: ServerTx,
  scopes: readonly string[],
  difference: Difference,
  version: Version,
): Promise<void> {
  const candidates = await Promise.all(difference.candidates.map((one) => seen(tx, one)));
  const open = await tx.openQuestion(difference.noun, difference.rowId, difference.field);
  if (open) {
    const values = open.values as ConflictValues;
    const known = JSON.parse(values.candidates) as SeenValue[];
    const fresh = candidates.filter((one) => !known.some((k) => k.version === one.version));
    const all = [...known, ...fresh].slice(-MAX_CANDIDATES);
    await update(tx, open, version, { ...values, candidates: JSON.stringify(all) });
    return;
  }
  const values: ConflictValues = {
    noun: difference.noun,
    rowId: difference.rowId,
    field: difference.field,
    scopes: scopes.join(' '),
    candidates: JSON.stringify(candidates),
    status: 'open',
    chosen: '',
    decidedBy: '',
  };
  // Of the later one, whichever arrived second.
  const last = difference.candidates.reduce(
    (latest, one) => (one.version.order > latest.order ? one.version : latest),
    version,
  );
  const versions = { candidates: last, status: last, chosen: last, decidedBy: last };
  // Named after the values that differ, whichever came first: a decision finds its question again
  // when both are taken a second time by a server restored from a backup.
  const versionsSeen = candidates.map((one) => one.version).toSorted();
  const { noun, rowId, field } = difference;
  const id = tx.idFor(['question', noun, rowId, field, ...versionsSeen].join(' '));
  const row: Row = { noun: conflict.noun, id, values, versions };
  await tx.insertRow(row);
  await tx.publish(row, scopes);
}

async function update(
  tx: ServerTx,
  row: Row,
  version: Version,
  values: ConflictValues,
): Promise<void> {
  const versions = Object.fromEntries(Object.keys(row.versions).map((name) => [name, version]));
  await tx.updateRow({ ...row, values, versions });
  await tx.publish(row, conflict.privateScopes(row.id, values));
}

async function seen(tx: ServerTx, candidate: Candidate): Promise<SeenValue> {
  return {
    value: candidate.value,
    version: candidate.version.id,
    personId: candidate.version.by,
    personName: await tx.nameOf(candidate.version.by),
    atMs: stampMs(candidate.version.order),
  };
}
