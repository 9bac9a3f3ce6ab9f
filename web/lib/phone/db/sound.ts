/**
 * One bad record never holds up the rest. Flash wears out and browsers lose the odd value: whatever
 * is not what it should be is put into `setAside`, where a helper can find it, and the rest goes on.
 */
import type { Table } from 'dexie';
import { declarations } from '#domain/index';
import { isId } from '#sync/field';
import { isOutcome, isScope } from '#sync/phone/read-answer';
import type { PhoneRow, PhoneState, Queued } from '#sync/phone/store';
import { readEntry } from '#sync/read-entry';
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

const isText = (value: unknown, most = 400): value is string =>
  typeof value === 'string' && value.length <= most;
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const areAll = (list: unknown, check: (part: unknown) => boolean): boolean =>
  Array.isArray(list) && (list as unknown[]).every((part) => check(part));
const isName = (value: unknown) => isText(value);

/** @param noun a row of one that this app does not know yet is only looked at from afar */
function isStanding(noun: unknown, value: unknown): boolean {
  if (value === null) return true;
  if (!isRecord(value) || !isRecord(value.values) || !isRecord(value.versions)) return false;
  const entity = declarations.entities.get(String(noun));
  const isVersion = (version: unknown) =>
    isRecord(version) && isStamp(version.id) && isStamp(version.order) && isText(version.by);
  return (
    (!entity || areValuesOf(entity, value.values)) &&
    areAll(Object.values(value.versions), isVersion)
  );
}

export const isSoundRow: Sound<PhoneRow> = (record): record is PhoneRow =>
  isRecord(record) &&
  isText(record.noun) &&
  isText(record.id) &&
  record.name === `${record.noun}/${record.id}` &&
  areAll(record.scopes, isName) &&
  isCount(record.position) &&
  isCount(record.waiting) &&
  isStanding(record.noun, record.base) &&
  isStanding(record.noun, record.view);

/** Somebody else's name on it: who this phone was when it was answered. */
const isSaidAs = (said: unknown): boolean =>
  said === undefined || (isRecord(said) && isId(said.deviceId) && isId(said.personId));

/** Enough to be sent: whether the server takes it, it says itself, and then the person is told. */
const isWritable = (entry: unknown): entry is Queued['entry'] =>
  isRecord(entry) &&
  isText(entry.action) &&
  isText(entry.stamp) &&
  Number.isSafeInteger(entry.rawMs) &&
  isRecord(entry.input) &&
  isRecord(entry.bases) &&
  areAll(Object.values(entry.bases), isRecord);

const STATES: readonly unknown[] = ['waiting', 'sending', 'answered', 'refused'];

export const isSoundQueued: Sound<Queued> = (record): record is Queued =>
  isRecord(record) &&
  // Below 0: of a device this phone no longer is, to be numbered anew.
  Number.isSafeInteger(record.deviceEpoch) &&
  isWritable(record.entry) &&
  record.entry.seq === record.seq &&
  areAll(record.patches, (patch) => isRecord(patch) && isText(patch.noun) && isText(patch.id)) &&
  areAll(record.rows, isName) &&
  isCount(record.madeMs) &&
  STATES.includes(record.state) &&
  (record.outcome === null || isOutcome(record.outcome));

/** Kept to be offered again: the server must be able to read all of them, or it could read none. */
export const isOfferable = (record: unknown): boolean =>
  isSoundQueued(record) && readEntry(record.entry) !== null && isSaidAs(record.saidAs);

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
  areAll(Object.keys(record.cursors), isScope) &&
  areAll(Object.values(record.cursors), (cursor) => isText(cursor, LIMITS.cursor)) &&
  isSoundActor(record.actor) &&
  areAll(record.missingPhotos, isName) &&
  (record.past === undefined || areAll(record.past, isStamp)) &&
  (record.heard === undefined || isSoundHeard(record.heard));

const isSoundActor = (actor: unknown): boolean =>
  isRecord(actor) &&
  isText(actor.personId) &&
  typeof actor.hasAccount === 'boolean' &&
  areAll(
    actor.rights,
    (right) =>
      isRecord(right) && isText(right.role) && isText(right.village) && isText(right.shopId),
  );

const isSoundHeard = (heard: unknown): boolean =>
  isRecord(heard) &&
  isText(heard.name, 40) &&
  isText(heard.epoch, 40) &&
  areAll(heard.scopes, isScope) &&
  areAll(heard.missingPhotos, isName) &&
  isSoundActor(heard.actor);
