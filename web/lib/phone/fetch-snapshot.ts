/** The market from a snapshot: frame by frame into the copy on this phone, on where the last cut left off. */
import { frameAddress, FrameTaker, nextFrame, type PublicRows } from '#sync/frame-taker';
import type { SnapshotOffer } from '#sync/wire';
import type { Answer, Ask } from './air';

/**
 * @returns null when every frame is here, else what came instead; what has arrived stays. A `good` answer
 *   without a frame is a portal's page: to be taken for no signal
 */
export async function fetchSnapshot(
  rows: PublicRows,
  ask: (path: string, ask?: Ask) => Promise<Answer>,
  offer: SnapshotOffer,
  signal: AbortSignal,
): Promise<Answer | null> {
  for (;;) {
    const next = await nextFrame(rows, offer);
    if (next >= offer.frames) return null;
    const taker = new FrameTaker(rows, offer, next);
    const onText = (piece: string) => taker.take(piece);
    const answer = await ask(frameAddress(offer.id, next), { signal, onText });
    // A cut that let something through is no reason to give up.
    if ((await nextFrame(rows, offer)) > next && !signal.aborted) continue;
    // Gone since it was offered: the next try is offered another.
    if (answer.kind === 'refused') return { ...answer, kind: 'busy', retryAfterMs: 0 };
    return answer;
  }
}
