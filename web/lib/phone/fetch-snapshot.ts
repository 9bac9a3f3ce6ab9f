/** The market from a snapshot: frame by frame into the copy on this phone, on where the last cut left off. */
import { frameAddress, FrameTaker, nextFrame, type PublicRows } from '#sync/frame-taker';
import type { SnapshotOffer } from '#sync/wire';
import type { Answer, Ask } from './air';

/** docs/sync.md says why twelve. */
export const ROWS_IN_FRAME = 12;

export const framesOf = (rows: number): number => Math.ceil(rows / ROWS_IN_FRAME);

/**
 * @param giveWay ends it as soon as words want to travel; what has arrived stays
 * @param mostFrames how many may come this time
 * @param onBrokenOff how many frames a request brought that was ended from here: no browser tells what it weighed
 * @returns null when every frame is here, `enough` when as many came as may, else what came instead. A
 *   `good` answer without a frame is a portal's page: to be taken for no signal
 */
export async function fetchSnapshot(
  rows: PublicRows,
  ask: (path: string, ask?: Ask) => Promise<Answer>,
  offer: SnapshotOffer,
  giveWay: AbortSignal,
  mostFrames: number,
  onBrokenOff?: (frames: number) => void,
): Promise<Answer | 'enough' | null> {
  const until = (await nextFrame(rows, offer)) + mostFrames;
  for (;;) {
    const next = await nextFrame(rows, offer);
    if (next >= offer.frames) return null;
    if (next >= until) return 'enough';
    const taker = new FrameTaker(rows, offer, next);
    const end = new AbortController();
    const halt = () => end.abort();
    giveWay.addEventListener('abort', halt);
    if (giveWay.aborted) halt();
    const onText = async (piece: string) => {
      const reached = await taker.take(piece);
      if (reached >= until) halt();
      return reached > next;
    };
    const answer = await ask(frameAddress(offer.id, next), { signal: end.signal, onText });
    const came = (await nextFrame(rows, offer)) - next;
    if (end.signal.aborted && answer.kind !== 'good') onBrokenOff?.(came);
    // A cut that let something through is no reason to give up.
    if (came > 0 && !giveWay.aborted) continue;
    // Gone since it was offered: the next try is offered another.
    if (answer.kind === 'refused') return { ...answer, kind: 'busy', retryAfterMs: 0 };
    return answer;
  }
}
