/** Moments in which nothing is being written: the only ones in which the app may change under a person. */
let busy = 0;
let waiting: (() => void)[] = [];

/** Marks the time of some work as not calm. */
export async function whileBusy<T>(work: () => Promise<T>): Promise<T> {
  busy += 1;
  try {
    return await work();
  } finally {
    busy -= 1;
    if (busy === 0) {
      waiting.forEach((go) => go());
      waiting = [];
    }
  }
}

/** Long enough for what follows from a piece of work (a draft, a record) to begin. */
const MOMENT_MS = 100;

/**
 * Resolves when nothing is being written, and nothing that follows from it either.
 *
 * @param mostMs patience: resolves after this long in any case
 */
export async function calm(mostMs = Infinity): Promise<void> {
  const untilMs = Date.now() + mostMs;
  do {
    if (busy > 0) await atMost(untilMs - Date.now(), new Promise<void>((go) => waiting.push(go)));
    await pause(MOMENT_MS);
  } while (busy > 0 && Date.now() < untilMs);
}

const pause = (ms: number) => new Promise<void>((go) => setTimeout(go, ms));

const atMost = (ms: number, work: Promise<void>): Promise<void> =>
  ms === Infinity ? work : Promise.race([work, pause(ms)]);
