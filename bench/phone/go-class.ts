/**
 * How many times slower than this machine a phone with one gigabyte of memory is. Lighthouse calls phones
 * below an index of 125 low-end. Our own index is counted per second of the thread's own time, and so are the
 * tasks that are multiplied by the rate: what else the machine does meanwhile changes little.
 */
import type { Page } from 'playwright';

import { median } from '../medians';
import { follow } from './timeline';

/** Index of a Go-class phone: https://github.com/GoogleChrome/lighthouse/blob/main/docs/throttling.md */
const GO_INDEX = 125;
const RUNS = 5;

/**
 * What V8 gives the heap of a phone with 1 GB (src/heap/heap.cc: a quarter of the memory, and a 128th of that for
 * what is young). With a desktop's heap garbage is collected later and in longer pieces.
 */
export const GO_HEAP = ['--js-flags=--max-old-space-size=256 --max-semi-space-size=2'];

export interface GoClass {
  /** benchmarkIndex of this machine, the median of several. */
  readonly index: number;
  /** What to multiply times of this machine by, at least 1. */
  readonly rate: number;
}

/** @param page shows nothing else meanwhile */
export async function measureGoClass(page: Page): Promise<GoClass> {
  const indices: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    let counted = 0;
    const { tasks } = await follow(page, async () => {
      counted = await page.evaluate<number>(BENCHMARK_INDEX);
    });
    const [longest] = [...tasks].sort((a, b) => b.tookMs - a.tookMs);
    if (longest) indices.push((counted * longest.tookMs) / longest.cpuMs);
  }
  const index = median(indices);
  return { index, rate: Math.max(1, index / GO_INDEX) };
}

/** From now on the main thread of the page runs so many times slower; its workers do not. */
export async function slowDown(page: Page, rate: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
}

/** computeBenchmarkIndex() of Lighthouse (core/lib/page-functions.js), in the page: text. */
const BENCHMARK_INDEX = `(() => {
  const withGarbage = () => {
    const start = Date.now();
    let rounds = 0;
    while (Date.now() - start < 500) {
      let text = '';
      for (let at = 0; at < 10000; at += 1) text += 'a';
      if (text.length === 1) throw new Error('never: keeps the compiler from leaving it out');
      rounds += 1;
    }
    return Math.round(rounds / 10 / ((Date.now() - start) / 1000));
  };
  const withoutGarbage = () => {
    const one = [];
    const other = [];
    for (let at = 0; at < 100000; at += 1) one[at] = other[at] = at;
    const start = Date.now();
    let rounds = 0;
    while (rounds % 10 !== 0 || Date.now() - start < 500) {
      const from = rounds % 2 === 0 ? one : other;
      const to = rounds % 2 === 0 ? other : one;
      for (let at = 0; at < from.length; at += 1) to[at] = from[at];
      rounds += 1;
    }
    return Math.round(rounds / 10 / ((Date.now() - start) / 1000));
  };
  return (withGarbage() + withoutGarbage()) / 2;
})()`;
