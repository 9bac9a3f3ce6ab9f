/**
 * One bad record never holds up the rest. Flash wears out and browsers lose the odd value: whatever
 * is not what it should be is put into `setAside`, where a helper can find it, and the rest goes on.
 */
import type { Table } from 'dexie';
import type { PhoneRow, PhoneState, Queued } from '#sync/phone/store';
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

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isStanding = (value: unknown): boolean =>
  value === null || (isObject(value) && isObject(value.values) && isObject(value.versions));

export const isSoundRow: Sound<PhoneRow> = (record): record is PhoneRow =>
  isObject(record) &&
  typeof record.name === 'string' &&
  record.name === `${String(record.noun)}/${String(record.id)}` &&
  Array.isArray(record.scopes) &&
  Number.isFinite(record.position) &&
  isStanding(record.base) &&
  isStanding(record.view);

export const isSoundQueued: Sound<Queued> = (record): record is Queued =>
  isObject(record) &&
  Number.isSafeInteger(record.seq) &&
  isObject(record.entry) &&
  record.entry.seq === record.seq &&
  typeof record.entry.action === 'string' &&
  typeof record.entry.stamp === 'string' &&
  isObject(record.entry.input) &&
  Array.isArray(record.patches) &&
  Array.isArray(record.rows) &&
  Number.isFinite(record.madeMs);

export const isSoundState: Sound<PhoneState> = (record): record is PhoneState =>
  isObject(record) &&
  typeof record.deviceId === 'string' &&
  Number.isSafeInteger(record.deviceEpoch) &&
  Number.isSafeInteger(record.nextSeq) &&
  isObject(record.clock) &&
  isObject(record.cursors) &&
  isObject(record.actor);
