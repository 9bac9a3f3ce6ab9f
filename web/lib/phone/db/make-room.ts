/**
 * A full phone: what can be had again goes first, in the order in which it is missed least. Typed work,
 * the outbox and pictures that have not arrived are never touched.
 */
import type { CatalogueDb } from './catalogue-db';
import type { PersonDb } from './person-db';

/**
 * Gives away stored market pictures, then full copies of pictures that have arrived.
 *
 * @returns bytes freed
 */
export async function makeRoom(person: PersonDb, catalogue: CatalogueDb): Promise<number> {
  return (await dropThumbs(catalogue)) + (await dropSentPhotos(person));
}

/** Stored market pictures. Resolves to the bytes freed. */
export async function dropThumbs(catalogue: CatalogueDb): Promise<number> {
  const thumbs = await catalogue.thumbs.toArray();
  await catalogue.thumbs.clear();
  return thumbs.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
}

/** Full-size copies of pictures the server has; the small ones stay, so that lists still show them. */
export async function dropSentPhotos(person: PersonDb): Promise<number> {
  const sent = await person.photos.filter((photo) => photo.sent === 'full').primaryKeys();
  let freed = 0;
  for (const hash of sent) {
    const held = await person.photoBytes.get([hash, 'full']);
    if (!held) continue;
    await person.photoBytes.delete([hash, 'full']);
    freed += held.bytes.byteLength;
  }
  return freed;
}

/** Bytes of answered entries kept for a server that is restored from a backup. */
const SENT_BYTES = 5 * 1024 * 1024;

/** Lets go of the oldest answered entries beyond 5 MB. */
export async function trimSent(person: PersonDb): Promise<void> {
  const sent = await person.sent.toArray();
  let surplus = sent.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) - SENT_BYTES;
  const oldestFirst = sent.sort((a, b) => (a.queued.answeredMs ?? 0) - (b.queued.answeredMs ?? 0));
  const gone: string[] = [];
  for (const { stamp, sizeBytes } of oldestFirst) {
    if (surplus <= 0) break;
    gone.push(stamp);
    surplus -= sizeBytes;
  }
  if (gone.length > 0) await person.sent.bulkDelete(gone);
}
