/**
 * One person's boat, made ready: their store opened (or begun anew, and said so), their device known to
 * itself, and what was lost since the last time compared with the buoy.
 */
import { declarations } from '#domain/index';
import type { PhoneState } from '#sync/phone/store';
import { type Beacon, compareBeacon, readBeacon, writeBeacon } from './beacon';
import type { CatalogueDb } from './db/catalogue-db';
import { makeRoom, trimSent } from './db/make-room';
import { openSafely } from './db/open-safely';
import type { Profile } from './db/people-db';
import { PersonDb } from './db/person-db';
import { isSoundState, readOneSound } from './db/sound';
import { surviving } from './db/survive';
import { DexiePhoneStore } from './dexie-store';
import type { Trouble } from './phone.svelte';
import { newState } from './new-state';
import { Queries } from './queries';
import { shelf } from './shelf';
import { uuid7 } from './uuid7';

export interface OpenPerson {
  readonly profileId: string;
  readonly db: PersonDb;
  readonly catalogue: CatalogueDb;
  readonly store: DexiePhoneStore;
  readonly queries: Queries;
  /** What the person must be told about this opening. */
  readonly troubles: readonly Trouble[];
  /** Stores of this person that are not lived in and may hold something. */
  readonly left: readonly string[];
  /** A failure nobody expected while sending: the store may have been emptied under us. */
  readonly onTrouble: (failure: unknown) => void;
}

/** @throws PhoneBroken when nothing can be stored at all */
export async function openPerson(
  profile: Profile,
  catalogue: CatalogueDb,
  onTrouble: (failure: unknown) => void,
): Promise<OpenPerson> {
  const { db, renamed, left } = await openSafely(
    profile.dbName,
    (name) => new PersonDb(name),
    shelf,
    worthOf,
  );
  const store = new DexiePhoneStore(
    db,
    catalogue,
    () => Date.now(),
    () => makeRoom(db, catalogue),
  );
  const found = await findState(db);
  // What can't be opened just now is not lost.
  const loss = left.length > 0 ? null : compareBeacon(readBeacon(shelf, profile.profileId), found);
  if (!found) await beginState(db, store, profile.personId);
  const serverMs = Date.now() + (found?.offsetMs ?? 0);
  await trimSent(db, serverMs).catch(() => undefined);
  const troubles: Trouble[] = [];
  if (renamed) troubles.push({ code: 'phone.renamed' });
  if (loss) troubles.push(loss);
  const aside = await newlySetAside(db, profile.profileId);
  if (aside > 0) troubles.push({ code: 'phone.record_set_aside', count: aside });
  await markBuoy(db, profile.profileId);
  const queries = new Queries(db, catalogue);
  const { profileId } = profile;
  return { profileId, db, catalogue, store, queries, troubles, left, onTrouble };
}

/** An account that is signed in here is more than a guest, and anybody more than an empty store. */
async function worthOf(db: PersonDb): Promise<number> {
  const state = await db.state.get('state');
  return state ? 1 + Number(state.actor.hasAccount) : 0;
}

function findState(db: PersonDb): Promise<PhoneState | undefined> {
  return surviving(() =>
    db.transaction('rw', [db.state, db.setAside], () =>
      readOneSound<PhoneState, 'state'>(db.state, db.setAside, 'state', isSoundState, Date.now()),
    ),
  );
}

/** A new store, or one whose own state could not be read: then what waits is numbered anew. */
async function beginState(db: PersonDb, store: DexiePhoneStore, personId: string): Promise<void> {
  // Fetched first: a store with a new state and old numbers would never be looked at again.
  const device = (await db.queue.count()) > 0 ? await import('./device') : null;
  await surviving(() => db.state.put(newState(personId, uuid7()), 'state'));
  await device?.takeNewDevice(store, declarations, uuid7(), () => Date.now());
}

/** Records put aside since the person was last told. */
async function newlySetAside(db: PersonDb, profileId: string): Promise<number> {
  const count = await db.setAside.count();
  const key = `jukung.aside.${profileId}`;
  const told = Number(shelf.getItem(key) ?? 0);
  if (count !== told) shelf.setItem(key, String(count));
  return Math.max(0, count - told);
}

/** Sets the buoy to where the store stands now. Call after every tap and every answer. */
export async function markBuoy(db: PersonDb, profileId: string): Promise<void> {
  const [state, queue] = await Promise.all([db.state.get('state'), db.queue.toArray()]);
  if (!state) return;
  const beacon: Beacon = {
    profileId,
    deviceId: state.deviceId,
    deviceEpoch: state.deviceEpoch,
    lastSeq: state.nextSeq - 1,
    unsent: queue.filter((queued) => queued.state === 'waiting' || queued.state === 'sending')
      .length,
    lastSentMs: state.allSentMs,
  };
  writeBeacon(shelf, beacon);
}
