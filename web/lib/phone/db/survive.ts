/**
 * A phone's database is closed under us: the system needed room, a cleaner app went through, another
 * tab has a newer version. None of that is the person's business. What was aborted has left nothing
 * behind, so it is simply done again; no room is made room, once, and then said plainly.
 */

/** There is no room, even after giving away everything that can be had again. Nothing was written. */
export class PhoneFull extends Error {
  override readonly name = 'PhoneFull';
}

/** Names of IndexedDB and Dexie failures after which the same work may succeed. */
const PASSING = new Set([
  'DatabaseClosedError',
  'InvalidStateError',
  'TransactionInactiveError',
  'AbortError',
  'UnknownError',
  'TimeoutError',
]);
const TRIES = 3;

/**
 * @param work one whole transaction; it may run more than once, never after it has succeeded
 * @param makeRoom gives away what can be had again; resolves to the bytes freed
 * @throws PhoneFull, or what `work` throws when trying again can't help
 */
export async function surviving<T>(
  work: () => PromiseLike<T>,
  makeRoom: () => Promise<number> = () => Promise.resolve(0),
): Promise<T> {
  let madeRoom = false;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (failure) {
      if (isFull(failure)) {
        if (madeRoom) throw new PhoneFull();
        madeRoom = true;
        await makeRoom().catch(() => 0);
      } else if (attempt >= TRIES || !isPassing(failure)) {
        throw failure;
      }
    }
  }
}

/** Chrome reports a full disk by name, or inside an aborted transaction. */
export const isFull = (failure: unknown): boolean =>
  namesOf(failure).some((name) => name === 'QuotaExceededError' || name === 'PhoneFull');

const isPassing = (failure: unknown): boolean => namesOf(failure).some((name) => PASSING.has(name));

/**
 * The name of a failure and of every failure it wraps: Dexie keeps the cause in `inner`, and of many
 * writes at once those that failed in `failures`.
 */
function namesOf(failure: unknown): string[] {
  const names: string[] = [];
  const wrapped: unknown[] = [failure];
  for (let seen = 0; wrapped.length > 0 && seen < MOST_WRAPPED; seen += 1) {
    const current = wrapped.shift();
    if (typeof current !== 'object' || current === null) continue;
    const { name, inner, cause, failures } = current as Partial<Record<string, unknown>>;
    if (typeof name === 'string') names.push(name);
    wrapped.push(inner ?? cause, ...(Array.isArray(failures) ? (failures as unknown[]) : []));
  }
  return names;
}

/** A thousand rows that found no room say so once. */
const MOST_WRAPPED = 16;
