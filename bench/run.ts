/**
 * `npm run bench`: figures of one run on this machine. Bytes are exact and comparable anywhere; rates and
 * times are not, compare them within one run only.
 */
import { type Cost, EDITS, syncCosts } from './sync-cost';
import { median, openPhones, type Rate, syncRate } from './throughput';
import { villageServer } from './village-server';

const LISTINGS = 1_000;
const REPEATS = 5;
const print = (line: string) => void process.stdout.write(`${line}\n`);

const server = await villageServer(LISTINGS);
try {
  const { costs, firstFloor, editsFloor, answered } = await syncCosts(server);
  print(`Sync on the wire, market of ${LISTINGS} listings (bytes at the TCP socket, headers in):`);
  costs.forEach((cost) => print(costLine(cost)));
  print(`  floors (sorted columns, brotli 11): first sync ${firstFloor} B, edits ${editsFloor} B`);
  const [first] = costs;
  if (first) print(`  first sync down / floor: ${(first.bytesDown / firstFloor).toFixed(3)}`);
  print(`  answers to the ${EDITS} edits: ${answered}`);

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
} finally {
  await server.close();
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
