/**
 * A tab that leads may be frozen: it keeps its place and does nothing. The others ask it now and then,
 * while something waits; one that does not answer loses its place, and finds that out when it thaws.
 */
import { whileLeading } from './leader';

/** Between two questions. */
const ASK_MS = 10_000;
/** So many questions without an answer, and the place is taken. */
const UNANSWERED = 3;

export interface FollowPorts {
  /** Whether this tab leads, and so has nobody to ask. */
  readonly leads: () => boolean;
  /** Whether there is work, and somebody who looks at it here. */
  readonly cares: () => boolean;
  /** Asks whoever leads to speak up. */
  readonly ask: () => void;
  readonly take: () => void;
  readonly sleep: (ms: number, stop: AbortSignal) => Promise<void>;
}

export class Follower {
  private unanswered = 0;

  constructor(private readonly ports: FollowPorts) {}

  /** Whoever leads has spoken. */
  heard(): void {
    this.unanswered = 0;
  }

  /** Runs until stopped; never throws. */
  async run(stop: AbortSignal): Promise<void> {
    const { leads, cares, ask, take, sleep } = this.ports;
    for (;;) {
      await sleep(ASK_MS, stop);
      if (stop.aborted) return;
      if (leads() || !cares()) {
        this.unanswered = 0;
        continue;
      }
      if (this.unanswered >= UNANSWERED) {
        this.unanswered = 0;
        take();
      } else {
        this.unanswered += 1;
        ask();
      }
    }
  }
}

/**
 * Calls `work` while this tab leads, as `whileLeading` does; one whose place was taken stops working and
 * stands in line again.
 */
export async function whileLeadingOrRobbed(
  name: string,
  stop: AbortSignal,
  work: (stop: AbortSignal) => Promise<void>,
): Promise<void> {
  while (!stop.aborted) {
    await untilRobbed(stop, work, (mine, own) => whileLeading(name, mine, own));
  }
}

/** Takes the place from whoever has it and calls `work` there, until robbed in turn. */
export async function takePlace(
  name: string,
  stop: AbortSignal,
  work: (stop: AbortSignal) => Promise<void>,
): Promise<void> {
  // Where there are no locks, a lease that is not renewed ends by itself.
  const locks = (globalThis.navigator as Navigator | undefined)?.locks;
  if (!locks || stop.aborted) return;
  await untilRobbed(stop, work, (mine, own) =>
    locks.request(name, { steal: true }, () => own(mine)),
  );
}

async function untilRobbed(
  stop: AbortSignal,
  work: (stop: AbortSignal) => Promise<void>,
  lead: (mine: AbortSignal, work: (stop: AbortSignal) => Promise<void>) => Promise<unknown>,
): Promise<void> {
  const place = new AbortController();
  const leave = () => place.abort();
  stop.addEventListener('abort', leave, { once: true });
  let working = Promise.resolve();
  try {
    await lead(place.signal, (mine) => (working = work(mine)));
  } catch (failure) {
    if ((failure as { name?: unknown }).name !== 'AbortError') throw failure;
  } finally {
    place.abort();
    stop.removeEventListener('abort', leave);
    await working;
  }
}
