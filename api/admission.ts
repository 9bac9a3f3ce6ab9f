/**
 * The door. A tower comes back and ten thousand phones speak in the same second: so many are heard at once,
 * some wait inside, and the others are told when to come again, each at a moment of its own, no more of
 * them a second than can be heard. Nobody hangs, and whoever is let in is answered soon.
 *
 *   comes ──room──▶ is heard ──▶ leaves          still speaking after a moment: steps aside, keeps its place
 *     │ no room ──▶ waits inside ──▶ is heard      hangs up meanwhile: is forgotten
 *     └ full, or too many aside ──▶ 503 with its appointment
 */
import { Problem } from './problem';

export interface DoorOptions {
  /** Heard at once: a few more than there are connections to the database. */
  readonly atOnce: number;
  /** Wait inside at most, however quick we are. */
  readonly waiting: number;
  /** Stand aside at most, still speaking: what they have said so far is held in memory. */
  readonly aside: number;
  /** Never goes back or jumps: ms since any moment. */
  readonly nowMs: () => number;
  /** 0 ≤ random < 1 */
  readonly random: () => number;
}

/** Somebody who is inside. `leave` exactly once. */
export interface Visit {
  leave(): void;
  /** Waits for the rest of what somebody says; who takes long (a slow link) makes room meanwhile. */
  hearOut<T>(saying: Promise<T>): Promise<T>;
}

export interface Door {
  /**
   * @param gone aborts when whoever comes hangs up: to hear them then is work for nobody
   * @throws Problem busy with `retryAfterMs`, when there is no room to wait; request.cut_off, when they
   *   hung up while they waited
   */
  enter(gone?: AbortSignal): Promise<Visit>;
  /** For those who need little: let in without a place of their own, unless it is full. @throws Problem busy */
  look(): void;
  readonly inside: {
    readonly heard: number;
    readonly waiting: number;
    /** Made room while they speak, and those of them who wait to come back. */
    readonly aside: number;
  };
}

/** Nobody is sent away for less. */
const SHORTEST_MS = 2_000;
/** Nor for longer: whoever would come later comes some time in its second half. */
const LONGEST_MS = 300_000;
/** Of what can be heard in a second, how much is given away as appointments: others come as well. */
const SHARE = 0.7;
/**
 * Nobody waits inside for longer, as far as can be told: a phone gives up after twenty seconds, and to hear
 * whoever has gone is work for nothing, of which there would be more the slower we are.
 */
const LONGEST_INSIDE_MS = 5_000;
/** How long somebody may speak before making room. */
const PATIENCE_MS = 200;
/** What one is thought to take until some have been heard. */
const FIRST_GUESS_MS = 50;

export function openDoor({ atOnce, waiting: mostWaiting, ...options }: DoorOptions): Door {
  const { aside: mostAside, nowMs, random } = options;
  let heard = 0;
  /** Made room and have no place yet. */
  let aside = 0;
  /** Those who stepped aside first: they have been let in before. */
  const back: (() => void)[] = [];
  const line: (() => void)[] = [];
  /** How long one is heard, smoothed. */
  let tookMs = FIRST_GUESS_MS;
  let lastAppointmentMs = 0;

  const place = (queue: (() => void)[], gone?: AbortSignal): Promise<void> => {
    if (heard < atOnce) {
      heard += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const next = () => {
        gone?.removeEventListener('abort', hangUp);
        resolve();
      };
      const hangUp = () => {
        queue.splice(queue.indexOf(next), 1);
        reject(new Problem('request.cut_off'));
      };
      queue.push(next);
      gone?.addEventListener('abort', hangUp, { once: true });
    });
  };
  /** Whoever is next takes the place over. */
  const free = () => {
    const next = back.shift() ?? line.shift();
    if (next) next();
    else heard -= 1;
  };
  const sendAway = (): Problem => {
    const now = nowMs();
    const aSecond = (atOnce / tookMs) * SHARE;
    const next = Math.max(now + SHORTEST_MS, lastAppointmentMs + 1 / aSecond);
    // Never further: else a flood would make appointments for long after it is over.
    lastAppointmentMs = Math.min(next, now + LONGEST_MS);
    const waitMs = lastAppointmentMs - now;
    const capped = waitMs < LONGEST_MS ? waitMs : (LONGEST_MS * (1 + random())) / 2;
    return new Problem('busy', { retryAfterMs: Math.round(capped) });
  };
  const isFull = () =>
    aside >= mostAside ||
    (heard >= atOnce &&
      line.length >= Math.min(mostWaiting, (LONGEST_INSIDE_MS / tookMs) * atOnce - atOnce));

  return {
    async enter(gone) {
      if (gone?.aborted) throw new Problem('request.cut_off');
      if (isFull()) throw sendAway();
      await place(line, gone);
      let hasPlace = true;
      let sinceMs = nowMs();
      return {
        leave() {
          // Who was cut off while standing aside has no place to leave.
          if (!hasPlace) return;
          hasPlace = false;
          tookMs = Math.max(1, tookMs + (nowMs() - sinceMs - tookMs) / 50);
          free();
        },
        async hearOut(saying) {
          let timer: NodeJS.Timeout | undefined;
          const late = new Promise<'late'>((resolve) => {
            timer = setTimeout(() => resolve('late'), PATIENCE_MS);
          });
          const first = await Promise.race([
            saying.then(
              () => 'said',
              () => 'said',
            ),
            late,
          ]);
          clearTimeout(timer);
          if (first === 'said') return saying;
          hasPlace = false;
          aside += 1;
          free();
          try {
            const said = await saying;
            if (gone?.aborted) throw new Problem('request.cut_off');
            await place(back, gone);
            hasPlace = true;
            sinceMs = nowMs();
            return said;
          } finally {
            aside -= 1;
          }
        },
      };
    },
    look() {
      if (isFull()) throw sendAway();
    },
    get inside() {
      return { heard, waiting: line.length, aside };
    },
  };
}
