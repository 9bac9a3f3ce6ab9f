/** The list of people on this phone, and whose turn it is. */
import { Dexie } from 'dexie';
import type { Role } from '../ui/navigation';
import { type Beacon, dropBeacon, readBeacons } from './beacon';
import { openSafely } from './db/open-safely';
import { PeopleDb, type Profile } from './db/people-db';
import { PersonDb } from './db/person-db';
import { storeName } from './db/store-name';
import { surviving } from './db/survive';
import { ACTIVE, phone, tell, type PersonOnPhone } from './phone.svelte';
import { shelf } from './shelf';
import { uuid7 } from './uuid7';

const PEOPLE = 'jukung-people';

export async function openPeople(): Promise<PeopleDb> {
  const { db, left } = await openSafely(
    PEOPLE,
    (name) => new PeopleDb(name),
    shelf,
    (people) => people.profiles.count(),
  );
  if (left.length > 0) {
    const rest = await import('./take-over').catch(() => null);
    await rest?.takeOverPeople(PEOPLE, left, db);
  }
  return db;
}

/** The person whose turn it is; the first time, somebody new. */
export async function activeProfile(people: PeopleDb): Promise<Profile> {
  let profiles = await surviving(() => people.profiles.toArray());
  const lost = await vanished(people, profiles);
  if (lost.length > 0) reportVanished(lost);
  profiles = await surviving(() => people.profiles.toArray());
  const wanted = shelf.getItem(ACTIVE);
  const newestFirst = profiles.sort((a, b) => b.lastUsedMs - a.lastUsedMs);
  const found = newestFirst.find(({ profileId }) => profileId === wanted);
  if (found) return found;
  const next = newestFirst[0] ?? (await addProfile(people));
  rememberActive(next.profileId);
  return next;
}

/** A new person with an id of their own: nobody has heard of them yet, and they may begin at once. */
export async function addProfile(people: PeopleDb): Promise<Profile> {
  const profile = newProfile(uuid7(), uuid7());
  await surviving(() => people.profiles.add(profile));
  return profile;
}

const newProfile = (profileId: string, personId: string): Profile => ({
  profileId,
  dbName: `jukung-${profileId}`,
  personId,
  name: '',
  role: 'pembeli',
  pin: null,
  lastUsedMs: Date.now(),
});

export async function changeProfile(
  people: PeopleDb,
  profileId: string,
  change: Partial<Omit<Profile, 'profileId'>>,
): Promise<void> {
  await surviving(() => people.profiles.update(profileId, change));
  await showPeople(people);
}

export function rememberActive(profileId: string): void {
  shelf.setItem(ACTIVE, profileId);
}

/** Whether the phone is still this person's, over all tabs. True where nobody has ever said otherwise. */
export const isTurnOf = (profileId: string): boolean =>
  profileId === '' || (shelf.getItem(ACTIVE) ?? profileId) === profileId;

/** Fills in the list that the "who are you?" screen shows. */
export async function showPeople(people: PeopleDb): Promise<void> {
  const profiles = await surviving(() => people.profiles.toArray());
  phone.people = profiles
    .sort((a, b) => b.lastUsedMs - a.lastUsedMs)
    .map(({ profileId, personId, name, role, pin, lastUsedMs }): PersonOnPhone => ({
      profileId,
      personId,
      name,
      role: role as Role,
      hasPin: pin !== null,
      lastUsedMs,
    }));
}

/**
 * People whose buoy is still there while the list no longer names them. Whose own store is whole (only
 * the list was lost) comes back into it; the buoys of the others are returned.
 */
async function vanished(people: PeopleDb, profiles: readonly Profile[]): Promise<Beacon[]> {
  const known = new Set(profiles.map(({ profileId }) => profileId));
  const lost: Beacon[] = [];
  for (const beacon of readBeacons(shelf).filter(({ profileId }) => !known.has(profileId))) {
    const personId = await personIn(storeName(`jukung-${beacon.profileId}`, shelf));
    if (personId === null) lost.push(beacon);
    else await surviving(() => people.profiles.put(newProfile(beacon.profileId, personId)));
  }
  return lost;
}

/** Whose store this is; null if there is none, or none that can be read. */
async function personIn(name: string): Promise<string | null> {
  if (!(await Dexie.exists(name).catch(() => false))) return null;
  const db = new PersonDb(name);
  try {
    return (await db.state.get('state'))?.actor.personId ?? null;
  } catch {
    return null;
  } finally {
    db.close();
  }
}

function reportVanished(lost: readonly Beacon[]): void {
  const unsent = lost.reduce((sum, beacon) => sum + beacon.unsent, 0);
  const times = lost.flatMap(({ lastSentMs }) => lastSentMs ?? []);
  tell({ code: 'lost.evicted', unsent, lastSentMs: times.length > 0 ? Math.max(...times) : null });
  lost.forEach(({ profileId }) => dropBeacon(shelf, profileId));
}
