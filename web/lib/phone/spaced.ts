/**
 * A round may take several requests: a phone that nobody knows any more asks for a word to sign, says it
 * signed, and only then what it wanted. When nothing comes of that, each request waits its own time.
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
  return {
    ask: ((path, how) => {
      asks += 1;
      return air(path, how);
    }) satisfies AskAir as AskAir,
    async spaced(run: (stop: AbortSignal) => Promise<Round>, stop: AbortSignal): Promise<Round> {
      asks = 0;
      const round = await run(stop);
      if (round.kind !== 'settled' && asks > 1) await pause((asks - 1) * EACH_MS, stop);
      return round;
    },
  };
}
