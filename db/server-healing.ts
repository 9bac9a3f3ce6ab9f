/** What PostgreSQL keeps for healing after a restore: the engine's questions about it, spoken in SQL. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { isId } from '#sync/field';
import type { RowKey, RowName } from '#sync/row';
import type { Healed, Parked } from '#sync/server/store';
import type { Stamp } from '#sync/stamp';
import type { Db } from './connect';

/** Of these stamps, those that were honoured after a restore. */
export async function readHealed(
  db: Db,
  stamps: readonly Stamp[],
): Promise<ReadonlyMap<Stamp, Healed>> {
  if (stamps.length === 0) return new Map();
  const found = await db
    .selectFrom('healed')
    .select(['stamp', 'result', 'bases', 'position'])
    .where('stamp', 'in', stamps)
    .execute();
  return new Map(found.map(({ stamp, ...healed }) => [stamp, healed]));
}

/** All that were honoured and changed one of these rows, by stamp. */
export async function healedAbout(
  db: Db,
  names: readonly RowName[],
): Promise<ReadonlyMap<Stamp, Healed>> {
  const { rows } = await sql<Healed & { stamp: Stamp }>`
    select stamp, result, bases, position from healed
    where bases ?| ${names}::text[]`.execute(db);
  return new Map(rows.map(({ stamp, ...healed }) => [stamp, healed]));
}

export async function saveHealed(db: Db, stamp: Stamp, healed: Healed): Promise<void> {
  await db
    .insertInto('healed')
    .values({ stamp, ...healed, bases: JSON.stringify(healed.bases) })
    .onConflict((known) => known.doNothing())
    .execute();
}

/** Parks an entry, or notes anew why it still can't stand. */
export async function park(db: Db, parked: Parked): Promise<void> {
  const { offer, deviceId, personId, hadAccount, code } = parked;
  await db
    .insertInto('parked')
    .values({
      stamp: offer.entry.stamp,
      device_id: deviceId,
      person_id: personId,
      had_account: hadAccount,
      offer: JSON.stringify(offer),
      code,
    })
    .onConflict((known) => known.column('stamp').doUpdateSet({ code }))
    .execute();
}

/** @returns false if it was not parked (any more) */
export async function unpark(db: Db, stamp: Stamp): Promise<boolean> {
  const taken = await db.deleteFrom('parked').where('stamp', '=', stamp).executeTakeFirst();
  return taken.numDeletedRows === 1n;
}

/** Oldest stamp first. */
export async function readParked(db: Db, limit: number): Promise<readonly Parked[]> {
  const waiting = await db
    .selectFrom('parked')
    .select(['device_id', 'person_id', 'had_account', 'offer', 'code'])
    .orderBy('stamp')
    .limit(limit)
    .execute();
  return waiting.map(({ device_id, person_id, had_account, offer, code }) => ({
    ...{ offer, deviceId: device_id, personId: person_id, hadAccount: had_account, code },
  }));
}

/** True if one of the rows speaks of a person whose data was erased. */
export async function anyErased(db: Db, keys: readonly RowKey[]): Promise<boolean> {
  const named = keys.filter(({ id }) => isId(id));
  if (named.length === 0) return false;
  const found = await db
    .selectFrom('erased')
    .select('noun')
    .where((e) =>
      e.or(named.map(({ noun, id }) => e.and([e('noun', '=', noun), e('row_id', '=', id)]))),
    )
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** A UUID (version 8: our own making) that is always the same for the same words. */
export function idFor(words: string): string {
  const bytes = createHash('sha256').update(words, 'utf8').digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
