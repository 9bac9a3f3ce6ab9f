/**
 * The market as it stood once, cut into frames and laid on a shelf. A phone that begins, or has missed a lot,
 * takes it frame by frame; the air cuts it anywhere, and the next attempt goes on with the missing frame.
 */
import { FrameTaker, nextFrame, type PublicRows } from '#sync/frame-taker';
import { takeSnapshot } from '#sync/server/snapshot';
import type { ShelvedSnapshot, SnapshotShelf } from '#sync/server/store';
import type { SnapshotOffer } from '#sync/wire';
import { declarations } from '../index';
import { CATALOGUE_SCOPE } from '../scopes';
import { judgeFrames, judgeSnapshot } from './oracles/snapshot';
import type { Ring } from './ring';
import type { Mishap } from './script';
import { sha256 } from './sha256';
import type { Village } from './village';

export interface MadeSnapshot extends ShelvedSnapshot {
  readonly scope: string;
  readonly epoch: string;
  readonly texts: readonly string[];
}

/** Where snapshots lie: beside the rows, so that every process gives out the same. */
export interface RingShelf extends SnapshotShelf {
  /** @param keepsOld false: it has lain so long that nobody can still be fetching one from before */
  keep(made: MadeSnapshot, keepsOld: boolean): Promise<void>;
  /** Its frames, of whatever epoch; null when it is no longer kept. */
  frames(id: string): Promise<readonly string[] | null>;
}

/** A market of a dozen rows in several frames. */
const plan = { lead: 'listing', first: 2, alike: ['category', 'about'], frameRows: 2 };
/** Characters that arrive at once. */
const PIECE = 150;

export async function makeSnapshot(village: Village, keepsOld: boolean): Promise<void> {
  const { store, shelf } = village.ring;
  const epoch = await store.epoch();
  const { cursor, rows, frames } = await takeSnapshot(store, declarations, CATALOGUE_SCOPE, plan);
  if (rows === 0) return;
  judgeSnapshot(village, frames);
  const id = sha256(JSON.stringify([epoch, cursor, frames])).slice(0, 16);
  village.cursors.snapshotMade(cursor, village.history);
  const made = { id, scope: CATALOGUE_SCOPE, epoch, cursor, rows, frames: frames.length };
  await shelf.keep({ ...made, texts: frames }, keepsOld);
}

/**
 * The shelf as one request meets it.
 *
 * @param onGone called when the phone was in the middle of one that is no longer kept
 */
export function shelfOf(
  { shelf }: Ring,
  onGone: () => void,
  onCursor: (scope: string, cursor: string) => void,
): SnapshotShelf {
  const noted = (scope: string, found: ShelvedSnapshot | null) => {
    if (found) onCursor(scope, found.cursor);
    return found;
  };
  return {
    newest: async (scope, epoch) => noted(scope, await shelf.newest(scope, epoch)),
    beats: (snapshot, scope, cursor) => shelf.beats(snapshot, scope, cursor),
    async find(id, epoch) {
      const found = await shelf.find(id, epoch);
      if (!found) onGone();
      return found;
    },
  };
}

/** @returns whether every frame is on the phone now */
export async function fetchFrames(
  village: Village,
  rows: PublicRows,
  offer: SnapshotOffer,
  cut: Mishap | null,
): Promise<boolean> {
  const next = await nextFrame(rows, offer);
  if (next >= offer.frames) return true;
  const frames = await village.ring.shelf.frames(offer.id);
  if (!frames) return false;
  judgeFrames(village, frames.slice(next));
  const text = frames
    .slice(next)
    .map((frame) => `${frame}\n`)
    .join('');
  const end = cut ? cut.at % text.length : text.length;
  const taker = new FrameTaker(rows, offer, next);
  village.bytes += end;
  for (let at = 0; at < end; at += PIECE)
    await taker.take(text.slice(at, Math.min(end, at + PIECE)));
  const reached = await nextFrame(rows, offer);
  if (cut && reached > 0 && reached < offer.frames) village.fault('frames cut short');
  return reached >= offer.frames;
}
