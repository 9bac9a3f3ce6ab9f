/**
 * The loop that carries everything: it tries when there is a reason to, sends entries before pictures,
 * goes on while there is more, and waits longer and longer in a valley. It knows nothing of browsers:
 * time, chance and the rounds themselves arrive from outside.
 *
 *   asleep ──nudge / timer──▶ a burst of rounds ──nothing waits──▶ pictures ──▶ asleep
 *                                  │ no signal, busy: asleep, longer each time
 *                                  └ paused (signed out, revoked): asleep until a person does something
 */
import { idleWait, waitAfterFailure } from './backoff';
import { type LoopState, NOT_TRIED } from './loop-state';
import type { PhotosSent } from './photo/upload';
import type { Round } from './sync-round';

export type Nudge = 'start' | 'tap' | 'visible' | 'online' | 'asked' | 'signed-in';

export interface LoopPorts {
  /** `giveWay` asks a long fetch to make room for words; `mostRows` is what is left of the sync's budget. */
  readonly round: (stop: AbortSignal, giveWay: AbortSignal, mostRows: number) => Promise<Round>;
  /** What one sync may bring by itself (sync-budget.ts). */
  readonly mostRows: () => number;
  /** Sends pictures until done, stopped or without signal. */
  readonly sendPhotos: (stop: AbortSignal, onSent: () => void) => Promise<PhotosSent>;
  /** Entries and pictures that wait for an answer. */
  readonly waiting: () => Promise<{ entries: number; photos: number }>;
  /** Resolves after the time, or at once when the signal is aborted. */
  readonly sleep: (ms: number, stop: AbortSignal) => Promise<void>;
  readonly random: () => number;
  /** This phone's clock. ms */
  readonly nowMs: () => number;
  readonly onState: (state: LoopState) => void;
  /** Whether somebody looks at the screen: an idle phone in a pocket asks nobody for news. */
  readonly isVisible: () => boolean;
  /** A failure nobody expected; the loop goes on. */
  readonly onTrouble: (failure: unknown) => void;
}

/** Taps that follow each other quickly travel together. */
const TAP_PAUSE_MS = 1_000;
const MOST_ROUNDS_IN_A_BURST = 200;
/**
 * Requests that may go for nothing. From then on there is one in five seconds, whoever nudges, until
 * something comes of one: a server in trouble, or a portal, is not asked on by ten thousand thumbs. Every
 * five seconds in which nobody asked make up for one, so an idle phone that now and then hears that there
 * is nothing new owes nothing.
 */
const FOR_NOTHING = 4;
const FOR_NOTHING_MS = 5_000;
const PAUSED_WAIT_MS = 3_600_000;

export class SyncLoop {
  private state = NOT_TRIED;
  private nudged: Nudge | null = 'start';
  private wake = new AbortController();
  private photoStop = new AbortController();
  private giveWay = new AbortController();
  private rowsLeft = Infinity;
  private failures = 0;
  /** Requests since something last came of one, less what was made up for by waiting. */
  private vain = 0;
  /** When the last round ended. ms, this phone's clock. */
  private askedMs = 0;
  /** True while the other side has asked for patience: only a person may ask sooner. */
  private resting = false;

  constructor(private readonly ports: LoopPorts) {}

  /** Something happened that makes trying worth while. */
  nudge(reason: Nudge): void {
    const bidden = reason === 'asked' || reason === 'signed-in';
    if (this.state.paused !== null && reason === 'tap') return;
    if (this.resting && !bidden) return;
    if (this.nudged === null || this.nudged === 'tap') this.nudged = reason;
    if (reason !== 'tap') this.failures = 0;
    this.photoStop.abort();
    if (reason === 'tap' || bidden) this.giveWay.abort();
    this.wake.abort();
  }

  /** Runs until stopped; never throws. */
  async run(stop: AbortSignal): Promise<void> {
    const halt = () => {
      this.wake.abort();
      this.giveWay.abort();
    };
    stop.addEventListener('abort', halt, { once: true });
    while (!stop.aborted) {
      if (this.nudged === 'tap') await this.ports.sleep(TAP_PAUSE_MS, stop);
      if (stop.aborted) break;
      this.nudged = null;
      this.wake = new AbortController();
      let waitMs = await this.tryOnce(stop);
      if (this.vain > FOR_NOTHING) {
        const leastMs = FOR_NOTHING_MS * (1 + this.ports.random());
        waitMs -= leastMs;
        await this.ports.sleep(leastMs, stop);
      }
      if (this.nudged === null && waitMs > 0) await this.ports.sleep(waitMs, this.wake.signal);
      this.resting = false;
    }
  }

