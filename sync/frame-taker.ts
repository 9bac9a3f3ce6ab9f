/**
 * A market arrives frame by frame. Each piece that came through is put away with the number of the next
 * frame, so that a cut costs the frame it was in and nothing before it.
 */
import {
  type Cursor,
  progressCursor,
  readProgress,
  type ScopeChanges,
  type SnapshotOffer,
  type SyncAnswer,
  type WireTable,
  type WireValue,
} from './wire';

/** What of a phone's store takes public rows (phone/store.ts says how). */
export interface PublicRows {
  publicCursor(scope: string): Promise<Cursor>;
  applyPublic(changes: ScopeChanges): Promise<void>;
}

/** Every row of a snapshot is older than every change after it. 0 would be a stale one. */
const POSITION = 1;

/** Where the frames from this one on are had, for ever the same. */
export const frameAddress = (id: string, frame: number): string => `/api/snapshot/${id}/${frame}`;

/** In the middle of a snapshot: rows that came beside its frames would have to be had again. */
export const isProgress = (cursor: Cursor): boolean => cursor.startsWith('~');

/** The next frame this phone needs of the offer; `frames` when it has them all. */
export async function nextFrame(store: PublicRows, offer: SnapshotOffer): Promise<number> {
  const held = await store.publicCursor(offer.scope);
  if (held === offer.cursor) return offer.frames;
  const progress = readProgress(held);
  return progress?.id === offer.id ? progress.frame : 0;
}

/** What of an answer can be settled before its snapshot has arrived: everything but that scope. */
export function beforeSnapshot(answer: SyncAnswer, { scope }: SnapshotOffer): SyncAnswer {
  const changes = answer.changes.filter((one) => one.scope !== scope);
  return { ...answer, changes, more: true };
}

/** Takes the text of frames as it arrives, from `next` on. One line is one frame. */
export class FrameTaker {
  private rest = '';

  constructor(
    private readonly store: PublicRows,
    private readonly offer: SnapshotOffer,
    private next: number,
  ) {}

  /**
   * Puts away every frame that is whole now. Wait for it before the next piece.
   *
   * @returns the frame to go on with
   * @throws SyntaxError or TypeError for what is no frame, and whatever the store throws
   */
  async take(piece: string): Promise<number> {
    const lines = (this.rest + piece).split('\n');
    this.rest = lines.pop() ?? '';
    const tables = lines.slice(0, this.offer.frames - this.next).flatMap(tablesOf);
    if (tables.length === 0) return this.next;
    const { scope, id, frames, cursor } = this.offer;
    const until = Math.min(frames, this.next + lines.length);
    const complete = until === frames;
    const changes: ScopeChanges = {
      ...{ scope, tables, gone: [], fresh: this.next === 0, complete },
      cursor: complete ? cursor : progressCursor(id, until),
    };
    await this.store.applyPublic(changes);
    // A full phone lets the market go without a word: then nothing after it may count as held either.
    const held = await this.store.publicCursor(scope);
    if (held !== changes.cursor) throw new Error('the frames found no room');
    this.next = until;
    return until;
  }
}

function tablesOf(frame: string): WireTable[] {
  return (JSON.parse(frame) as unknown[][]).map((told): WireTable => {
    const [noun, fields, ids, ...columns] = told as [string, string[], string[], ...WireValue[][]];
    const isText = (word: unknown) => typeof word === 'string';
    const whole = isText(noun) && ids.every(isText) && columns.length === fields.length;
    if (!whole || columns.some(({ length }) => length !== ids.length))
      throw new TypeError('not a frame');
    const byField = fields.map((field, index) => [field, columns[index] ?? []] as const);
    return { noun, ids, columns: Object.fromEntries(byField), positions: ids.map(() => POSITION) };
  });
}
