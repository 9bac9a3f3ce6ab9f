/** Whose phone still holds unsent work, and what cut-off phones have left: for those who drive out to help. */
import { sql } from 'kysely';

import type { Db } from '#db/connect';
import { declarations } from '#domain/index';
import type { EntryInput } from '#sync/entry';

const SHOWN = 200;
/** A phone says its age itself: beyond a century it lies, and no calendar reaches as far back as it may. */
const LONGEST_AGE_MS = 100 * 365 * 86_400_000;

/**
 * Phones of one village's people (all villages when empty), furthest behind first. What a phone said
 * when it last spoke has aged since, so the time of silence counts too.
 */
export async function behindIn(db: Db, village: string) {
  const phones = await db
    .selectFrom('device as d')
    .innerJoin('person as p', 'p.id', 'd.person_id')
    .select(['d.id', 'd.person_id', 'p.name', 'p.village', 'd.last_seen_at'])
    .select(['d.waiting_count', 'd.oldest_age_ms'])
    .where('d.revoked_at', 'is', null)
    .where('d.last_seen_at', 'is not', null)
    .$if(village !== '', (query) => query.where('p.village', '=', village))
    .orderBy(sql`d.waiting_count > 0`, 'desc')
    .orderBy(
      sql`d.last_seen_at - least(d.oldest_age_ms, ${LONGEST_AGE_MS}::bigint) * interval '1 ms'`,
    )
    .limit(SHOWN)
    .execute();
  return phones.map((phone) => ({
    personId: phone.person_id,
    name: phone.name,
    village: phone.village,
    deviceId: phone.id,
    lastSeenMs: phone.last_seen_at?.getTime() ?? 0,
    waitingCount: phone.waiting_count,
    oldestAgeMs: phone.oldest_age_ms,
  }));
}

/**
 * What was put aside for a person to look at, the newest first: what revoked phones sent (`code`
 * device.revoked), and what came back after a restore and does not fit what is here (`code` says why).
 */
export async function putAside(db: Db) {
  const [cutOff, waiting] = await Promise.all([quarantined(db), parked(db)]);
  return [...cutOff, ...waiting].sort((a, b) => b.receivedMs - a.receivedMs).slice(0, SHOWN);
}

async function parked(db: Db) {
  const entries = await db
    .selectFrom('parked as k')
    .leftJoin('person as p', 'p.id', 'k.person_id')
    .select(['k.device_id', 'k.person_id', 'p.name', 'k.parked_at', 'k.offer', 'k.code'])
    .orderBy('k.parked_at', 'desc')
    .limit(SHOWN)
    .execute();
  return entries.map((entry) => ({
    deviceId: entry.device_id,
    personId: entry.person_id,
    name: entry.name ?? '',
    receivedMs: entry.parked_at.getTime(),
    code: entry.code,
    entry: toldOf(entry.offer.entry),
  }));
}

async function quarantined(db: Db) {
  const entries = await db
    .selectFrom('quarantine as q')
    .innerJoin('device as d', 'd.id', 'q.device_id')
    .leftJoin('person as p', 'p.id', 'd.person_id')
    .select(['q.device_id', 'd.person_id', 'p.name', 'q.received_at', 'q.entry'])
    .orderBy('q.received_at', 'desc')
    .orderBy('q.seq', 'desc')
    .limit(SHOWN)
    .execute();
  return entries.map((entry) => ({
    deviceId: entry.device_id,
    personId: entry.person_id,
    name: entry.name ?? '',
    receivedMs: entry.received_at.getTime(),
    code: 'device.revoked',
    entry: toldOf(entry.entry),
  }));
}

/** Nouns of which the Dinas may read what was said. What buyers and sellers say to each other is theirs. */
const OPEN_NOUNS = new Set(['person', 'grant', 'shop', 'listing', 'photo', 'movement', 'conflict']);

/** What somebody was about to do, to which row; and what they said, unless it is for others alone. */
function toldOf({ action, input }: { action: string; input: EntryInput }) {
  const [noun = ''] = action.split('.');
  const subject = typeof input.id === 'string' ? `${noun}/${input.id}` : '';
  const isOpen = declarations.actions.has(action) && OPEN_NOUNS.has(noun);
  return { action, subject, ...(isOpen ? { input } : {}) };
}
