import { expect, it } from 'vitest';

import { readTimeline } from './timeline';

const on = (tid: number, name: string, ts: number, more: object = {}) => ({
  ...{ name, ph: 'X', pid: 1, tid, ts },
  ...more,
});

it('tells tasks of the page and of its workers, and leaves out other threads, pages and moments', () => {
  const task = { dur: 60_000, tdur: 40_000 };
  const heap = (bytes: number) => ({ args: { usedHeapSizeBefore: bytes } });
  const trace = JSON.stringify({
    traceEvents: [
      on(8, 'thread_name', 0, { args: { name: 'DedicatedWorker thread' } }),
      on(9, 'thread_name', 0, { args: { name: 'Compositor' } }),
      on(7, 'RunTask', 500, task),
      on(7, 'jukung.begin', 1_000),
      on(7, 'RunTask', 2_000, task),
      on(7, 'ThreadControllerImpl::RunTask', 2_000, task),
      on(7, 'jukung.mark', 3_000),
      on(7, 'MajorGC', 3_500, heap(5_000)),
      on(8, 'ThreadControllerImpl::RunTask', 4_000, task),
      on(9, 'ThreadControllerImpl::RunTask', 4_000, task),
      { ...on(7, 'RunTask', 4_000, task), pid: 2 },
      on(7, 'jukung.end', 9_000),
      on(7, 'MajorGC', 9_500, heap(9_000)),
    ],
  });
  const told = { tookMs: 60, cpuMs: 40 };
  expect(readTimeline(trace)).toEqual({
    tasks: [
      { thread: 'main', fromMs: 1, ...told },
      { thread: 'worker', fromMs: 3, ...told },
    ],
    ...{ heapPeakBytes: 5_000, marksMs: [2], tookMs: 8 },
  });
});
