/** Packs what waits in a person's store, and takes such a pack in: each change once, whatever happens. */
import type { Declarations } from '#sync/declarations';
import { tapIn } from '#sync/phone/tap';
import type { HeldPhoto, PersonDb, PhotoBytes, PhotoKind } from './db/person-db';
import { isSoundQueued } from './db/sound';
import { surviving } from './db/survive';
import type { DexiePhoneStore } from './dexie-store';
import { MY_NUMBER, NOTE, SIGN_UP } from './drafts';
import { personView } from './shape-views';
import type { CarriedEntry, CarriedPhoto, CarriedWork } from './unsent-file';
import { fromBase64, toBase64 } from './unsent-file';

const KINDS: PhotoKind[] = ['full', 'preview', 'thumb'];

/** Everything that has no good answer yet, refused changes and half-filled forms too: it is somebody's work. */
export async function packWork(db: PersonDb, nowMs: number): Promise<CarriedWork> {
  const words = await packWords(db, nowMs);
  const photos: CarriedPhoto[] = [];
  for (const photo of await db.photos.filter(({ sent }) => sent !== 'full').toArray()) {
    const packed = await packPhoto(db, photo);
    if (packed) photos.push(packed);
  }
  return { ...words, photos };
}

/** The same without pictures. */
export async function packWords(db: PersonDb, nowMs: number): Promise<CarriedWork> {
  const [state, queue, drafts] = await Promise.all([
    db.state.get('state'),
    db.queue.toArray(),
    db.drafts.toArray(),
  ]);
  const { personId = '', hasAccount = false } = state?.actor ?? {};
  const person = await db.rows.get(`person/${personId}`);
  const entries = queue
    .filter((queued) => isSoundQueued(queued) && queued.state !== 'answered')
    .map(({ entry, madeMs }): CarriedEntry => ({
      action: entry.action,
      input: entry.input,
      stamp: entry.stamp,
      madeMs,
    }));
  const name = (person && personView(person)?.name) || '';
  return { madeMs: nowMs, personId, name, hasAccount, entries, photos: [], drafts };
}

async function packPhoto(db: PersonDb, photo: HeldPhoto): Promise<CarriedPhoto | null> {
  const [full, preview, thumb] = await db.photoBytes.bulkGet(
    KINDS.map((kind) => [photo.hash, kind]),
  );
  if (!full || !preview || !thumb) return null;
  const { hash, width, height, placeholder, takenMs } = photo;
  const bytes = {
    full: toBase64(full.bytes),
    preview: toBase64(preview.bytes),
    thumb: toBase64(thumb.bytes),
  };
  return { hash, width, height, placeholder, takenMs, type: full.type, ...bytes };
}

export interface TakenIn {
  /** Changes queued here as new ones. */
  readonly added: number;
  /** Changes this phone already had, or that are about records it already has. */
  readonly known: number;
  readonly refused: readonly { readonly code: string; readonly count: number }[];
  readonly photos: number;
  /** Half-filled forms put beside those that are here. */
  readonly drafts: number;
}

/** The pack is another person's: of somebody with an account, or of a guest, whose work may be adopted. */
export interface NotYours {
  readonly whose: 'account' | 'guest';
}

/**
 * Pictures first, then every change in its order, in one transaction: all of the pack or nothing of it.
 *
 * @param sha256 of bytes, hex: a picture that is not what its name says is left out
 * @param adopt the person has said that a guest's work is to go out under their own name
 */
export async function unpackWork(
  work: CarriedWork,
  db: PersonDb,
  store: DexiePhoneStore,
  declarations: Declarations,
  nowMs: number,
  sha256: (bytes: ArrayBuffer) => Promise<string>,
  adopt = false,
): Promise<TakenIn | NotYours> {
  const { actor } = await store.write((tx) => tx.state());
  if (work.personId !== actor.personId) {
    // Security: what somebody else has said is never sent under this person's name.
    if (work.hasAccount) return { whose: 'account' };
    if (!adopt) return { whose: 'guest' };
  }
  let photos = 0;
  for (const photo of work.photos) {
    if (await unpackPhoto(photo, db, store, sha256)) photos += 1;
  }
  const taken = await surviving(
    () =>
      db.transaction('rw', [db.state, db.rows, db.queue, db.sent, db.setAside, db.imported], () =>
        unpackEntries(work, db, store, declarations, nowMs),
      ),
    () => store.makeRoom(),
  );
  const drafts = await unpackDrafts(work, db, () => store.makeRoom(), actor.personId);
  return { ...taken, photos, drafts };
}

