/**
 * Pictures follow their records: the small preview of every product first, then the full ones. Each is
 * one file, resumed where it stopped, and given up for the moment as soon as words want to travel.
 */
import type { HeldPhoto, PersonDb, PhotoBytes, PhotoKind } from '../db/person-db';
import { isSoundRow } from '../db/sound';
import { surviving } from '../db/survive';
import { waitAfterFailure } from '../backoff';
import type { FileSent, FileToSend } from './tus-send';

export interface UploadPorts {
  readonly db: PersonDb;
  readonly nowMs: () => number;
  readonly random: () => number;
  /** Value of the Authorization header, or null when this device is not known yet. */
  readonly authorization: () => Promise<string | null>;
  readonly send: (file: FileToSend, stop: AbortSignal) => Promise<FileSent>;
  /** Told what each request carried out of the phone. Bytes. */
  readonly onCarried: (bytes: number) => void;
}

/**
 * `cut`: the link broke off, but more of a picture has arrived than ever before. Then it is worth trying
 * again soon: a link that lives for twenty kilobytes at a time carries a picture all the same.
 *
 * `signed-out`: nobody is signed in here, or somebody just did and the picture was faster. That says
 * nothing about the picture; the next round of words finds out what is the matter.
 *
 * `busy`: the other side can't now, or has said no too often; the rest waits its turn.
 */
export type PhotosSent = 'done' | 'no-signal' | 'cut' | 'stopped' | 'signed-out' | 'busy';

/** So many pictures may be told no in one go; one is enough where the other side is in trouble. */
const MOST_IN_VAIN = 2;

/** After this many failures that were answers, not silence, a person is asked to look. */
const MOST_FAILURES = 12;

/** Hashes of pictures whose record the server has, so that it knows what they are. */
async function namedHashes(db: PersonDb): Promise<ReadonlySet<string>> {
  const rows = await db.rows.where('noun').equals('photo').toArray();
  return new Set(
    rows
      .filter(isSoundRow)
      .flatMap(({ base }) => (base ? String((base.values as { hash?: string }).hash) : [])),
  );
}

/** Pictures that may be sent now or later: their record has arrived, their bytes have not. */
export async function photosToSend(db: PersonDb): Promise<HeldPhoto[]> {
  const open = await db.photos
    .filter((photo) => photo.sent !== 'full' && photo.refused === '')
    .toArray();
  if (open.length === 0) return [];
  const named = await namedHashes(db);
  return open.filter((photo) => named.has(photo.hash));
}

/**
 * What goes in one request: what was handed to the radio can't be called back, so this is the most that
 * words ever wait behind a picture.
 */
const PIECE_BYTES = 16 * 1024;
/**
 * The same once the link has broken. When a kept connection breaks, Chromium sends the
 * whole request once more by itself and reads no answer before it is through: a cut wastes up to a piece.
 */
const BROKEN_PIECE_BYTES = 8 * 1024;

/** Sendings the link broke, by hash and kind: how many bytes the server has ever said it holds. */
const broken = new Map<string, number>();

/** Sends until done, stopped or without signal. Never throws for what the air does. */
export async function sendPhotos(
  ports: UploadPorts,
  stop: AbortSignal,
  onSent: () => void,
): Promise<PhotosSent> {
  for (let vain = 0; ;) {
    if (stop.aborted) return 'stopped';
    const next = await nextFile(ports);
    if (!next) return 'done';
    const authorization = await ports.authorization();
    if (!authorization) return 'done';
    const { photo, bytes } = next;
    const name = `${photo.hash}.${bytes.kind}`;
    let further = false;
    let held = broken.get(name) ?? 0;
    const sent = await ports.send(
      {
        hash: photo.hash,
        kind: bytes.kind,
        bytes: bytes.bytes,
        authorization,
        uploadUrl: photo.uploadUrls[bytes.kind],
        pieceBytes: broken.has(name) ? BROKEN_PIECE_BYTES : PIECE_BYTES,
        onUrl: (url) => void rememberUrl(ports.db, photo.hash, bytes.kind, url),
        onAccepted: (accepted) => {
          if (accepted <= held) return;
          further = true;
          held = accepted;
        },
        onCarried: ports.onCarried,
      },
      stop,
    );
    if (sent.kind === 'stopped') return 'stopped';
    // The browser sent a piece twice around a cut; the next question tells where it stands.
    const misplaced = sent.kind === 'answer' && sent.code === 'photo.wrong_offset';
    const first = !broken.has(name);
    if (misplaced || sent.kind === 'no-signal') broken.set(name, held);
    if (misplaced && (further || first)) continue;
    if (misplaced || sent.kind === 'no-signal') return further ? 'cut' : 'no-signal';
    if (sent.kind === 'answer' && sent.code === 'session.expired') return 'signed-out';
    broken.delete(name);
    const taken = await take(ports, photo, bytes.kind, sent);
    if (taken === 'arrived' && bytes.kind === 'full') onSent();
    vain = taken === 'later' ? vain + 1 : 0;
    const inTrouble = sent.kind === 'answer' && (sent.status === 429 || sent.status >= 500);
    if (vain >= MOST_IN_VAIN || (vain > 0 && inTrouble)) return 'busy';
  }
}

