/**
 * One bad record never holds up the rest. Flash wears out and browsers lose the odd value: whatever
 * is not what it should be is put into `setAside`, where a helper can find it, and the rest goes on.
 */
import type { Table } from 'dexie';
import { declarations } from '#domain/index';
import { all, isCount, isOutcome, isPerson, isScope, isText, texts } from '#sync/phone/read-answer';
import type { PhoneRow, PhoneState, Queued } from '#sync/phone/store';
import { isStamp } from '#sync/stamp';
import { areValuesOf, isRecord } from '#sync/values-fit';
import { LIMITS } from '#sync/wire';
import type { SetAside } from './person-db';

type Sound<T> = (record: unknown) => record is T;

/**
 * Every record of a store that is sound, in key order. The others are moved aside: the transaction
 * around the call must be a writing one and include `setAside`.
 */
export async function readAllSound<T, K>(
  table: Table<T, K>,
  aside: Table<SetAside, number>,
  isSound: Sound<T>,
  nowMs: number,
): Promise<T[]> {
  let records: T[];
  try {
    records = await table.toArray();
  } catch {
    return readOneByOne(table, aside, isSound, nowMs);
  }
  if (records.every(isSound)) return records;
  return readOneByOne(table, aside, isSound, nowMs);
}

async function readOneByOne<T, K>(
  table: Table<T, K>,
  aside: Table<SetAside, number>,
  isSound: Sound<T>,
  nowMs: number,
): Promise<T[]> {
  const sound: T[] = [];
  for (const key of await table.toCollection().primaryKeys()) {
    const record = await readOneSound(table, aside, key, isSound, nowMs);
    if (record !== undefined) sound.push(record);
  }
  return sound;
}

/** One record, or undefined if there is none or it had to be put aside. */
export async function readOneSound<T, K>(
  table: Table<T, K>,
  aside: Table<SetAside, number>,
  key: K,
  isSound: Sound<T>,
  nowMs: number,
): Promise<T | undefined> {
  let record: T | undefined;
  let why = 'shape';
  try {
    record = await table.get(key);
    if (record === undefined || isSound(record)) return record;
  } catch (failure) {
    why = failure instanceof Error ? failure.name : 'unreadable';
  }
  await aside.add({ store: table.name, key: JSON.stringify(key), record, why, atMs: nowMs });
  await table.delete(key);
  return undefined;
}

/** @param noun a row of one that this app does not know yet is only looked at from afar */
function isStanding(noun: unknown, value: unknown): boolean {
  if (value === null) return true;
  if (!isRecord(value) || !isRecord(value.values) || !isRecord(value.versions)) return false;
  const entity = declarations.entities.get(String(noun));
  const isVersion = (version: unknown) =>
    isRecord(version) && isStamp(version.id) && isStamp(version.order) && isText(version.by);
  return (
    (!entity || areValuesOf(entity, value.values)) && all(isVersion)(Object.values(value.versions))
  );
}

export const isSoundRow: Sound<PhoneRow> = (record): record is PhoneRow =>
  isRecord(record) &&
  isText(record.noun) &&
  isText(record.id) &&
  record.name === `${record.noun}/${record.id}` &&
  texts(record.scopes) &&
  isCount(record.position) &&
  isCount(record.waiting) &&
  isStanding(record.noun, record.base) &&
  isStanding(record.noun, record.view);

/** Enough to be sent: whether the server takes it, it says itself, and then the person is told. */
const isWritable = (entry: unknown): entry is Queued['entry'] =>
  isRecord(entry) &&
  isText(entry.action) &&
  isText(entry.stamp) &&
  Number.isSafeInteger(entry.rawMs) &&
  isRecord(entry.input) &&
  isRecord(entry.bases) &&
  all(isRecord)(Object.values(entry.bases));

const STATES: readonly unknown[] = ['waiting', 'sending', 'answered', 'refused'];

export const isSoundQueued: Sound<Queued> = (record): record is Queued =>
  isRecord(record) &&
  // Below 0: of a device this phone no longer is, to be numbered anew.
  Number.isSafeInteger(record.deviceEpoch) &&
  isWritable(record.entry) &&
  record.entry.seq === record.seq &&
  all((patch) => isRecord(patch) && isText(patch.noun) && isText(patch.id))(record.patches) &&
  texts(record.rows) &&
  isCount(record.madeMs) &&
  STATES.includes(record.state) &&
  (record.outcome === null || isOutcome(record.outcome));

export const isSoundState: Sound<PhoneState> = (record): record is PhoneState =>
  isRecord(record) &&
  isText(record.deviceId) &&
  isCount(record.deviceEpoch) &&
  isCount(record.nextSeq) &&
  isCount(record.acked) &&
  isRecord(record.clock) &&
  isCount(record.clock.ms) &&
  isCount(record.clock.counter) &&
  (record.offsetMs === null || Number.isSafeInteger(record.offsetMs)) &&
  isText(record.serverEpoch, 40) &&
  isRecord(record.cursors) &&
  all(isScope)(Object.keys(record.cursors)) &&
  all((cursor) => isText(cursor, LIMITS.cursor))(Object.values(record.cursors)) &&
  isPerson(record.actor) &&
  texts(record.missingPhotos) &&
  (record.past === undefined || all(isStamp)(record.past)) &&
  (record.heard === undefined || isSoundHeard(record.heard));

const isSoundHeard = (heard: unknown): boolean =>
  isRecord(heard) &&
  isText(heard.name, 40) &&
  isText(heard.epoch, 40) &&
  all(isScope)(heard.scopes) &&
  texts(heard.missingPhotos) &&
  isPerson(heard.actor);
