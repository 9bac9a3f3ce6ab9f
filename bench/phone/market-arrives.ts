/** A phone that holds nothing takes the whole market: how long its thumb waits meanwhile, and how full its heap gets. */
import type { Page } from 'playwright';

import { setTimeout as sleep } from 'node:timers/promises';

import type { GoClass } from './go-class';
import type { Handset } from './handset';
import { follow, type Timeline } from './timeline';

export interface MarketArrives {
  readonly heapBeforeBytes: number;
  readonly heapAfterBytes: number;
  readonly heapPeakBytes: number;
  /** Tasks of the main thread at Go-class. ms */
  readonly longestMs: number;
  readonly over50: number;
  /** What of them is longer than twice that. */
  readonly over100: number;
  readonly tasks: number;
  /** All work of the main thread at Go-class. ms */
  readonly workMs: number;
}

/** Longer than a cheap phone may need; whoever has not got it by then never will. ms */
const LIMIT_MS = 300_000;
/** The first screen of the market is written down a moment later, and read for it (web/lib/phone/keep-first-paint.ts). ms */
const AFTERWARDS_MS = 4_000;
const LONG_MS = 50;

/**
 * What looks up the market's news is held back until the page has come to rest, so that only the arriving
 * is counted.
 *
 * @param goods how many the market has
 */
export async function marketArrives(
  handset: Handset,
  goods: number,
  { rate }: GoClass,
): Promise<MarketArrives> {
  const { page } = handset.phone;
  let letGo = (): void => undefined;
  const going = new Promise<void>((go) => (letGo = go));
  await page.route('**/api/public/changes*', async (route) => {
    await going;
    await route.continue();
  });
  await handset.phone.goto('/');
  await sleep(AFTERWARDS_MS);
  const heapBeforeBytes = await heapOf(page);
  const seen = await follow(page, async () => {
    letGo();
    await untilWhole(page, goods);
    await sleep(AFTERWARDS_MS);
  });
  const heapAfterBytes = await heapOf(page);
  return { heapBeforeBytes, heapAfterBytes, ...told(seen, rate) };
}

function told({ tasks, heapPeakBytes }: Timeline, rate: number) {
  const each = tasks.filter(({ thread }) => thread === 'main').map(({ cpuMs }) => cpuMs * rate);
  return {
    heapPeakBytes,
    longestMs: Math.max(...each),
    over50: each.filter((ms) => ms > LONG_MS).length,
    over100: each.filter((ms) => ms > 2 * LONG_MS).length,
    tasks: each.length,
    workMs: each.reduce((sum, ms) => sum + ms, 0),
  };
}

/** Until the page says that it has them all. */
export async function untilWhole(page: Page, goods: number): Promise<void> {
  const words = `${goods.toLocaleString('id')} barang`;
  const beganMs = Date.now();
  const said = () => page.evaluate(() => document.querySelector('main')?.innerText ?? '');
  while (!(await said()).includes(words)) {
    if (Date.now() - beganMs > LIMIT_MS) throw new Error(`no "${words}" on the page`);
    // Seldom: each look is a task of the page, too.
    await sleep(1_000);
  }
}

/** What is left when the garbage is gone. Bytes. */
async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}
