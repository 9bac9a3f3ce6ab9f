/** Joins what the store knows with what the loop last met, and tells every screen in one sentence. */
import { liveQuery } from 'dexie';
import { shell } from '../ui/shell.svelte';
import type { Role } from '../ui/navigation';
import type { Queries } from './queries';
import { secondsLeft, statusOf } from './signal-status';
import { signal } from './status.svelte';
import { type LoopState, NOT_TRIED } from './loop-state';

/** Ages move even when nothing else does. */
const MINUTE_MS = 60_000;

export interface SignalWatch {
  /** What the loop of this tab, or of the tab that leads, has just met. */
  heard(state: LoopState, bytesPerSecond: number | null): void;
  end(): void;
}

export function watchSignal(queries: Queries): SignalWatch {
  let facts: Awaited<ReturnType<Queries['signalFacts']>> | null = null;
  let loop = NOT_TRIED;
  let rate: number | null = null;

  const show = () => {
    if (!facts) return;
    const { waiting, oldestMs, needsYou, waitingBytes, state } = facts;
    const nowMs = Date.now() + (state.offsetMs ?? 0);
    const left = loop.sending ? secondsLeft(waitingBytes, rate) : undefined;
    const sending =
      loop.sending && (left === undefined ? loop.sending : { ...loop.sending, secondsLeft: left });
    signal.waiting = waiting;
    signal.needsYou = needsYou;
    signal.freshMs = state.freshMs ?? signal.freshMs;
    signal.allSentMs = state.allSentMs;
    signal.reach = loop.reach;
    signal.sending = loop.sending;
    signal.status = statusOf({
      waiting,
      oldestMs,
      needsYou,
      reach: loop.reach,
      retryInMs: loop.retryAtMs === null ? 0 : loop.retryAtMs - Date.now(),
      sending,
      allSentMs: state.allSentMs,
      paused: loop.paused !== null,
      nowMs,
    });
    shell.waiting = waiting;
  };

  const reading = liveQuery(() => queries.signalFacts()).subscribe({
    next: (found) => {
      facts = found;
      show();
    },
    error: () => undefined,
  });
  const timer = setInterval(show, MINUTE_MS);
  return {
    heard: (state, bytesPerSecond) => {
      loop = state;
      rate = bytesPerSecond;
      show();
    },
    end: () => {
      reading.unsubscribe();
      clearInterval(timer);
    },
  };
}

/** Whose cloth the screens wear: the heaviest duty a person has. */
export function roleOf(rights: readonly { readonly role: string }[], hasShop: boolean): Role {
  const has = (role: string) => rights.some((right) => right.role === role);
  if (has('dinas')) return 'dinas';
  if (has('facilitator')) return 'pendamping';
  if (hasShop || has('helper')) return 'penjual';
  return has('courier') ? 'kurir' : 'pembeli';
}
