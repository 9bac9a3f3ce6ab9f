/**
 * `npm run bench -- phone`: what the app costs a phone with one gigabyte of memory, in a real Chromium against the real
 * server, each figure beside its bar. Times are of the threads' own work, multiplied by this machine's index over
 * that of such a phone; compare them within one run only.
 */
import { loadavg } from 'node:os';

import { buildPages } from '#scripts/build';
import { syncClientSizes } from '#scripts/checks/sync-client-size';

import { medians } from '../medians';
import { villageServer, type VillageServer } from '../village-server';
import { type GoClass, measureGoClass } from './go-class';
import { openHandset } from './handset';
import { type MarketArrives, marketArrives, untilWhole } from './market-arrives';
import { type OrderPlaced, ordersPlaced } from './order-placed';
import { rowsOfScorecard } from './scorecard';
import { searchTyping, type SearchTyping } from './search-typing';

const GOODS = 10_000;
/** The scorecard's own size. */
const GOODS_OF_SCORECARD = 1_000;
const print = (line: string) => void process.stdout.write(`${line}\n`);
const kb = (bytes: number) => `${(bytes / 1e3).toFixed(1)} KB`;
const mb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
const ms = (figure: number) => `${figure.toFixed(0)} ms`;
const verdict = (isMet: boolean) => (isMet ? 'met' : 'MISSED');

export async function benchPhone(): Promise<void> {
  await buildPages();
  const sizes = await syncClientSizes();
  print('\nThe sync client, minified, gzip -9:');
  print(`  engine proper                        ${kb(sizes.engine)}`);
  const isSmall = sizes.client <= 15_000;
  print(
    `  with stores, HTTP, loop, beyond Dexie ${kb(sizes.client)}  bar 15 KB  ${verdict(isSmall)}`,
  );
  print(`  and every noun of the village        ${kb(sizes.withNouns)}`);

  const small = await villageServer(GOODS_OF_SCORECARD);
  try {
    print('\nScorecard, rows 6 to 9:');
    for (const { row, what, figure, bar, isMet } of await rowsOfScorecard(small))
      print(`  ${row}  ${what.padEnd(46)} ${figure.padEnd(34)} bar ${bar}  ${verdict(isMet)}`);
  } finally {
    await small.close();
  }

  const server = await villageServer(GOODS);
  try {
    const go = await calibrated(server);
    print(
      `\nindex of this machine ${go.index.toFixed(0)}, a Go-class phone 125: times × ${go.rate.toFixed(1)}; ` +
        `load ${loadavg()[0]?.toFixed(1)}`,
    );
    const first = await oneRun(server, go);
    const runs: [Run, ...Run[]] = [first, await oneRun(server, go), await oneRun(server, go)];
    const { arrives, typing, orders } = medians(runs);
    marketLines(arrives).forEach(print);
    typingLines(typing).forEach(print);
    orderLines(orders).forEach(print);
    print(`\nload at the end ${loadavg()[0]?.toFixed(1)}: above 1 figures are too high`);
  } finally {
    await server.close();
  }
}

async function calibrated(server: VillageServer): Promise<GoClass> {
  const handset = await openHandset(server);
  try {
    return await measureGoClass(handset.phone.page);
  } finally {
    await handset.close();
  }
}

interface Run {
  readonly arrives: MarketArrives;
  readonly typing: SearchTyping;
  readonly orders: OrderPlaced;
}

/** A new phone each time. */
async function oneRun(server: VillageServer, go: GoClass): Promise<Run> {
  const handset = await openHandset(server);
  try {
    const arrives = await marketArrives(handset, GOODS, go);
    await handset.phone.goto('/');
    await untilWhole(handset.phone.page, GOODS);
    const typing = await searchTyping(handset, go);
    const orders = await ordersPlaced(handset, server, go);
    return { arrives, typing, orders };
  } finally {
    await handset.close();
  }
}

function marketLines(told: MarketArrives): string[] {
  const { heapBeforeBytes, heapAfterBytes, heapPeakBytes, longestMs, over50, over100, tasks } =
    told;
  const isMet = heapPeakBytes <= 30e6;
  return [
    `\nFirst sync of ${GOODS} products with pictures and shops (medians of 3 phones):`,
    `  heap ${mb(heapBeforeBytes)} before, ${mb(heapAfterBytes)} after, ${mb(heapPeakBytes)} at its peak  bar 30 MB  ${verdict(isMet)}`,
    `  longest task ${ms(longestMs)}; ${over50} of ${tasks} over 50 ms, ${over100} over 100  bar none  ${verdict(over50 === 0)}`,
    `  work of the main thread ${(told.workMs / 1_000).toFixed(1)} s`,
  ];
}

function typingLines(told: SearchTyping): string[] {
  const { letters, foundP95Ms, foundMedianMs, drawnP95Ms, drawnMedianMs } = told;
  return [
    `\nSearch in ${GOODS} products, ${letters} letters typed by each of 3 phones:`,
    `  found: p95 ${ms(foundP95Ms)}, median ${ms(foundMedianMs)}  bar 80 ms  ${verdict(foundP95Ms <= 80)}`,
    `  and drawn: p95 ${ms(drawnP95Ms)}, median ${ms(drawnMedianMs)}  bar 80 ms  ${verdict(drawnP95Ms <= 80)}`,
  ];
}

function orderLines({ tapMs, rawMs, orders }: OrderPlaced): string[] {
  const ratio = tapMs / rawMs;
  return [
    `\nAn order placed without signal, tap to "tersimpan" (${orders} orders on each of 3 phones, main thread slowed down):`,
    `  ${ms(tapMs)}, a raw strict transaction ${ms(rawMs)}: ${ratio.toFixed(2)} of it  bar 1.3  ${verdict(ratio <= 1.3)}`,
  ];
}
