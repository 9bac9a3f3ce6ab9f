/**
 * One tab sends, the others look on. Web Locks keep the place as long as the tab lives and pass it on
 * the moment it dies; where they are missing (no https, old WebView) a lease in localStorage serves.
 * Two leaders at once would only waste bytes: the server answers a repeated entry with its first answer.
 */

const LEASE_MS = 10_000;
const RENEW_MS = 3_000;

/**
 * Calls `work` while this tab leads; its signal says when to end. Resolves when `stop` is aborted.
 *
 * @param name one place for each person on this phone
 */
export async function whileLeading(
  name: string,
  stop: AbortSignal,
  work: (stop: AbortSignal) => Promise<void>,
): Promise<void> {
  const locks = (globalThis.navigator as Navigator | undefined)?.locks;
  if (!locks) return withLease(name, stop, work);
  try {
    await locks.request(name, { signal: stop }, () => work(stop));
  } catch (failure) {
    if (!stop.aborted) throw failure;
  }
}

async function withLease(
  name: string,
  stop: AbortSignal,
  work: (stop: AbortSignal) => Promise<void>,
): Promise<void> {
  const mine = Math.random().toString(36).slice(2);
  const key = `jukung.lead.${name}`;
  while (!stop.aborted) {
    if (takeLease(key, mine)) {
      const lead = new AbortController();
      const follow = () => lead.abort();
      stop.addEventListener('abort', follow, { once: true });
      const renew = setInterval(() => takeLease(key, mine) || lead.abort(), RENEW_MS);
      await work(lead.signal);
      clearInterval(renew);
      stop.removeEventListener('abort', follow);
      giveLease(key, mine);
    }
    await pause(RENEW_MS, stop);
  }
}

function takeLease(key: string, mine: string): boolean {
  try {
    const [owner, until] = (localStorage.getItem(key) ?? '').split(' ');
    if (owner && owner !== mine && Number(until) > Date.now()) return false;
    localStorage.setItem(key, `${mine} ${Date.now() + LEASE_MS}`);
    return true;
  } catch {
    // No localStorage: this tab cares for itself.
    return true;
  }
}

function giveLease(key: string, mine: string): void {
  try {
    if (localStorage.getItem(key)?.startsWith(`${mine} `)) localStorage.removeItem(key);
  } catch {
    // As above.
  }
}

/** Resolves after the time, or at once when the signal is aborted. */
export function pause(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (stop.aborted) return done();
    const timer = setTimeout(end, ms);
    function end() {
      clearTimeout(timer);
      stop.removeEventListener('abort', end);
      done();
    }
    stop.addEventListener('abort', end, { once: true });
  });
}
