/**
 * The heart of the phone, in the chunk that holds Dexie and the engine: opens the stores, keeps one
 * person at the helm, and does what the small modules ask for.
 */
import { liveQuery } from 'dexie';
import type { Call } from '#sync/phone/tap';
import type { Done } from './act';
import type { CatalogueDb } from './db/catalogue-db';
import { calm } from './calm';
import { makeRoom } from './db/make-room';
import type { PeopleDb } from './db/people-db';
import { PersonDb } from './db/person-db';
import { storeName } from './db/store-name';
import { isFull } from './db/survive';
import { PhoneEmptied } from './dexie-store';
import { openMarket } from './market-store';
import { beginLocked, lockOthers, lockScreens, watchLock } from './lock-watch';
import { markBuoy, openPerson, type OpenPerson } from './open-person';
import { endLooking } from './looking';
import { dismissTrouble, phone, tell } from './phone.svelte';
import {
  activeProfile,
  changeProfile,
  isTurnOf,
  openPeople,
  rememberActive,
  showPeople,
} from './profiles';
import { PublicQueries } from './public-queries';
import type { Queries } from './queries';
import { pageAtRest, readingBegins } from './rest';
import { type Sender, senderToCome } from './sender';
import { shelf } from './shelf';
import { shell } from '../ui/shell.svelte';
import { talkBetweenTabs } from './tab-talk';
import { roleOf, watchSignal } from './watch-signal';

/** Everything that is open while one person is at the helm. */
export interface Heart {
  readonly people: PeopleDb;
  readonly open: OpenPerson;
  readonly sender: Sender;
}

interface Beating extends Heart {
  readonly end: () => Promise<void>;
}

/** The system is still clearing away when it closes the first database. */
const CLOSED_PAUSE_MS = 1_000;

/** Even slow flash has written a tap by then, many times over. */
const STUCK_MS = 20_000;

let stores: Promise<{ people: PeopleDb; catalogue: CatalogueDb }> | null = null;
let beating: Promise<Beating> | null = null;

/** How long a switch waits for what is being written (a photo being made small), ms. */
export const PATIENCE_MS = 8_000;

/** Other tabs are told when another person takes over, or when the phone is locked. */
const turns = talkBetweenTabs<{ kind: 'turn' | 'lock' }>('jukung.turn', ({ kind }) => {
  if (kind === 'lock') lockScreens();
  else isOver();
});
// A tab that slept, or can't be told, looks for itself.
document.addEventListener('visibilitychange', () => isOver());

let finishing = false;

/**
 * Whether another tab has given the phone to somebody else. This tab never becomes that person: it stays
 * with the one it was opened for, finishes what is under way (a draft, a photo), and begins anew.
 */
function isOver(): boolean {
  if (isTurnOf(phone.profileId)) return false;
  if (!finishing) void finish();
  return true;
}

async function finish(): Promise<void> {
  finishing = true;
  await calm(PATIENCE_MS);
  lockScreens();
  phone.over = true;
}

/** Opens the phone if it is not open. @throws PhoneBroken */
export function heart(): Promise<Heart> {
  beating ??= begin().catch((failure: unknown) => {
    beating = null;
    phone.state = 'broken';
    tell({ code: 'phone.broken' });
    throw failure;
  });
  return beating;
}

async function openStores() {
  const people = await openPeople();
  return { people, catalogue: await openMarket() };
}

