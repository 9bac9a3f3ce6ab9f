/** The list of people on this phone, and whose turn it is. */
import type { Role } from '../ui/navigation';
import { dropBeacon, readBeacons } from './beacon';
import { openSafely } from './db/open-safely';
import { PeopleDb, type Profile } from './db/people-db';
import { surviving } from './db/survive';
import { phone, tell, type PersonOnPhone } from './phone.svelte';
import { shelf } from './shelf';
import { uuid7 } from './uuid7';

const ACTIVE = 'jukung.active';

export async function openPeople(): Promise<PeopleDb> {
  const { db } = await openSafely('jukung-people', (name) => new PeopleDb(name), shelf);
  return db;
}

/** The person whose turn it is; the first time, somebody new. */
export async function activeProfile(people: PeopleDb): Promise<Profile> {
  const profiles = await surviving(() => people.profiles.toArray());
  reportVanished(profiles);
  const wanted = shelf.getItem(ACTIVE);
  const newestFirst = profiles.sort((a, b) => b.lastUsedMs - a.lastUsedMs);
  const found = newestFirst.find(({ profileId }) => profileId === wanted) ?? newestFirst[0];
  return found ?? addProfile(people);
}

/** A new person with an id of their own: nobody has heard of them yet, and they may begin at once. */
export async function addProfile(people: PeopleDb): Promise<Profile> {
  const profileId = uuid7();
  const profile: Profile = {
    profileId,
    dbName: `jukung-${profileId}`,
    personId: uuid7(),
    name: '',
    role: 'pembeli',
    pin: null,
    lastUsedMs: Date.now(),
  };
  await surviving(() => people.profiles.add(profile));
  return profile;
}

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

/** People whose buoy is still there while the list itself is gone: the whole store was thrown away. */
function reportVanished(profiles: readonly Profile[]): void {
  const known = new Set(profiles.map(({ profileId }) => profileId));
  const vanished = readBeacons(shelf).filter(({ profileId }) => !known.has(profileId));
  if (vanished.length === 0) return;
  const unsent = vanished.reduce((sum, beacon) => sum + beacon.unsent, 0);
  const times = vanished.flatMap(({ lastSentMs }) => lastSentMs ?? []);
  tell({ code: 'lost.evicted', unsent, lastSentMs: times.length > 0 ? Math.max(...times) : null });
  vanished.forEach(({ profileId }) => dropBeacon(shelf, profileId));
}
