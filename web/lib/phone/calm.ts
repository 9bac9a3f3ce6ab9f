/** Moments in which nothing is being written: the only ones in which the app may change under a person. */
let busy = 0;
let waiting: (() => void)[] = [];

/** Marks the time of some work as not calm. */
export async function whileBusy<T>(work: () => Promise<T>): Promise<T> {
  busy += 1;
  try {
    return await work();
  } finally {
    busy -= 1;
    if (busy === 0) {
      waiting.forEach((go) => go());
      waiting = [];
    }
  }
}

/** Resolves when nothing is being written; at once when that is now. */
export function calm(): Promise<void> {
  return busy === 0 ? Promise.resolve() : new Promise((go) => waiting.push(go));
}
