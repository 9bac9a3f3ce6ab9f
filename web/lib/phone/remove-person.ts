/** Taking a person off the phone: only when nothing of theirs would be lost by it. */
import { isOpen } from '#sync/phone/prepare';
import type { Done } from './act';
import { ask } from './air';
import { dropBeacon } from './beacon';
import { PersonDb } from './db/person-db';
import { storeName } from './db/store-name';
import { heart, takeTurn } from './heart';
import { phone } from './phone.svelte';
import { photosToSend } from './photo/upload';
import { addProfile, showPeople } from './profiles';
import { shelf } from './shelf';

export async function remove(profileId: string): Promise<Done> {
  const { people } = await heart();
  const profile = await people.profiles.get(profileId);
  if (!profile) return { ok: true };
  // Security: who is locked can't be removed by whoever happens to hold the phone.
  const locked =
    profile.pin !== null && (profileId !== phone.profileId || phone.state === 'locked');
  if (locked) return { ok: false, code: 'phone.locked' };
  const name = storeName(profile.dbName, shelf);
  if (await hasUnsent(name)) return { ok: false, code: 'phone.unsent' };
  if (profileId === phone.profileId) {
    const next = phone.people.find((person) => person.profileId !== profileId)?.profileId;
    await takeTurn(next ?? (await addProfile(people)).profileId);
  }
  await endSession(name);
  await people.profiles.delete(profileId);
  dropBeacon(shelf, profileId);
  await new PersonDb(name).delete();
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

async function hasUnsent(dbName: string): Promise<boolean> {
  const db = new PersonDb(dbName);
  try {
    const queue = await db.queue.toArray();
    return (
      queue.some((queued) => isOpen(queued) || queued.state === 'refused') ||
      (await photosToSend(db)).length > 0
    );
  } catch {
    // A store that can't be read keeps nothing back.
    return false;
  } finally {
    db.close();
  }
}
