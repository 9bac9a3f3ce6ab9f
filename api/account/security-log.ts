/** What happened to an account that its owner should be able to see: who came in, who changed what. */
import type { SecurityEvent } from '#db/account-tables';
import type { Db } from '#db/connect';
import { newId } from '#db/new-id';

const SHOWN = 100;

interface Happening {
  readonly personId: string;
  readonly kind: SecurityEvent;
  /** Who did it; the person, if not somebody else. */
  readonly byPerson?: string;
  readonly deviceId?: string;
}

export async function note(db: Db, nowMs: number, happening: Happening): Promise<void> {
  const { personId, kind, byPerson = personId, deviceId } = happening;
  await db
    .insertInto('security_log')
    .values({
      id: newId(nowMs),
      person_id: personId,
      kind,
      at_ms: nowMs,
      by_person: byPerson,
      device_id: deviceId ?? null,
    })
    .execute();
}

/** The newest first. `byName` is empty where the person has not said a name. */
export async function securityLogOf(db: Db, personId: string) {
  const events = await db
    .selectFrom('security_log as s')
    .leftJoin('person as p', 'p.id', 's.by_person')
    .leftJoin('device_label as d', 'd.device_id', 's.device_id')
    .select(['s.kind', 's.at_ms', 's.by_person', 'p.name', 'd.label'])
    .where('s.person_id', '=', personId)
    .orderBy('s.at_ms', 'desc')
    .orderBy('s.id', 'desc')
    .limit(SHOWN)
    .execute();
  return events.map(({ kind, at_ms: atMs, by_person: byPerson, name, label }) => ({
    kind,
    atMs,
    byOneself: byPerson === personId,
    byName: name ?? '',
    deviceLabel: label ?? '',
  }));
}
