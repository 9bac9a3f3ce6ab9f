/** What the loop that carries everything has just met: the other tabs and the status bar are told. */
import type { Reach } from './signal-status';
import type { Round } from './sync-round';

export type PauseCode = Extract<Round, { kind: 'paused' }>['code'];

export interface LoopState {
  readonly reach: Reach;
  /** When a busy other side is asked again. ms, this phone's clock; null: it is not waited for. */
  readonly retryAtMs: number | null;
  readonly sending: { readonly done: number; readonly total: number } | null;
  readonly paused: PauseCode | null;
  /** Nothing more fits on the phone. */
  readonly full: boolean;
}

/** Before the first try. */
export const NOT_TRIED: LoopState = {
  reach: 'unknown',
  retryAtMs: null,
  sending: null,
  paused: null,
  full: false,
};