async function begin(): Promise<Beating> {
  stores ??= openStores().catch((failure: unknown) => {
    stores = null;
    throw failure;
  });
  const { people, catalogue } = await stores;
  const profile = await activeProfile(people);
  const open = await saidWhenStuck(openPerson(profile, catalogue, onTrouble));
  open.troubles.forEach(tell);
  const signals = watchSignal(open.queries);
  const onPerson = (personId: string) => changeProfile(people, profile.profileId, { personId });
  void pageAtRest().then(() => import('./deed').catch(() => undefined));
  const sender = senderToCome(
    () => import('./send'),
    ({ startSending }) => startSending(open, signals, profile.personId, onPerson),
  );
  endLooking();
  phone.profileId = profile.profileId;
  lockOthers(profile.profileId);
  phone.state = beginLocked(profile) ? 'locked' : 'ready';
  phone.turn += 1;
  // A full phone opens all the same: there is a list of people, only not whose turn it was last.
  const used = changeProfile(people, profile.profileId, { lastUsedMs: Date.now() });
  await used.catch(() => showPeople(people));
  const me = watchMe(people, open);
  const lock = watchLock(people, profile.profileId, () => turns.say({ kind: 'lock' }));
  if (open.left.length > 0) void takeOverLeft(profile.dbName, open, sender);
  const emptied = watchEmptied(open);
  const end = async () => {
    emptied();
    me.unsubscribe();
    lock();
    await sender.end();
    signals.end();
    open.db.close();
  };
  return { people, open, sender, end };
}

/** What older stores of this person hold is brought here, and what can't be reached is told. */
async function takeOverLeft(base: string, open: OpenPerson, sender: Sender): Promise<void> {
  const rest = await import('./take-over').catch(() => null);
  const taken = await rest?.takeOver(base, open.left, open).catch(() => undefined);
  if (!taken) return;
  if (taken.stranded > 0) tell({ code: 'phone.renamed' });
  else dismissTrouble('phone.renamed');
  if (taken.entries > 0) {
    tell({ code: 'phone.taken_over' });
    sender.nudge('tap');
  }
}

/** Locks this tab and the others. */
export function lockEverywhere(): void {
  lockScreens();
  turns.say({ kind: 'lock' });
}

/** Closes the person's store and opens whoever is active now. */
async function reopen(): Promise<void> {
  const before = beating;
  beating = null;
  phone.me = null;
  phone.turn += 1;
  await before?.then(({ end }) => end()).catch(() => undefined);
  await heart().catch(() => undefined);
}

/** Gives the helm to another person: nothing of the first is sent or shown from here on. */
export async function takeTurn(profileId: string): Promise<void> {
  await calm(PATIENCE_MS);
  if (phone.people.some((person) => person.profileId === phone.profileId && person.hasPin))
    lockScreens();
  rememberActive(profileId);
  await reopen();
  turns.say({ kind: 'turn' });
}

/** A store that lets nobody in says so after a while; the work itself goes on waiting. */
function saidWhenStuck<T>(work: Promise<T>): Promise<T> {
  let told = false;
  const late = setTimeout(() => {
    told = true;
    tell({ code: 'phone.stuck_store' });
  }, STUCK_MS);
  return work.finally(() => {
    clearTimeout(late);
    if (told) dismissTrouble('phone.stuck_store');
  });
}

/** Looks whether the store is still there when the browser has closed it without being asked. */
function watchEmptied({ db }: OpenPerson): () => void {
  let ended = false;
  db.on('close', () => {
    if (ended) return;
    const look = () =>
      db.state.get('state').then((state) => (state ? undefined : onTrouble(new PhoneEmptied())));
    setTimeout(() => !ended && void look().catch(() => undefined), CLOSED_PAUSE_MS);
  });
  return () => {
    ended = true;
  };
}

/** The store was emptied under us: begin again, and say honestly what was lost. */
function onTrouble(failure: unknown): void {
  if (failure instanceof PhoneEmptied) void (isOver() || reopen());
  else if (isFull(failure)) tell({ code: 'phone.full' });
}

function watchMe(people: PeopleDb, { queries, profileId }: OpenPerson) {
  const reading = liveQuery(async () => ({
    me: await queries.me(),
    shops: await queries.myShops(),
  }));
  return reading.subscribe({
    next: ({ me, shops }) => {
      const role = roleOf(me.rights, shops.length > 0);
      phone.me = { ...me, role };
      shell.role = role;
      const listed = phone.people.find((person) => person.profileId === profileId);
      const stale = listed && (listed.name !== me.name || listed.role !== role);
      if (stale)
        void changeProfile(people, profileId, { name: me.name, role }).catch(() => undefined);
    },
    error: () => undefined,
  });
}

