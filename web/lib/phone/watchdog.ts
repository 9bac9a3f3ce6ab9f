/**
 * Nobody looks after a phone in a pocket, so it looks after itself. Whatever the loop waits for is given
 * up when it has been silent for too long: the store is opened anew and the loop tries again. Work that
 * still can't leave is explained within five minutes of the first try that got nowhere. Having no signal
 * and a busy other side are said by the status bar at once and need no watching.
 */
import type { PhoneStore } from '#sync/phone/store';
import type { Stuck } from './phone.svelte';
import type { LoopPorts } from './sync-loop';
import type { Round } from './sync-round';

export interface WatchPorts {
  /** A clock that nobody sets. ms. */
  readonly nowMs: () => number;
  readonly sleep: LoopPorts['sleep'];
  /** Lets go of the store's connections; the next work opens others. */
  readonly repair: () => void;
  /** Called when the reason changes; null: nothing is stuck any more. */
  readonly onStuck: (why: Stuck | null) => void;
}

/** A store that has done nothing for so long will not. */
const STORE_SILENCE_MS = 45_000;
/** The air watches itself (air.ts); this is for a request that outlives even that. */
const AIR_SILENCE_MS = 600_000;
const PHOTOS_SILENCE_MS = 1_800_000;
/** No try may begin later than this after the first one that got nowhere, unless the reason is told. */
const REASON_MS = 240_000;
/** Between two looks. Asleep for longer than the other, it was the phone that slept. */
const LOOK_MS = 5_000;
const SLEPT_MS = 90_000;

class Silence extends Error {}

export class Watchdog {
  private signMs = 0;
  /** Calls of the store that are under way; those given up do not count. */
  private inStore = new Set<object>();
  private hasWork = false;
  /** First try since anything moved; null: all is well. */
  private sinceMs: number | null = null;
  private why: Stuck = 'phone.stuck_slow';
  private told: Stuck | null = null;

  constructor(private readonly ports: WatchPorts) {}

  /** The same store; the watchdog sees whether it answers. */
  watchStore(store: PhoneStore): PhoneStore {
    return {
      write: (work) => this.during(() => store.write(work)),
      publicCursor: (scope) => this.during(() => store.publicCursor(scope)),
      applyPublic: (changes) => this.during(() => store.applyPublic(changes)),
    };
  }

  /** The same ports; none of them is waited for for ever. */
  watchLoop(loop: LoopPorts): LoopPorts {
    const never = new AbortController().signal;
    return {
      ...loop,
      waiting: async () => {
        const waiting = await this.limited(never, () => this.during(loop.waiting));
        this.hasWork = waiting.entries > 0;
        return waiting;
      },
      round: async (stop, ...how) => {
        const round = await this.limited(stop, (inner) => loop.round(inner, ...how));
        this.judge(round);
        return round;
      },
      sendPhotos: (stop, onSent) =>
        this.limited(stop, (inner) => loop.sendPhotos(inner, onSent), PHOTOS_SILENCE_MS),
      sleep: (ms, stop) => {
        const { sinceMs } = this;
        if (sinceMs !== null && this.ports.nowMs() + ms - sinceMs > REASON_MS) this.explain();
        return loop.sleep(ms, stop);
      },
    };
  }

  /** Work inside the store, which is silent until it is over. */
  private async during<T>(work: () => Promise<T>): Promise<T> {
    const call = {};
    this.sign();
    this.inStore.add(call);
    try {
      return await work();
    } finally {
      this.inStore.delete(call);
      this.sign();
    }
  }

  /** @throws Silence when nothing has happened for too long; what `work` still does is nobody's business */
  private async limited<T>(
    stop: AbortSignal,
    work: (stop: AbortSignal) => Promise<T>,
    airMs = AIR_SILENCE_MS,
  ): Promise<T> {
    const begunMs = this.sign();
    const over = new AbortController();
    const inner = new AbortController();
    const halt = () => {
      this.sign();
      inner.abort();
    };
    stop.addEventListener('abort', halt, { once: true });
    if (stop.aborted) halt();
    try {
      return await Promise.race([
        work(inner.signal),
        this.watch(begunMs, airMs, inner, over.signal),
      ]);
    } catch (failure) {
      const isSilent = failure instanceof Silence;
      const isAir = isSilent && this.inStore.size === 0;
      this.failed(isAir ? 'phone.stuck_slow' : 'phone.stuck_store', begunMs);
      if (isSilent) this.giveUp(inner);
      throw failure;
    } finally {
      over.abort();
      stop.removeEventListener('abort', halt);
    }
  }

  /** Rejects when what is watched has been silent for too long; otherwise never settles. */
  private async watch(
    begunMs: number,
    airMs: number,
    inner: AbortController,
    over: AbortSignal,
  ): Promise<never> {
    const { nowMs, sleep } = this.ports;
    for (;;) {
      const lookedMs = nowMs();
      await sleep(LOOK_MS, over);
      if (over.aborted) return new Promise<never>(() => undefined);
      if (nowMs() - lookedMs > SLEPT_MS) this.sign();
      const isSoon = this.inStore.size > 0 || inner.signal.aborted;
      if (nowMs() - this.signMs >= (isSoon ? STORE_SILENCE_MS : airMs)) throw new Silence();
      if (airMs === AIR_SILENCE_MS && nowMs() - (this.sinceMs ?? begunMs) >= REASON_MS)
        this.explain();
    }
  }

  private giveUp(inner: AbortController): void {
    inner.abort();
    this.inStore = new Set();
    this.ports.repair();
  }

  private judge(round: Round): void {
    if (round.kind === 'again') return this.failed('phone.stuck_unmoved');
    if (round.kind === 'settled') {
      this.hasWork = round.waiting > 0;
      if (this.hasWork && !round.moved) return this.failed('phone.stuck_unmoved');
    }
    // It got on, or what stands in the way has words of its own.
    this.sinceMs = null;
    this.why = 'phone.stuck_slow';
    this.tell(null);
  }

  private failed(why: Stuck, sinceMs = this.ports.nowMs()): void {
    this.sinceMs ??= sinceMs;
    this.why = why;
    if (this.told !== null) this.explain();
  }

  /** A store that lets nobody in can't say whether there is work: then it is told in any case. */
  private explain(): void {
    if (this.hasWork || this.why === 'phone.stuck_store') this.tell(this.why);
  }

  private tell(why: Stuck | null): void {
    if (this.told === why) return;
    this.told = why;
    this.ports.onStuck(why);
  }

  /** Something moves. Returns when. */
  private sign(): number {
    return (this.signMs = this.ports.nowMs());
  }
}