  /** One burst and its pictures. ms to wait afterwards. */
  private async tryOnce(stop: AbortSignal): Promise<number> {
    try {
      this.rowsLeft = this.ports.mostRows();
      const { entries, photos } = await this.ports.waiting();
      const total = entries + photos;
      if (total > 0) this.tell({ sending: { done: 0, total } });
      const last = await this.burst(stop, total);
      if (last.kind === 'settled') return await this.photosAndRest(stop, entries, photos);
      return this.waitAfter(last);
    } catch (failure) {
      this.ports.onTrouble(failure);
      this.vain += 1;
      return this.failed(0);
    } finally {
      this.tell({ sending: null });
    }
  }

  private async burst(stop: AbortSignal, total: number): Promise<Round> {
    let done = 0;
    let last: Round = { kind: 'no-signal' };
    for (let count = 0; count < MOST_ROUNDS_IN_A_BURST && !stop.aborted; count += 1) {
      this.giveWay = new AbortController();
      const restedMs = Math.max(0, this.ports.nowMs() - this.askedMs);
      this.vain = Math.max(0, this.vain - restedMs / FOR_NOTHING_MS);
      last = await this.ports.round(stop, this.giveWay.signal, Math.max(0, this.rowsLeft));
      this.askedMs = this.ports.nowMs();
      this.vain = last.kind === 'settled' && last.moved ? 0 : this.vain + 1;
      if (last.kind === 'again') {
        // Putting something right may take a few rounds; more means that it does not help.
        if (this.vain > FOR_NOTHING) return { kind: 'busy', retryAfterMs: 0 };
        continue;
      }
      if (last.kind !== 'settled') return last;
      done += last.answered;
      this.reached();
      if (total > 0)
        this.tell({ sending: { done: Math.min(done, total), total: Math.max(total, done) } });
      this.rowsLeft -= last.rows;
      const goesOn = last.ownMore === true || (last.more && this.rowsLeft > 0);
      if (!goesOn && last.waiting === 0) return last;
      if (!last.moved) return last;
    }
    return last;
  }

  private async photosAndRest(
    stop: AbortSignal,
    entries: number,
    photosBefore: number,
  ): Promise<number> {
    const { entries: left, photos } = await this.ports.waiting();
    if (left > 0) return this.failed(0);
    if (photos > 0) {
      this.photoStop = new AbortController();
      const halt = () => this.photoStop.abort();
      stop.addEventListener('abort', halt, { once: true });
      if (stop.aborted || this.nudged !== null) halt();
      const total = entries + Math.max(photos, photosBefore);
      let done = entries;
      const onSent = () =>
        this.tell({ sending: { done: (done += 1), total: Math.max(total, done) } });
      this.tell({ sending: { done, total } });
      const result = await this.ports.sendPhotos(this.photoStop.signal, onSent);
      stop.removeEventListener('abort', halt);
      if (result === 'stopped') return 0;
      if (result === 'cut') {
        this.failures = this.vain = 0;
        return this.failed(0);
      }
      if (result !== 'done') {
        this.vain += 1;
        if (result === 'signed-out') return this.failed(0);
        return this.waitAfter({ kind: result, retryAfterMs: 0 });
      }
      // The server says in an answer that it has everything; ask once more, it costs one small request.
      const left = await this.ports.waiting();
      if (left.photos < photos) this.vain = 0;
      if (left.photos < photos && left.entries + left.photos === 0) await this.burst(stop, 0);
      else if (left.photos > 0) return this.failed(0);
    }
    this.failures = 0;
    return this.ports.isVisible() ? idleWait(this.ports.random()) : PAUSED_WAIT_MS;
  }

  private waitAfter(round: Round): number {
    switch (round.kind) {
      case 'paused':
        this.reached();
        this.tell({ paused: round.code });
        return PAUSED_WAIT_MS;
      case 'busy': {
        this.resting = round.retryAfterMs > 0;
        const waitMs = this.failed(round.retryAfterMs);
        this.tell({ reach: 'slow', retryAtMs: this.ports.nowMs() + waitMs });
        return waitMs;
      }
      case 'full':
        this.tell({ full: true });
        return this.failed(0);
      default:
        this.tell({ reach: 'no-signal' });
        return this.failed(0);
    }
  }

  private failed(askedMs: number): number {
    this.failures += 1;
    return waitAfterFailure(this.failures, this.ports.random(), askedMs);
  }

  private reached(): void {
    if (this.state.reach !== 'reached' || this.state.paused || this.state.full) {
      this.tell({ reach: 'reached', paused: null, full: false });
    }
  }

  private tell(part: Partial<LoopState>): void {
    this.state = { ...this.state, ...part };
    this.ports.onState(this.state);
  }
}
