/** `npm run storm`: the server under fire, with figures of this machine. */
import { crashStorm, type Shot } from './crash';

const print = (line: string) => void process.stdout.write(`${line}\n`);
const SHOTS: readonly Shot[] = [
  'server',
  'database',
  'both',
  'server',
  'both',
  'server',
  'database',
  'server',
];

let bad = 0;
for (const postgres of ['embedded', 'external'] as const) {
  const { taps, synced, cut, answersLost, awayMs, wrong } = await crashStorm({
    postgres,
    shops: 6,
    shots: SHOTS,
  });
  print(`\nkill -9 under load, ${postgres} PostgreSQL: ${SHOTS.join(', ')}`);
  print(
    `  ${taps} taps, ${synced} syncs, ${cut} cut off, ${answersLost} answers lost after their commit`,
  );
  print(`  all phones at work again after ${awayMs.join(', ')} ms`);
  print(
    wrong.length === 0
      ? '  nothing lost, nothing twice'
      : wrong.map((words) => `  WRONG: ${words}`).join('\n'),
  );
  bad += wrong.length;
}
process.exitCode = bad === 0 ? 0 : 1;
