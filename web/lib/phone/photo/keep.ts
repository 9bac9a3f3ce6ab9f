/** Pictures taken on this phone, kept until the server has them and as long as there is room. */
import type { HeldPhoto, PersonDb, PhotoBytes, PhotoKind } from '../db/person-db';
import { surviving } from '../db/survive';
import type { ShrunkPhoto } from './shrink';

const WEEK_MS = 7 * 86_400_000;

/** @throws PhoneFull when there is no room even after making some */
export async function keepShrunk(
  db: PersonDb,
  photo: ShrunkPhoto,
  nowMs: number,
  makeRoom: () => Promise<number>,
): Promise<void> {
  const { hash, width, height, placeholder, type } = photo;
  const held: HeldPhoto = {
    hash,
    width,
    height,
    placeholder,
    takenMs: nowMs,
    sizeBytes: photo.full.byteLength,
    sent: 'nothing',
    uploadUrls: {},
    failures: 0,
    nextTryMs: 0,
    refused: '',
  };
  const kinds: PhotoKind[] = ['full', 'preview', 'thumb'];
  const bytes = kinds.map((kind): PhotoBytes => ({ hash, kind, type, bytes: photo[kind] }));
  await surviving(
    () =>
      db.transaction('rw', [db.photos, db.photoBytes], async () => {
        // The very same picture taken again keeps what is known about its sending.
        if (!(await db.photos.get(hash))) await db.photos.add(held);
        await db.photoBytes.bulkPut(bytes);
      }),
    makeRoom,
  );
}

/** Pictures of forms that were abandoned more than a week ago: no record and no draft names them. */
export async function sweepPhotos(db: PersonDb, nowMs: number): Promise<void> {
  const old = await db.photos.filter((photo) => photo.takenMs < nowMs - WEEK_MS).toArray();
  if (old.length === 0) return;
  const [rows, drafts, queue] = await Promise.all([
    db.rows.where('noun').equals('photo').toArray(),
    db.drafts.toArray(),
    db.queue.toArray(),
  ]);
  const named = JSON.stringify([rows, drafts.map(({ value }) => value), queue]);
  const gone = old.map(({ hash }) => hash).filter((hash) => !named.includes(hash));
  const keys = gone.flatMap((hash): [string, PhotoKind][] => [
    [hash, 'full'],
    [hash, 'preview'],
    [hash, 'thumb'],
  ]);
  await db.transaction('rw', [db.photos, db.photoBytes], async () => {
    await db.photos.bulkDelete(gone);
    await db.photoBytes.bulkDelete(keys);
  });
}
