/**
 * `npm run storm`: the server under fire, with figures of this machine.
 *
 *   npm run storm                 everything
 *   npm run storm -- crash        kill -9 under load, with either PostgreSQL
 *   npm run storm -- reconnect    10,000 phones at once
 *   npm run storm -- village      one village sells at once, on three designs of cursors
 */
import { buildPages } from '#scripts/build';

import { crashStorm, type Shot } from './crash';
import { raceCursors } from './cursor-designs';
import { reconnectStorm } from './reconnect';

const SHOTS: readonly Shot[] = [
  ...(['server', 'database', 'both', 'server'] as const),
  ...(['both', 'server', 'database', 'server'] as const),
];
const PHONES = 10_000;

const print = (line: string) => void process.stdout.write(`${line}\n`);
const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
const ms = (figure: number) => Math.round(figure).toLocaleString('en');

const storms: Record<string, () => Promise<number>> = { crash, reconnect, village };
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in storms));
if (unknown.length > 0) throw new Error(`No such storm: ${unknown.join(', ')}`);

// Once, before several starts would do it side by side.
await buildPages();
let wrongInAll = 0;
for (const [name, storm] of Object.entries(storms))
  if (wanted.length === 0 || wanted.includes(name)) wrongInAll += await storm();
process.exitCode = wrongInAll === 0 ? 0 : 1;

async function crash(): Promise<number> {
  let wrongOnes = 0;
  for (const [postgres, beside] of [
    ['embedded', false],
    ['external', false],
    ['external', true],
  ] as const) {
    const found = await crashStorm({ postgres, beside, shops: 6, shots: SHOTS });
    const { taps, synced, cut, answersLost, awayMs, wrong } = found;
    print(
      `\nkill -9 under load, ${postgres} PostgreSQL, ${beside ? 'two processes, one of them shot, ' : ''}12 phones:`,
    );
    print(`  shot: ${SHOTS.join(', ')}`);
    print(`  ${taps} taps, ${synced} syncs, ${cut} cut off`);
    print(`  ${answersLost} answers were lost after their commit`);
    print(`  all at work again after ${awayMs.map(ms).join(', ')} ms`);
    if (wrong.length === 0) print('  nothing lost, nothing twice');
    wrong.forEach((words) => print(`  WRONG: ${words}`));
    wrongOnes += wrong.length;
  }
  return wrongOnes;
}

async function reconnect(): Promise<number> {
  let wrongOnes = 0;
  for (const withinMs of [0, 10_000]) {
    const found = await reconnectStorm({ phones: PHONES, withinMs });
    const { served, sentAway, silent, words, memory } = found;
    print(
      `\n${PHONES} phones find the signal within ${withinMs / 1_000} s, each on its own socket:`,
    );
    print(
      `  ${served} served after ${ms(found.drainMs)} ms, at most ${found.requestsOfWorst} requests each`,
    );
    print(`  ${sentAway} times sent away, ${silent} connections without an answer`);
    print(
      `  answers: median ${ms(found.served50)} ms, p99 ${ms(found.served99)} ms; sent away p99 ${ms(found.away99)} ms`,
    );
    print(`  from signal to served: median ${ms(found.wait50)} ms, p99 ${ms(found.wait99)} ms`);
    print(
      `  memory of the server: ${megabytes(memory.before)} before, ${megabytes(memory.most)} at most`,
    );
    print(`  ${words.stand} of ${words.said} words stand in the database`);
    if (served !== PHONES || words.stand !== words.said) wrongOnes += 1;
  }
  return wrongOnes;
}

async function village(): Promise<number> {
  for (const oneProduct of [false, true]) {
    const plan = { sellers: 16, sales: 400, rounds: 3, oneProduct };
    print(
      `\n16 sellers of one village, ${oneProduct ? 'all of one product' : 'each of a product of their own'}:`,
    );
    for (const { design, perSecond, p50, p99 } of await raceCursors(plan))
      print(
        `  ${design.padEnd(24)} ${perSecond.toFixed(0)} sales/s, median ${ms(p50)} ms, p99 ${ms(p99)} ms`,
      );
  }
  return 0;
}
