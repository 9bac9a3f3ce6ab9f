/**
 * A round may take several requests: a phone that nobody knows any more asks for a word to sign, says it
 * signed, and only then what it wanted. When nothing comes of that, each request waits its own time. What
 * brought a piece of the market did not go for nothing, and putting something right is believed once.
 */
import type { AskAir } from './device';
import type { Round } from './sync-round';

const EACH_MS = 5_000;

/**
 * @param pause resolves after so many ms, or when the signal is aborted
 * @returns `ask`, which counts, and `spaced`, which runs a round that asks through it
 */
export function spacing(air: AskAir, pause: (ms: number, stop: AbortSignal) => Promise<void>) {
  let asks = 0;
  /** Further requests of a repair that has yet to show that it helps; null: none under way. */
  let onTrust: number | null = null;
  return {
    ask: (async (path, how) => {
      let brought = false;
      const onText =
        how?.onText &&
        (async (piece: string) => {
          const isNew = await how.onText?.(piece);
          brought ||= isNew === true;
        });
      asks += 1;
      const answer = await air(path, onText ? { ...how, onText } : how);
      if (brought) asks -= 1;
      return answer;
    }) satisfies AskAir as AskAir,
    async spaced(run: (stop: AbortSignal) => Promise<Round>, stop: AbortSignal): Promise<Round> {
      asks = 0;
      const round = await run(stop);
      const further = Math.max(0, asks - 1);
      const wentWell =
        round.kind === 'settled' && (round.moved || (!round.more && round.waiting === 0));
      if (wentWell) {
        onTrust = null;
        return round;
      }
      if (round.kind === 'again' && onTrust === null) {
        onTrust = further;
        return round;
      }
      const owed = further + (onTrust ?? 0);
      if (onTrust !== null) onTrust = 0;
      if (owed > 0) await pause(owed * EACH_MS, stop);
      return round;
    },
  };
}
