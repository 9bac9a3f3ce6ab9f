/**
 * A reading that stays true: whatever this tab, another tab or an answer from far away changes, the
 * screen follows. The stores load behind it; until then `current` is undefined.
 */
import { isSomebodyHere, phone } from './phone.svelte';
import type { Queries } from './queries';

export interface Live<T> {
  /** Undefined until the first answer. Kept while a newer answer is on its way. */
  readonly current: T | undefined;
  readonly state: 'waiting' | 'here' | 'broken';
}

/** Stands in for the stores while reactive values in the question are noticed: answers nothing. */
const listener = new Proxy({}, { get: () => () => new Promise<never>(() => undefined) }) as Queries;

/**
 * Call while a component is being made. Reactive values read before the first `await` of the question
 * (an id from the address, a filter) are followed.
 */
export function live<T>(question: (read: Queries) => PromiseLike<T>): Live<T> {
  let current = $state.raw<T | undefined>(undefined);
  let state = $state<Live<T>['state']>('waiting');
  $effect(() => {
    void phone.turn;
    void question(listener);
    let ended = false;
    let end: (() => void) | undefined;
    const onAnswer = (answer: T) => {
      current = answer;
      state = 'here';
    };
    const onEnd = (why: 'locked' | 'broken' | 'somebody') => {
      if (why === 'somebody') return reading(askSomebody());
      // Locked: what was on the screen goes with its owner.
      if (why === 'locked') current = undefined;
      state = why === 'locked' ? 'waiting' : 'broken';
    };
    const askSomebody = async () => {
      const { watch } = await import('./heart');
      return watch(question, onAnswer, onEnd);
    };
    const askMarket = async () => {
      const { watchMarket } = await import('./visitor');
      return watchMarket(question, onAnswer, onEnd);
    };
    const reading = (beginning: Promise<() => void>) => {
      end?.();
      void beginning
        .then((stop) => {
          if (ended) stop();
          else end = stop;
        })
        .catch(() => {
          if (!ended) state = 'broken';
        });
    };
    reading(isSomebodyHere() ? askSomebody() : askMarket());
    return () => {
      ended = true;
      end?.();
    };
  });
  return {
    get current() {
      return current;
    },
    get state() {
      return state;
    },
  };
}

/** One answer, now. Rejects when the phone is locked or broken. */
export async function once<T>(question: (read: Queries) => PromiseLike<T>): Promise<T> {
  const { readOnce } = await import('./heart');
  return readOnce(question);
}
