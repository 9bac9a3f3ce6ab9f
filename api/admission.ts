/**
 * The door. A tower comes back and ten thousand phones speak in the same second: so many are heard at once,
 * some wait inside, and the others are told when to come again, each at a moment of its own, no more of
 * them a second than can be heard. Nobody hangs, and whoever is let in is answered soon.
 *
 *   comes ──room──▶ is heard ──▶ leaves          still speaking after a moment: steps aside, keeps its place
 *     │ no room ──▶ waits inside ──▶ is heard
 *     └ full ──▶ 503 with its appointment
 */
import { Problem } from './problem';

export interface DoorOptions {
  /** Heard at once: a few more than there are connections to the database. */
  readonly atOnce: number;
  /** Wait inside at most, however quick we are. */
  readonly waiting: number;
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
  /** @throws Problem busy with `retryAfterMs`, when there is no room to wait */
  enter(): Promise<Visit>;
  /** For those who need little: let in without a place of their own, unless it is full. @throws Problem busy */
  look(): void;
  readonly inside: { readonly heard: number; readonly waiting: number };
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

export function openDoor({ atOnce, waiting: mostWaiting, nowMs, random }: DoorOptions): Door {
  let heard = 0;
  /** Those who stepped aside first: they have been let in before. */
  const back: (() => void)[] = [];
  const line: (() => void)[] = [];
  /** How long one is heard, smoothed. */
  let tookMs = FIRST_GUESS_MS;
  let lastAppointmentMs = 0;

  const place = (queue: (() => void)[]): Promise<void> => {
    if (heard < atOnce) {
      heard += 1;
      return Promise.resolve();
    }
    return new Promise((resolve) => queue.push(resolve));
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
    lastAppointmentMs = Math.max(now + SHORTEST_MS, lastAppointmentMs + 1 / aSecond);
    const waitMs = lastAppointmentMs - now;
    const capped = waitMs <= LONGEST_MS ? waitMs : (LONGEST_MS * (1 + random())) / 2;
    return new Problem('busy', { retryAfterMs: Math.round(capped) });
  };
  const isFull = () =>
    heard >= atOnce &&
    line.length >= Math.min(mostWaiting, (LONGEST_INSIDE_MS / tookMs) * atOnce - atOnce);

  return {
    async enter() {
      if (isFull()) throw sendAway();
      await place(line);
      let sinceMs = nowMs();
      const pause = () => {
        tookMs = Math.max(1, tookMs + (nowMs() - sinceMs - tookMs) / 50);
        free();
      };
      return {
        leave: pause,
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
          free();
          try {
            return await saying;
          } finally {
            await place(back);
            sinceMs = nowMs();
          }
        },
      };
    },
    look() {
      if (isFull()) throw sendAway();
    },
    get inside() {
      return { heard, waiting: line.length + back.length };
    },
  };
}
