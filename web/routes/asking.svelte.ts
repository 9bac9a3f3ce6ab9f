/**
 * What only the other side knows (one's other phones, somebody found by number): asked when the page
 * opens, and again when the person says so. Without a signal the page says that and stays usable.
 */
import { accountCall } from '$lib/phone/account';

export interface Asking<T> {
  readonly state: 'asking' | 'here' | 'refused';
  /** The last good answer; undefined before it. */
  readonly answer: T | undefined;
  /** Why there is none, for `explain`; empty otherwise. */
  readonly code: string;
  again(): Promise<void>;
}

/**
 * Call while a component is being made.
 *
 * @param path the address asked, `/api/account/devices`; asked anew when it changes, not at all when empty
 */
export function asking<T>(path: () => string): Asking<T> {
  let state = $state<Asking<T>['state']>('asking');
  let answer = $state.raw<T | undefined>(undefined);
  let code = $state('');
  let latest = 0;

  async function ask(address: string) {
    const mine = ++latest;
    state = 'asking';
    const heard = await accountCall<T>(address);
    if (mine !== latest) return;
    if (heard.ok) {
      answer = heard.answer;
      code = '';
      state = 'here';
    } else {
      code = heard.code;
      state = 'refused';
    }
  }

  $effect(() => {
    const address = path();
    answer = undefined;
    if (address) void ask(address);
    return () => void latest++;
  });

  return {
    get state() {
      return state;
    },
    get answer() {
      return answer;
    },
    get code() {
      return code;
    },
    again: () => ask(path()),
  };
}