/**
 * Does it here and now; see act.ts.
 *
 * @param speaker whose page says it: nobody else is ever made to have said it. '' before any store was open
 */
export async function perform(call: Call, speaker: string): Promise<Done> {
  // As it is when the person taps, however long the code for it takes to arrive.
  const isUnderWay = finishing;
  if (isOver() && !isUnderWay) return { ok: false, code: 'phone.other_person' };
  const deed = await import('./deed').catch(() => null);
  if (!deed) return { ok: false, code: 'phone.no_signal' };
  let now: Heart;
  try {
    now = await heart();
  } catch {
    return { ok: false, code: 'phone.broken' };
  }
  const { open, sender } = now;
  const foreign = speaker !== '' && speaker !== open.profileId;
  if (foreign || (isOver() && !isUnderWay)) return { ok: false, code: 'phone.other_person' };
  if (phone.state === 'locked') return { ok: false, code: 'phone.locked' };
  try {
    const { tapped, undo } = await saidWhenStuck(deed.tapWithUndo(open.store, call));
    if (!tapped.ok) return tapped;
    sender.nudge('tap');
    void markBuoy(open.db, open.profileId).catch(() => undefined);
    void import('./storage.svelte')
      .then(({ askAfterWork }) => askAfterWork())
      .catch(() => undefined);
    return undo ? { ok: true, undo: () => perform(undo, open.profileId) } : { ok: true };
  } catch (failure) {
    onTrouble(failure);
    return { ok: false, code: isFull(failure) ? 'phone.full' : 'phone.broken' };
  }
}

/** A live reading; see live.svelte.ts. A locked phone answers only questions about the market. */
export async function watch<T>(
  question: (read: Queries) => PromiseLike<T>,
  onAnswer: (answer: T) => void,
  onEnd: (why: 'locked' | 'broken') => void,
): Promise<() => void> {
  const answered = readingBegins();
  const { open } = await heart().catch((failure: unknown) => {
    answered();
    throw failure;
  });
  const read = readable(open);
  const reading = liveQuery(async () => question(read)).subscribe({
    next: (answer) => {
      onAnswer(answer);
      answered();
    },
    error: (failure: unknown) => {
      onEnd(failure instanceof PhoneLocked ? 'locked' : 'broken');
      answered();
    },
  });
  return () => {
    reading.unsubscribe();
    answered();
  };
}

export async function readOnce<T>(question: (read: Queries) => PromiseLike<T>): Promise<T> {
  const { open } = await heart();
  return question(readable(open));
}

class PhoneLocked extends Error {}

function readable({ queries, catalogue }: OpenPerson): Queries {
  if (phone.state !== 'locked') return queries;
  const market = new PublicQueries(catalogue);
  return new Proxy(market, {
    get: (target, name) =>
      name in target ? Reflect.get(target, name) : () => Promise.reject(new PhoneLocked()),
  }) as unknown as Queries;
}

/**
 * Does some work in the store of the person who began it (a draft, a photo), whoever has the phone since.
 *
 * @param profileId whose; '' for whoever is at the helm
 * @returns null when that person is no longer on this phone
 */
export async function inStoreOf<T>(
  profileId: string,
  work: (db: PersonDb, room: () => Promise<number>) => Promise<T>,
): Promise<T | null> {
  const { people, open } = await heart();
  const room = (db: PersonDb) => () => makeRoom(db, open.catalogue);
  if (profileId === '' || profileId === open.profileId) return work(open.db, room(open.db));
  const profile = await people.profiles.get(profileId);
  if (!profile) return null;
  const db = new PersonDb(storeName(profile.dbName, shelf));
  return work(db, room(db)).finally(() => db.close());
}
