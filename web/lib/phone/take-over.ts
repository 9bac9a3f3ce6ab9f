/**
 * What a store that was left behind still holds goes into the one that is lived in now: the outbox above
 * all, then half-filled forms and pictures. Only when nothing is missing is the old one given up.
 */
import { declarations } from '#domain/index';
import { packWords, unpackWork } from './carry-work';
import { PeopleDb } from './db/people-db';
import { type Draft, PersonDb, type PhotoKind } from './db/person-db';
import { forgetStoreName } from './db/store-name';
import { surviving } from './db/survive';
import type { OpenPerson } from './open-person';
import { shelf } from './shelf';

const KINDS: readonly PhotoKind[] = ['full', 'preview', 'thumb'];

export interface TakenOver {
  /** Changes queued here again. */
  readonly entries: number;
  /** Stores that could not be opened, or hold what can't be taken in yet: they are tried again. */
  readonly stranded: number;
}

/**
 * @param base name of the person's store when all is well
 * @param left stores of the same person that are not lived in
 */
export async function takeOver(
  base: string,
  left: readonly string[],
  open: OpenPerson,
): Promise<TakenOver> {
  let entries = 0;
  let stranded = 0;
  for (const name of left) {
    const db = new PersonDb(name);
    try {
      entries += await moveInto(open, db);
      await db.delete();
      forgetStoreName(base, name, shelf);
    } catch {
      db.close();
      stranded += 1;
    }
  }
  return { entries, stranded };
}

/** Doing it twice changes nothing. @throws when something could not be read or taken in */
async function moveInto({ db: to, store }: OpenPerson, from: PersonDb): Promise<number> {
  const nowMs = Date.now();
  for (const photo of await from.photos.toArray()) {
    if (await to.photos.get(photo.hash)) continue;
    const bytes = await from.photoBytes.bulkGet(KINDS.map((kind) => [photo.hash, kind]));
    const whole = bytes.filter((part) => part !== undefined);
    const put = () =>
      to.transaction('rw', [to.photos, to.photoBytes], async () => {
        await to.photos.put({ ...photo, uploadUrls: {} });
        await to.photoBytes.bulkPut(whole);
      });
    await surviving(put, () => store.makeRoom());
  }
  await moveDrafts(to, from, () => store.makeRoom());
  await to.imported.bulkPut(await from.imported.toArray());
  const work = await packWords(from, nowMs);
  const none = () => Promise.resolve('');
  const taken = await unpackWork(work, to, store, declarations, nowMs, none, true);
  if ('whose' in taken) throw new Error('work of somebody else');
  if (taken.refused.length > 0) throw new Error('the rows it speaks of are not here yet');
  await to.sent.bulkPut(await from.sent.toArray());
  return taken.added;
}

/** Of two writings in one form the newer is offered there; both stay beside it, for nobody else has them. */
async function moveDrafts(
  { drafts }: PersonDb,
  from: PersonDb,
  makeRoom: () => Promise<number>,
): Promise<void> {
  const beside = (draft: Draft): Draft => ({ ...draft, key: `${draft.key}.${draft.savedMs}` });
  for (const draft of await from.drafts.toArray()) {
    const put = () =>
      drafts.db.transaction('rw', drafts, async () => {
        const held = await drafts.get(draft.key);
        if (held?.savedMs === draft.savedMs) return;
        if (held) await drafts.bulkPut([beside(held), beside(draft)]);
        if (!held || held.savedMs < draft.savedMs) await drafts.put(draft);
      });
    await surviving(put, makeRoom);
  }
}

/** The list of people is one list again. Whoever is in the living one stays as they are there. */
export async function takeOverPeople(
  base: string,
  left: readonly string[],
  people: PeopleDb,
): Promise<void> {
  for (const name of left) {
    const db = new PeopleDb(name);
    try {
      const known = new Set(await people.profiles.toCollection().primaryKeys());
      const others = await db.profiles.toArray();
      await people.profiles.bulkAdd(others.filter(({ profileId }) => !known.has(profileId)));
      await db.delete();
      forgetStoreName(base, name, shelf);
    } catch {
      // Tried again at the next start.
      db.close();
    }
  }
}