/** Previews of all before the full picture of any; those told to wait are left for later. */
async function nextFile(
  ports: UploadPorts,
): Promise<{ photo: HeldPhoto; bytes: PhotoBytes } | null> {
  const { db } = ports;
  const ready = (await photosToSend(db))
    .filter((photo) => photo.nextTryMs <= ports.nowMs())
    .sort(
      (a, b) =>
        Number(a.sent === 'preview') - Number(b.sent === 'preview') || a.takenMs - b.takenMs,
    );
  for (const photo of ready) {
    const kinds: PhotoKind[] = photo.sent === 'nothing' ? ['preview', 'full'] : ['full'];
    for (const kind of kinds) {
      const bytes = await db.photoBytes.get([photo.hash, kind]).catch(() => undefined);
      if (bytes) return { photo, bytes };
    }
    await change(db, photo.hash, { refused: 'photo.bytes_lost' });
  }
  return null;
}

/** `arrived`: the file is with the server now. `settled`: it need not be sent any more. */
async function take(
  { db, nowMs, random }: UploadPorts,
  photo: HeldPhoto,
  kind: PhotoKind,
  sent: Extract<FileSent, { kind: 'done' | 'answer' }>,
): Promise<'arrived' | 'settled' | 'later'> {
  const here = sent.kind === 'done' || sent.code === 'photo.here_already';
  if (here) {
    await change(db, photo.hash, {
      sent: kind === 'full' ? 'full' : 'preview',
      failures: 0,
      nextTryMs: 0,
    });
    return 'arrived';
  }
  if (sent.kind !== 'answer') return 'later';
  if (sent.status === 413 || sent.status === 422) {
    await change(db, photo.hash, { refused: sent.code || 'photo.unreadable' });
    return 'settled';
  }
  // Only the phone that made the record may send a preview; the picture itself is taken from all its people.
  if (kind === 'preview' && sent.code === 'photo.not_named') {
    await change(db, photo.hash, { sent: 'preview', failures: 0, nextTryMs: 0 });
    return 'settled';
  }
  const failures = photo.failures + 1;
  const forgotten = sent.status === 404 || sent.status === 410 || sent.status === 409;
  const waitMs =
    forgotten && failures === 1 ? 0 : waitAfterFailure(failures, random(), sent.retryAfterMs);
  await change(db, photo.hash, {
    failures,
    nextTryMs: nowMs() + waitMs,
    ...(forgotten ? { uploadUrls: { ...photo.uploadUrls, [kind]: undefined } } : {}),
    ...(failures >= MOST_FAILURES && sent.status < 500
      ? { refused: sent.code || 'photo.unreadable' }
      : {}),
  });
  return 'later';
}

/**
 * The server says what it still misses: what this phone had counted as arrived is sent again, as long
 * as its bytes are here. Call once for each fresh answer.
 */
export async function sendAgain(db: PersonDb, missing: readonly string[]): Promise<void> {
  if (missing.length === 0) return;
  const held = await db.photos.bulkGet([...missing]);
  for (const photo of held) {
    if (photo?.sent === 'full' && !photo.givenUp)
      await change(db, photo.hash, { sent: 'nothing', uploadUrls: {}, failures: 0, nextTryMs: 0 });
  }
}

/** The person wants it tried once more. */
export async function retryPhoto(db: PersonDb, hash: string): Promise<void> {
  await change(db, hash, { refused: '', failures: 0, nextTryMs: 0, uploadUrls: {} });
}

const change = (db: PersonDb, hash: string, part: Partial<HeldPhoto>): Promise<unknown> =>
  surviving(() => db.photos.update(hash, part));

async function rememberUrl(
  db: PersonDb,
  hash: string,
  kind: PhotoKind,
  url: string,
): Promise<void> {
  await surviving(() =>
    db.photos
      .where('hash')
      .equals(hash)
      .modify((photo: { uploadUrls: HeldPhoto['uploadUrls'] }) => {
        photo.uploadUrls = { ...photo.uploadUrls, [kind]: url };
      }),
  ).catch(() => undefined);
}
