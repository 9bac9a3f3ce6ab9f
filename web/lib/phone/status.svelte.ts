/** Signal, as every screen may show it. The phone's heart fills it in; screens only read. */
import type { Status } from '../ui/status-words';
import type { Reach } from './signal-status';

class Signal {
  status = $state.raw<Status>({ state: 'empty' });
  reach = $state<Reach>('unknown');
  /** Entries and pictures without an answer. */
  waiting = $state(0);
  /** Refused entries and questions this person may answer. */
  needsYou = $state(0);
  /** When the rows here were last known to be up to date. ms, server clock; null: never. */
  freshMs = $state<number | null>(null);
  allSentMs = $state<number | null>(null);
  sending = $state.raw<{ readonly done: number; readonly total: number } | null>(null);
}

export const signal = new Signal();