/** A form that is being filled in here as well stays as it is here. @returns how many were put beside */
async function unpackDrafts(
  { drafts, personId }: CarriedWork,
  db: PersonDb,
  makeRoom: () => Promise<number>,
  here: string,
): Promise<number> {
  const staying = new Set(await db.drafts.toCollection().primaryKeys());
  // Security: a name and a number of somebody else are never found in one's own sign-up.
  if (personId !== here) staying.add(SIGN_UP).add(MY_NUMBER);
  const arriving = drafts.filter(({ key }) => !staying.has(key));
  await surviving(() => db.drafts.bulkPut(arriving), makeRoom);
  return arriving.filter(({ key }) => !key.startsWith(NOTE)).length;
}

async function unpackEntries(
  work: CarriedWork,
  db: PersonDb,
  store: DexiePhoneStore,
  declarations: Declarations,
  nowMs: number,
): Promise<Omit<TakenIn, 'photos' | 'drafts'>> {
  const seen = new Set<string>([
    ...(await db.imported.toCollection().primaryKeys()),
    ...(await db.sent.toCollection().primaryKeys()),
    ...(await db.queue.toArray()).map(({ entry }) => entry.stamp),
  ]);
  const { actor } = await store.write((tx) => tx.state());
  let added = 0;
  let known = 0;
  const refused = new Map<string, number>();
  for (const { action, input, stamp } of work.entries) {
    // Who somebody is can't be said by another person.
    const foreignName = action === 'person.introduce' && input.id !== actor.personId;
    if (seen.has(stamp) || foreignName) {
      known += 1;
      continue;
    }
    const tapped = await store.write((tx) => tapIn(tx, declarations, { action, input }, nowMs));
    if (tapped.ok) added += 1;
    else if (tapped.code === 'row.exists') known += 1;
    else refused.set(tapped.code, (refused.get(tapped.code) ?? 0) + 1);
    if (tapped.ok || tapped.code === 'row.exists') await db.imported.put({ stamp });
  }
  return { added, known, refused: [...refused].map(([code, count]) => ({ code, count })) };
}

async function unpackPhoto(
  photo: CarriedPhoto,
  db: PersonDb,
  store: DexiePhoneStore,
  sha256: (bytes: ArrayBuffer) => Promise<string>,
): Promise<boolean> {
  if (await surviving(() => db.photos.get(photo.hash))) return false;
  const { hash, width, height, placeholder, takenMs } = photo;
  const bytes = bytesOf(photo);
  const full = bytes?.[0]?.bytes;
  if (!bytes || !full || (await sha256(full)) !== hash) return false;
  const held: HeldPhoto = {
    hash,
    width,
    height,
    placeholder,
    takenMs,
    sizeBytes: full.byteLength,
    sent: 'nothing',
    uploadUrls: {},
    failures: 0,
    nextTryMs: 0,
    refused: '',
  };
  await surviving(
    () =>
      db.transaction('rw', [db.photos, db.photoBytes], async () => {
        await db.photos.put(held);
        await db.photoBytes.bulkPut(bytes);
      }),
    () => store.makeRoom(),
  );
  return true;
}

/** Null for letters that are no base64: one damaged picture never holds up the work around it. */
function bytesOf(photo: CarriedPhoto): PhotoBytes[] | null {
  const { hash, type } = photo;
  try {
    return KINDS.map((kind) => ({ hash, kind, type, bytes: fromBase64(photo[kind]) }));
  } catch {
    return null;
  }
}
