/** The phones that speak for a person: seen, counted, and cut off when one is lost. */
import { sql } from 'kysely';

import type { Db } from '#db/connect';

import type { ApiPorts } from '../ports';
import { Problem } from '../problem';
import { note } from './security-log';

/** Newest contact first. `waitingCount` and `oldestAgeMs` are what the phone itself last said. */
export async function devicesOf(db: Db, personId: string, currentId: string) {
  const devices = await db
    .selectFrom('device as d')
    .leftJoin('device_label as l', 'l.device_id', 'd.id')
    .select(['d.id', 'l.label', 'd.registered_at', 'd.last_seen_at', 'd.revoked_at'])
    .select(['d.waiting_count', 'd.oldest_age_ms'])
    .select((e) =>
      e
        .exists(
          e
            .selectFrom('auth_session as s')
            .select('s.id')
            .whereRef('s.device_id', '=', sql`d.id::text`)
            .where('s.expires_at', '>', sql<Date>`now()`),
        )
        .as('signedIn'),
    )
    .where('d.person_id', '=', personId)
    .orderBy(sql`d.last_seen_at desc nulls last, d.id`)
    .execute();
  return devices.map((device) => ({
    id: device.id,
    label: device.label ?? '',
    current: device.id === currentId,
    signedIn: Boolean(device.signedIn),
    revoked: device.revoked_at !== null,
    createdMs: device.registered_at.getTime(),
    lastSeenMs: device.last_seen_at?.getTime() ?? null,
    waitingCount: device.waiting_count,
    oldestAgeMs: device.oldest_age_ms,
  }));
}

/**
 * From now on the device may leave its unsent work in quarantine and learns nothing more.
 *
 * @throws Problem device.unknown_here when the person has no such device
 */
export async function revokeDevice(
  { db, nowMs }: ApiPorts,
  what: { personId: string; deviceId: string; byPerson: string },
): Promise<void> {
  const { personId, deviceId, byPerson } = what;
  await db.transaction().execute(async (tx) => {
    const revoked = await tx
      .updateTable('device')
      .set({ revoked_at: sql`coalesce(revoked_at, now())` })
      .where('id', '=', deviceId)
      .where('person_id', '=', personId)
      .returning('id')
      .executeTakeFirst();
    if (!revoked) throw new Problem('device.unknown_here');
    await tx.deleteFrom('auth_session').where('device_id', '=', deviceId).execute();
    await tx.deleteFrom('known_device').where('device_id', '=', deviceId).execute();
    await note(tx, nowMs(), { personId, kind: 'device_revoked', byPerson, deviceId });
  });
}
