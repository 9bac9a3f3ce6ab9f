/**
 * A full phone: what can be had again goes first, in the order in which it is missed least. Typed work,
 * the outbox and pictures that have not arrived are never touched.
 */
import type { PhoneState, Queued } from '#sync/phone/store';
import type { CatalogueDb } from './catalogue-db';
import { dropThumbs } from './drop-thumbs';
import type { PersonDb } from './person-db';
import { isSoundQueued } from './sound';

/**
 * Gives away stored market pictures, then full copies of pictures that have arrived.
 *
 * @returns bytes freed
 */
export async function makeRoom(person: PersonDb, catalogue: CatalogueDb): Promise<number> {
  return (await dropThumbs(catalogue)) + (await dropSentPhotos(person));
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

const SENT_MS = 30 * 86_400_000;
/** Without any backup of the server for years: even then a phone does not fill up. */
const SENT_BYTES_AT_MOST = 20 * 1024 * 1024;

/**
 * Lets go of answered entries, oldest first, that a finished backup of the server holds: those older than
 * 30 days, and those beyond 5 MB. What no backup holds stays, up to 20 MB.
 *
 * @param nowMs server clock as this phone knows it
 */
export async function trimSent(person: PersonDb, nowMs: number): Promise<void> {
  const state = await person.state.get('state');
  // A damaged one is neither offered nor in the way.
  const sent = (await person.sent.toArray()).filter(({ queued }) => isSoundQueued(queued));
  let bytes = sent.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const oldestFirst = sent.sort((a, b) => (a.queued.answeredMs ?? 0) - (b.queued.answeredMs ?? 0));
  const gone: string[] = [];
  for (const { stamp, sizeBytes, queued } of oldestFirst) {
    const old = (queued.answeredMs ?? 0) < nowMs - SENT_MS;
    const safe = isCovered(queued, state) && (old || bytes > SENT_BYTES);
    if (!safe && bytes <= SENT_BYTES_AT_MOST) continue;
    gone.push(stamp);
    bytes -= sizeBytes;
  }
  if (gone.length > 0) await person.sent.bulkDelete(gone);
}

/** Of this very device; what was said as another one is never known to be in a backup. */
function isCovered({ deviceEpoch, seq, saidAs }: Queued, state: PhoneState | undefined): boolean {
  const covered = state?.covered;
  if (!covered || (saidAs && saidAs.deviceId !== state.deviceId)) return false;
  return deviceEpoch < covered.epoch || (deviceEpoch === covered.epoch && seq <= covered.seq);
}
