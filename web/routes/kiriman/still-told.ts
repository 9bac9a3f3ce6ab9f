/** Which late work still has a place on the screen; the records themselves stay. */
import type { HandedView } from '$lib/phone/handed-views';

/** What became of it is told to its author for so long. */
const TOLD_MS = 14 * 86_400_000;

/** @param nowMs by the village's clock, ms since the epoch */
export const stillTold = (late: readonly HandedView[], nowMs: number): HandedView[] =>
  late.filter(
    ({ mine, forMe, status, decidedMs }) =>
      forMe || (mine && (status === 'open' || nowMs - decidedMs < TOLD_MS)),
  );
