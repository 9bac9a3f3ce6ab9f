/** I28: who was erased does not come back, by whatever way; and nothing else goes with them. */
import type { Outcome } from '#sync/entry';
import type { Offer, SyncAnswer, SyncRequest } from '#sync/wire';
import type { Row } from '#sync/row';
import type { Handset } from '../handset';
import { type Commit, workKey } from '../history';
import type { Village } from '../village';

/** Nothing is written of them any more, nor by them. */
export function erasedIsNotWritten(village: Village, { writes, personId, entry }: Commit): void {
  const { erased, forgotten } = village.history;
  if (erased.size === 0) return;
  for (const { name, after } of writes)
    if (erased.has(name) || erased.has(subjectOf(after)))
      village.blame('I28', `${entry?.action} of ${personId} wrote the erased ${name}`);
  if (forgotten.has(personId) && writes.length > 0)
    village.blame('I28', `${entry?.action} of the erased ${personId} took effect`);
}

/** What a question or a kept value is about. */
function subjectOf({ noun, values }: Row): string {
  const { noun: about, rowId } = values as { noun?: unknown; rowId?: unknown };
  return noun === 'kept' || noun === 'conflict' ? `${String(about)}/${String(rowId)}` : '';
}

/** Somebody else has a part in it and keeps the bare rest. */
const isLeft = ({ history }: Village, name: string): boolean =>
  (history.left.get(name) ?? []).length > 0;

/** Nothing is told of them but that it is gone. */
export function erasedIsNotTold(village: Village, phone: Handset, { changes }: SyncAnswer): void {
  const { erased } = village.history;
  if (erased.size === 0) return;
  for (const { tables } of changes)
    for (const { noun, ids } of tables)
      for (const id of ids)
        if (erased.has(`${noun}/${id}`) && !isLeft(village, `${noun}/${id}`))
          village.blame('I28', `${phone.name} is told of the erased ${noun}/${id}`);
}

/** A phone that is told that is all holds nothing of them, its copy of the market neither. */
export function erasedIsNotHeld(village: Village, { name, store }: Handset): void {
  const { erased } = village.history;
  if (erased.size === 0) return;
  for (const row of store.inspect().rows)
    if (row.base && erased.has(row.name) && !isLeft(village, row.name))
      village.blame('I28', `${name} still holds the erased ${row.name}`);
  for (const shown of store.publicRows.keys())
    if (erased.has(shown)) village.blame('I28', `${name} still shows the erased ${shown}`);
}

/**
 * A phone that offered something of them and was told so keeps it no longer for a restored server, also where
 * its author had been told no before.
 */
export function erasedIsLetGo(
  village: Village,
  { name, store }: Handset,
  { offers = [] }: SyncRequest,
  { offered = [] }: SyncAnswer,
): void {
  const told = toldErased(offers, offered);
  if (told.length === 0) return;
  const kept = new Set(store.inspect().sent.map(({ entry }) => entry.stamp));
  for (const { entry } of told)
    if (kept.has(entry.stamp)) village.blame('I28', `${name} keeps ${entry.action} of the erased`);
}

/** Noted before the phone does anything with it: it may let go and die before it has done all. */
export function noteToldErased(
  { history }: Village,
  { deviceId }: Handset,
  { offers = [] }: SyncRequest,
  { offered = [] }: SyncAnswer,
): void {
  for (const { entry } of toldErased(offers, offered)) history.letGo.add(workKey(deviceId, entry));
}

const toldErased = (offers: readonly Offer[], offered: readonly Outcome[]): Offer[] =>
  offers.filter((_offer, index) => offered[index]?.code === 'subject.erased');

/** In peace: their rows are bare, and nothing by them or about them waits for a person. */
export async function erasedIsGone(
  village: Village,
  truth: ReadonlyMap<string, Row>,
): Promise<void> {
  const { history, ring } = village;
  if (history.erased.size === 0) return;
  for (const name of history.erased) {
    if (name.startsWith('orderLine/') && isLeft(village, name)) continue;
    const values = (truth.get(name)?.values ?? {}) as Words;
    const words = TELLING.map((field) => values[field]).filter((word) => (word ?? '') !== '');
    if (words.length > 0) village.blame('I28', `${name} still says ${words.join()}`);
  }
  const waits = [
    ...(await ring.store.parked(EVERY_ONE)).map((parked) => JSON.stringify(parked)),
    ...(await ring.quarantined()).map((entry) => JSON.stringify(entry)),
  ];
  for (const name of history.erased) {
    const id = name.slice(name.indexOf('/') + 1);
    if (waits.some((text) => text.includes(id)))
      village.blame('I28', `something about the erased ${name} waits for a person`);
  }
}

/** Fields that say who somebody was, or what they had. */
const TELLING = ['title', 'name', 'about', 'phone', 'shopName', 'buyerName', 'note', 'reasonWords'];

type Words = Readonly<Record<string, unknown>>;
const EVERY_ONE = 10_000;
