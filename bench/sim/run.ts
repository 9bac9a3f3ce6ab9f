/**
 * `npm run sim`: lives as many villages as one likes and prints what happened in them.
 *
 *   --seeds N        how many lives (500)          --from S     first seed (1)
 *   --steps N        steps of each (200)           --ring memory|postgres|dexie
 *   --mutants        plants every known bug and writes docs/kill-table.md
 *   --bug WORDS      plants only those with these words in their names, and writes nothing
 *
 * Cases that were found once run first. A new one is shrunk and kept in domain/simulation/regressions/.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { faultKinds } from '#domain/simulation/faults';
import { live, relive } from '#domain/simulation/life';
import type { Script } from '#domain/simulation/script';
import { invariantOf, shrink } from '#domain/simulation/shrink';
import { add, nothingYet, runWorker, type Sum } from './crew';
import { writeKillTable } from './kill-table';
import { openPostgres } from './own-postgres';
import { buildWorker } from './plant';
import type { Told } from './worker';

const top = fileURLToPath(new URL('../..', import.meta.url));
const regressions = join(top, 'domain/simulation/regressions');
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const CORES = Math.max(1, Math.min(8, availableParallelism()));

/** @returns false when anything was wrong */
export async function runSim(words: string[]): Promise<boolean> {
  const { values } = parseArgs({
    args: words,
    options: {
      seeds: { type: 'string', default: '500' },
      from: { type: 'string', default: '1' },
      steps: { type: 'string', default: '200' },
      ring: { type: 'string', default: 'memory' },
      mutants: { type: 'boolean', default: false },
      bug: { type: 'string', default: '' },
    },
  });
  if (values.mutants || values.bug !== '') {
    const table = join(top, 'docs/kill-table.md');
    const alive = await writeKillTable(table, values.bug, CORES, say);
    say(`${alive.length} planted bugs survive`);
    return alive.length === 0;
  }
  const known = await regressionsHold();
  const [seeds, from, steps] = [values.seeds, values.from, values.steps].map(Number) as [
    number,
    number,
    number,
  ];
  const sum = await liveAll(seeds, from, steps, values.ring);
  report(sum, values.ring);
  const missing = faultKinds.filter((kind) => (sum.faults.get(kind) ?? 0) === 0);
  if (missing.length > 0) say(`never happened: ${missing.join(', ')}`);
  for (const told of sum.wrong.slice(0, 5)) {
    // That ring's disks are not in memory, where a life is shrunk: it is told as it was.
    if (values.ring === 'dexie')
      say(`seed ${told.seed}: ${told.crash ?? told.violations.join('; ')}`);
    else await explain(told, steps);
  }
  return known && sum.wrong.length === 0 && missing.length === 0;
}

/** Every case that was found once is lived again first. */
async function regressionsHold(): Promise<boolean> {
  let good = true;
  const files = readdirSync(regressions).filter((name) => name.endsWith('.json'));
  for (const name of files) {
    const script = JSON.parse(readFileSync(join(regressions, name), 'utf8')) as Script;
    const { violations } = await relive(script);
    if (violations.length === 0) continue;
    good = false;
    say(`${name} is back: ${violations[0]}`);
  }
  say(`${files.length} cases of old ${good ? 'hold' : 'were lived again'}`);
  return good;
}

async function liveAll(count: number, from: number, steps: number, ring: string): Promise<Sum> {
  const sum = nothingYet();
  const opened = ring === 'postgres' ? await openPostgres(CORES) : null;
  // PostgreSQL's and Dexie's parts are not built in: they are many files, and their lives wait for storage anyway.
  const program = ring === 'memory' ? await buildWorker(null) : null;
  try {
    await Promise.all(
      Array.from({ length: Math.min(CORES, count) }, (_, nth) =>
        runWorker(
          {
            from: from + nth,
            count: count - nth,
            stride: CORES,
            steps,
            postgresUrl: opened?.urls[nth] ?? null,
            dexie: ring === 'dexie',
            stopAtFirst: false,
          },
          (told) => add(sum, told),
          program ? [program] : undefined,
        ),
      ),
    );
  } finally {
    await opened?.close();
    if (program) rmSync(dirname(program), { recursive: true, force: true });
  }
  return sum;
}

function report(sum: Sum, ring: string): void {
  say(
    `${sum.seeds} seeds on ${ring}, ${sum.steps} steps, ${sum.taps} taps, ${sum.commits} commits,`,
  );
  say(
    `${sum.questions} questions, ${sum.kept} kept values, peace after ≤ ${sum.mostHealingMinutes} virtual minutes`,
  );
  say(
    `${sum.turned} lived again with other clocks: ${sum.shownOtherwise} values show otherwise, nothing else differs unless told below`,
  );
  const kinds = [...sum.faults].filter(([, times]) => times > 0);
  say(`${kinds.length} kinds of fault that hit something:`);
  say(kinds.map(([kind, times]) => `  ${kind} ${times}`).join('\n'));
  const ways = [...sum.met].sort(([a], [b]) => (a < b ? -1 : 1));
  say(`orders: ${ways.map(([what, times]) => `${what} ${times}`).join(', ')}`);
  say(`${sum.wrong.length} seeds with violations`);
}

async function explain({ seed, crash, violations }: Told, steps: number): Promise<void> {
  say(`\nseed ${seed}: npm run sim -- --seeds 1 --from ${seed} --steps ${steps}`);
  if (crash !== null) return say(crash);
  violations.forEach(say);
  const life = await live(seed, undefined, steps);
  // It went well by itself, and otherwise with other clocks: that is two lives, and no script alone.
  if (life.violations.length === 0) return;
  const script = await shrink(life);
  const name = `${invariantOf(life.violations[0]).toLowerCase()}-${seed}.json`;
  writeFileSync(join(regressions, name), `${JSON.stringify(script, null, 2)}\n`);
  say(`shrunk to ${script.steps.length} steps: domain/simulation/regressions/${name}`);
}
