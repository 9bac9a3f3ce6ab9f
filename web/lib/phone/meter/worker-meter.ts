/**
 * The worker counts for everybody: what pages hand on, and what it fetches itself (the app's files, photos
 * by address). Its own requests never show in a page's list with a size, so nothing is counted twice.
 */
import { witaDay } from '#domain/when';
import { addBytes, BYTES_CHANNEL } from './bytes-book';
import { usesOf, type BytesMessage } from './weigh';

/** Takes what a page says, if it is about bytes. Never rejects: what can't be written goes uncounted. */
export async function countBytes(message: unknown, nowMs: number): Promise<void> {
  const uses = usesOf(message);
  if (uses.length === 0) return;
  try {
    await addBytes(witaDay(nowMs), uses);
  } catch {
    return;
  }
  if (typeof BroadcastChannel === 'undefined') return;
  const channel = new BroadcastChannel(BYTES_CHANNEL);
  channel.postMessage(null);
  channel.close();
}

/** Counts what the worker itself fetches, from its first file on. */
export function watchWorker(nowMs: () => number): void {
  try {
    new PerformanceObserver((list) => {
      const entries = list.getEntries() as PerformanceResourceTiming[];
      const weighed = entries
        .filter(({ transferSize }) => transferSize > 0)
        .map((e) => [e.name, e.transferSize, e.nextHopProtocol] as const);
      void countBytes({ type: 'BYTES', weighed } satisfies BytesMessage, nowMs());
    }).observe({ type: 'resource', buffered: true });
  } catch {
    // An older browser does not tell its workers.
  }
}
