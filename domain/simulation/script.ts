/**
 * A life of the village as data: what happened, step by step, with everything chance decided written
 * out. Played again it gives the same life, whatever the drawing of steps becomes later; with steps
 * left out it gives a shorter one.
 */
import type { Call } from '#sync/phone/tap';
import type { FaultKind } from './faults';

/** One thing that goes wrong inside an act; `at` says where: which step, which byte, which commit. */
export interface Mishap {
  readonly kind: FaultKind;
  readonly at: number;
}

export interface TapAct {
  readonly do: 'tap';
  readonly phone: string;
  readonly call: Call;
  readonly mishaps: readonly Mishap[];
}

export interface SyncAct {
  readonly do: 'sync';
  readonly phone: string;
  /** Which of the server's two processes is asked. */
  readonly server: 0 | 1;
  readonly maxEntries: number;
  readonly maxRows: number;
  readonly mishaps: readonly Mishap[];
  /** The answer is put away a second time, to see that nothing comes of it. */
  readonly twice: boolean;
}

/** A person does something about a refused change. */
export interface RepairAct {
  readonly do: 'try again' | 'give up';
  readonly phone: string;
  /** Which of the refused ones, counted from the oldest. */
  readonly nth: number;
}

export type Act = TapAct | SyncAct | RepairAct;

export type Event =
  | { readonly do: 'late request'; readonly nth: number }
  | { readonly do: 'late answer'; readonly nth: number }
  | { readonly do: 'take image'; readonly phone: string }
  | { readonly do: 'restore image'; readonly phone: string }
  | { readonly do: 'clone'; readonly phone: string }
  | { readonly do: 'lose power'; readonly phone: string; readonly commits: number }
  | { readonly do: 'evict'; readonly phone: string; readonly deviceId: string }
  | {
      readonly do: 'clock';
      readonly phone: string;
      readonly kind: FaultKind;
      readonly byMs: number;
    }
  | { readonly do: 'revoke device'; readonly phone: string }
  /** `keepsOld`: not so much time has passed that nobody can still be fetching an older one. */
  | { readonly do: 'make snapshot'; readonly keepsOld: boolean }
  | { readonly do: 'back up' }
  | { readonly do: 'restore backup' }
  /** The disk of the server is set back to the backup, and nothing says so. */
  | { readonly do: 'set back' }
  /** Whoever has this phone asks to be forgotten. */
  | { readonly do: 'erase person'; readonly phone: string };

export interface Step {
  /** Time that passed before it. Virtual ms. */
  readonly afterMs: number;
  /** Several acts run side by side; `order` says who goes on at each turn. */
  readonly acts?: readonly Act[];
  readonly order?: readonly number[];
  readonly event?: Event;
}

/** Enough to live it again. */
export interface Script {
  readonly seed: number;
  /** Phones with today's app: they speak the compact wire and take snapshots. The others say JSON. */
  readonly compact?: readonly string[];
  readonly steps: readonly Step[];
}
