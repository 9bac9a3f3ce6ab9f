/**
 * What the browser itself writes down of a page while something happens in it: each task of its main thread
 * and of its workers, and how full its heap was before and after each collection of garbage.
 */
import type { Page } from 'playwright';

interface Task {
  readonly thread: 'main' | 'worker';
  /** Since the start of what was followed. ms */
  readonly fromMs: number;
  /** As a person waits. ms */
  readonly tookMs: number;
  /** Of it at work: without what other programs took away. ms */
  readonly cpuMs: number;
}

export interface Timeline {
  readonly tasks: readonly Task[];
  /** The fullest the heap of the page itself was, garbage that had not been collected yet in. Bytes. */
  readonly heapPeakBytes: number;
  /** When each `mark` was made. ms since the start */
  readonly marksMs: readonly number[];
  readonly tookMs: number;
}

const CATEGORIES = [
  ...['toplevel', 'blink.user_timing', 'v8', 'devtools.timeline', '__metadata'],
  'disabled-by-default-devtools.timeline',
];
const BEGIN = 'jukung.begin';
const END = 'jukung.end';
const MARK = 'jukung.mark';

/** Writes down what happens from the start of `work` to its end. */
export async function follow(page: Page, work: () => Promise<void>): Promise<Timeline> {
  const browser = page.context().browser();
  if (!browser) throw new Error('the page has no browser to follow it');
  await browser.startTracing(page, { categories: CATEGORIES });
  const say = (name: string) => page.evaluate((words) => void performance.mark(words), name);
  await say(BEGIN);
  await work();
  await say(END);
  return readTimeline((await browser.stopTracing()).toString('utf8'));
}

/** A moment of what is followed, to be found again in `marksMs`. */
export const mark = (page: Page): Promise<void> =>
  page.evaluate((words) => void performance.mark(words), MARK);

interface Told {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** µs, the trace's own clock. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: {
    readonly name?: string;
    readonly data?: { readonly jsHeapSizeUsed?: number };
    readonly usedHeapSizeBefore?: number;
    readonly usedHeapSizeAfter?: number;
  };
}

/** @param trace JSON in the Trace Event Format, with the two marks of `follow` in it */
export function readTimeline(trace: string): Timeline {
  const { traceEvents } = JSON.parse(trace) as { traceEvents: readonly Told[] };
  const begin = traceEvents.find(({ name }) => name === BEGIN);
  const end = traceEvents.find(({ name }) => name === END);
  if (!begin || !end) throw new Error('the trace does not hold both marks');
  const page = traceEvents.filter(({ pid }) => pid === begin.pid);
  const workers = new Set(
    page.flatMap(({ name, tid, args }) =>
      name === 'thread_name' && args?.name?.startsWith('DedicatedWorker') ? [tid] : [],
    ),
  );
  const inIt = page.filter(({ ts }) => ts >= begin.ts && ts <= end.ts);
  const main = inIt.filter(({ tid }) => tid === begin.tid);
  const heap = main.flatMap(({ args }) => [
    ...[args?.data?.jsHeapSizeUsed ?? 0, args?.usedHeapSizeBefore ?? 0],
    args?.usedHeapSizeAfter ?? 0,
  ]);
  const sinceMs = ({ ts }: Told) => (ts - begin.ts) / 1_000;
  return {
    tasks: inIt.flatMap((told): Task[] => {
      const { name, ph, tid, dur = 0, tdur = 0 } = told;
      const thread = tid === begin.tid ? 'main' : workers.has(tid) ? 'worker' : null;
      // The main thread tells each of its tasks under both names.
      const isTask = ph === 'X' && name === (thread === 'main' ? 'RunTask' : WORKERS_TASK);
      if (!thread || !isTask) return [];
      return [{ thread, fromMs: sinceMs(told), tookMs: dur / 1_000, cpuMs: tdur / 1_000 }];
    }),
    heapPeakBytes: heap.reduce((most, bytes) => Math.max(most, bytes), 0),
    marksMs: main.filter(({ name }) => name === MARK).map(sinceMs),
    tookMs: sinceMs(end),
  };
}

const WORKERS_TASK = 'ThreadControllerImpl::RunTask';
