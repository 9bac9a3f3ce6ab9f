/** Taking a person off the phone: never with unsent work, and with half-filled forms only when asked twice. */
import { isOpen } from '#sync/phone/prepare';
import type { Done } from './act';
import { ask } from './air';
import { dropBeacon } from './beacon';
import { calm } from './calm';
import { PersonDb } from './db/person-db';
import { storeName, storeNames } from './db/store-name';
import { NOTE } from './drafts';
import { heart, PATIENCE_MS, takeTurn } from './heart';
import { phone } from './phone.svelte';
import { photosToSend } from './photo/upload';
import { addProfile, showPeople } from './profiles';
import { shelf } from './shelf';

type WhyNot = 'phone.unsent' | 'phone.half_written' | 'phone.store_unread';

/** @param evenSo the person was told what goes with them and wants it gone; never covers unsent work */
export async function remove(profileId: string, evenSo = false): Promise<Done> {
  const { people } = await heart();
  const profile = await people.profiles.get(profileId);
  if (!profile) return { ok: true };
  // Security: who is locked can't be removed by whoever happens to hold the phone.
  const locked =
    profile.pin !== null && (profileId !== phone.profileId || phone.state === 'locked');
  if (locked) return { ok: false, code: 'phone.locked' };
  // A photo being made small, a record on its way to the store: it counts as theirs.
  await calm(PATIENCE_MS);
  const names = storeNames(profile.dbName, shelf);
  const why = await whyNot(names);
  if (why && !(evenSo && why !== 'phone.unsent')) return { ok: false, code: why };
  if (profileId === phone.profileId) {
    const next = phone.people.find((person) => person.profileId !== profileId)?.profileId;
    await takeTurn(next ?? (await addProfile(people)).profileId);
  }
  await endSession(storeName(profile.dbName, shelf));
  await people.profiles.delete(profileId);
  dropBeacon(shelf, profileId);
  // One that can't be read may not let itself be deleted either.
  for (const name of names) await new PersonDb(name).delete().catch(() => undefined);
  await showPeople(people);
  return { ok: true };
}

/**
 * Ends their session, if the air allows: only this device can, and it is gone in a moment. A cookie left
 * behind would for ever take one of the few places for people who are signed in here.
 */
async function endSession(dbName: string): Promise<void> {
  const db = new PersonDb(dbName);
  const held = await db.credentials.get('device').catch(() => undefined);
  db.close();
  if (!held?.credential) return;
  void ask('/api/account/sign-out', { body: {}, device: `${held.deviceId}.${held.credential}` });
}

/** Gravest first. */
const WHY: readonly WhyNot[] = ['phone.unsent', 'phone.store_unread', 'phone.half_written'];

/** What would be lost with these stores; null when everything in them is elsewhere too. */
async function whyNot(dbNames: readonly string[]): Promise<WhyNot | null> {
  const found = await Promise.all(dbNames.map(lossWith));
  return WHY.find((why) => found.includes(why)) ?? null;
}

async function lossWith(dbName: string): Promise<WhyNot | null> {
  const db = new PersonDb(dbName);
  try {
    const queue = await db.queue.toArray();
    const waits = queue.some((queued) => isOpen(queued) || queued.state === 'refused');
    if (waits || (await photosToSend(db)).length > 0) return 'phone.unsent';
    const written = await db.drafts.filter(({ key }) => !key.startsWith(NOTE)).count();
    return written > 0 ? 'phone.half_written' : null;
  } catch {
    return 'phone.store_unread';
  } finally {
    db.close();
  }
}
