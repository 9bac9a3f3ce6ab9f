/**
 * What this page costs, handed on to the worker, which counts (`weigh.ts`). Every page has this, so it is
 * no more than a sentence: the browser has kept the list from the page's first byte on, and what the
 * worker itself answered weighs nothing there.
 */
import type { BytesMessage } from './weigh';

/** Once, where there are workers. Before the first one is in place the browser keeps the list. */
export async function watchPage(): Promise<void> {
  const worker = await navigator.serviceWorker.ready;
  const observer = new PerformanceObserver((list) => {
    const entries = list.getEntries() as PerformanceResourceTiming[];
    const weighed = entries
      .filter(({ transferSize }) => transferSize)
      .map((e) => [e.name, e.transferSize, e.nextHopProtocol] as const);
    if (weighed[0]) worker.active?.postMessage({ type: 'BYTES', weighed } satisfies BytesMessage);
  });
  observer.observe({ type: 'navigation', buffered: true });
  observer.observe({ type: 'resource', buffered: true });
}
