/** What syncing costs on the wire and a server process, and the scripts of every page. */
import { type FirstSync, firstSync } from './first-sync';
import { median, medians } from './medians';
import { routeScripts } from './route-scripts';
import { type Cost, EDITS, syncCosts } from './sync-cost';
import { openPhones, type Rate, syncRate } from './throughput';
import { type VillageServer, villageServer } from './village-server';

const LISTINGS = 1_000;
const MANY_LISTINGS = 10_000;
const REPEATS = 5;
const print = (line: string) => void process.stdout.write(`${line}\n`);

export async function benchWire(): Promise<void> {
  for (const listings of [LISTINGS, MANY_LISTINGS]) {
    const server = await villageServer(listings);
    try {
      print(
        `\nFirst sync of ${listings} listings (bytes at the TCP socket, headers in; medians of 3 phones):`,
      );
      firstSyncLines(medians(await thrice(() => firstSync(server)))).forEach(print);
      if (listings === LISTINGS) await smallSyncs(server);
    } finally {
      await server.close();
    }
  }

  const scripts = await routeScripts();
  print(
    `\nJavaScript a page asks for before a tap, after brotli${scripts.length > 0 ? ':' : ': no build here.'}`,
  );
  scripts.forEach(print);
}

function firstSyncLines(first: FirstSync): string[] {
  const { requests, bytesUp, bytesDown, floorBytes, firstScreenBytes, cpuMs, cut } = first;
  const whole = bytesUp + bytesDown;
  return [
    `  ${requests} requests  ${bytesUp} B up  ${bytesDown} B down`,
    `  floor (sorted columns, brotli 11): ${floorBytes} B; ${(whole / floorBytes).toFixed(3)} of it`,
    `  first screen (24 products, shops, pictures) after ${firstScreenBytes} B`,
    `  CPU of the phone in memory: ${cpuMs.toFixed(0)} ms`,
    `  link cut every 20 KB: ${cut.bytes} B in ${cut.requests} requests, ${cut.cuts} cuts; ` +
      `${(cut.bytes / whole).toFixed(3)} of the whole one`,
  ];
}

async function smallSyncs(server: VillageServer): Promise<void> {
  const runs = await thrice((run) => syncCosts(server, run));
  const { costs, editsFloor, answered } = medians(runs);
  print(
    `\nSmall syncs in a market of ${LISTINGS} listings (bytes at the TCP socket, headers in; medians of 3 phones):`,
  );
  costs.forEach((cost) => print(costLine(cost)));
  print(`  answers to the ${EDITS} edits: ${answered}; floor of what they say: ${editsFloor} B`);

  const phones = await openPhones(server);
  print(`\nOne server process, ${phones.length} phones at once, medians of ${REPEATS} runs:`);
  for (const [what, writing] of [
    ['nothing new', false],
    ['one changed price each', true],
  ] as const) {
    // The first run pays for compiling and is not counted.
    await syncRate(phones, writing);
    const rates: Rate[] = [];
    for (let run = 0; run < REPEATS; run += 1) rates.push(await syncRate(phones, writing));
    print(rateLine(what, rates));
  }
  phones.forEach((phone) => phone.close());
}

async function thrice<T>(measure: (run: number) => Promise<T>): Promise<[T, T, T]> {
  return [await measure(1), await measure(2), await measure(3)];
}

function costLine({ what, requests, bytesUp, bytesDown }: Cost): string {
  const asked = `${requests} request${requests === 1 ? ' ' : 's'}`;
  return `  ${what.padEnd(36)} ${asked}  ${bytesUp} B up  ${bytesDown} B down  ${bytesUp + bytesDown} B`;
}

function rateLine(what: string, rates: readonly Rate[]): string {
  const rate = median(rates.map(({ syncsPerSecond }) => syncsPerSecond));
  const time = median(rates.map(({ medianMs }) => medianMs));
  return `  ${what.padEnd(24)} ${rate.toFixed(0)} syncs/s, ${time.toFixed(1)} ms each`;
}
