/**
 * A phone as it really is: a clock that lies, a disk that fails in the middle of a write, a public copy
 * the disk has not quite got yet, and images of itself that come back.
 */
import type { PhoneState, PhoneStore, Standing } from '#sync/phone/store';
import type { PhonePorts } from '#sync/phone/tap';
import { ForeignAnswer } from '#sync/request-mark';
import type { RowName } from '#sync/row';
import { type Inside, PhoneCrash } from '#sync/testing/memory-phone-store';
import type { FaultKind } from './faults';
import { type MakeDisk, MemoryDisk, type PhoneDisk, WriteFailed } from './phone-disk';
import type { Mishap } from './script';
import type { TakeTurn } from './turns';

const inMemory: MakeDisk = (state, { beforeStep }) => new MemoryDisk(state, beforeStep);

export class Handset {
  readonly store: PhoneDisk;
  /** Counts its processes: requests that are under way die with the one that made them. */
  life = 0;
  image: unknown = null;
  /** Transactions that stood: tells whether somebody else wrote in between. */
  writes = 0;
  /** How far each row has come on this phone: it never goes back (oracle I6). */
  readonly floors = new Map<RowName, { index: number; base: Standing }>();
  /** The server's epoch the floors belong to. */
  serverEpoch = '';
  /** What was in it when it was last judged, and how often the server had decided about it by then. */
  judged: { readonly inside: Inside; readonly stirred: number } | null = null;
  private armed: Mishap | null = null;
  private steps = 0;
  private offsetMs: number;
  private frozenMs: number | null = null;

  constructor(
    readonly name: string,
    readonly personId: string,
    state: PhoneState,
    skewMs: number,
    private readonly now: () => number,
    private readonly onFault: (kind: FaultKind) => void,
    makeDisk: MakeDisk = inMemory,
  ) {
    this.offsetMs = skewMs;
    this.store = makeDisk(state, {
      beforeStep: () => this.beforeStep(),
      // A clock that stands still creeps with each look at it, and what is armed counts steps.
      mayRepeat: () => this.armed === null && this.frozenMs === null,
    });
  }

  get deviceId(): string {
    return this.store.inspect().state.deviceId;
  }

  readonly clock: PhonePorts = {
    nowMs: () => {
      if (this.frozenMs === null) return this.now() + this.offsetMs;
      // It creeps, so that two equal taps are still two.
      this.frozenMs += 1;
      return this.frozenMs;
    },
  };

  /** @param byMs forward or back; a frozen clock stands still until it is set again */
  setClock(kind: FaultKind, byMs: number): void {
    if (kind === 'clock frozen' && this.frozenMs === null) this.frozenMs = this.clock.nowMs();
    else {
      this.frozenMs = null;
      this.offsetMs += byMs;
    }
  }

  /** The store as one tab sees it: it waits for its turn, and public rows are not on the disk at once. */
  tab(take: TakeTurn): PhoneStore {
    const { store } = this;
    return {
      write: async (work) => {
        await take();
        const result = await store.write(work);
        this.writes += 1;
        return result;
      },
      publicCursor: (scope) => store.publicCursor(scope),
      applyPublic: async (changes) => {
        await take();
        return store.applyPublic(changes);
      },
    };
  }

  /** Goes wrong at the n-th step from now, if it gets that far; `null` takes it back. */
  arm(mishap: Mishap | null): void {
    this.armed = mishap;
    this.steps = 0;
  }

  /** The battery fell out: what was written without waiting for the disk is gone. */
  losePower(commits: number): boolean {
    this.life += 1;
    return this.store.losePower(commits);
  }

  /** The phone wakes up as it was. */
  wakeAs(image: unknown): void {
    this.life += 1;
    this.floors.clear();
    this.judged = null;
    this.store.restore(image);
  }

  private beforeStep(): void {
    const { armed } = this;
    if (!armed) return;
    this.steps += 1;
    if (this.steps < armed.at) return;
    this.armed = null;
    this.onFault(armed.kind);
    if (armed.kind === 'storage full' || armed.kind === 'transaction aborted')
      throw new WriteFailed(armed.kind);
    this.life += 1;
    throw new PhoneCrash();
  }
}

/** True for what a phone survives by itself: the attempt is over, nothing of it stands. */
export const isPhoneTrouble = (failure: unknown): boolean =>
  failure instanceof PhoneCrash ||
  failure instanceof WriteFailed ||
  failure instanceof ForeignAnswer;
