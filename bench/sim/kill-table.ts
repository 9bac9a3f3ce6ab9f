/** Every planted bug is lived with until an invariant names it; the table of who killed whom goes to docs/. */
import { writeFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { mutants } from '#domain/simulation/mutants/all';
import type { Mutant } from '#domain/simulation/mutants/mutant';
import { invariantOf } from '#domain/simulation/shrink';
import { runWorker } from './crew';
import { buildWorker } from './plant';
import type { Told } from './worker';

const MUTANT_SEEDS = 200;
const MOST_MS = 600_000;

export interface Killed {
  readonly mutant: Mutant;
  /** Null if no invariant noticed it within the seeds. */
  readonly seed: number | null;
  readonly invariant: string;
  readonly told: string;
  /** Lives that ended by a crash instead of an invariant. */
  readonly crashes: number;
}

async function kill(mutant: Mutant, seeds = MUTANT_SEEDS): Promise<Killed> {
  const program = await buildWorker(mutant);
  let killer: Told | undefined;
  let crashes = 0;
  const order = { from: 1, count: seeds, stride: 1, steps: 200, postgresUrl: null };
  await runWorker(
    { ...order, stopAtFirst: true },
    (told) => {
      if (told.crash !== null) crashes += 1;
      if (told.violations.length > 0) killer ??= told;
    },
    [program],
    MOST_MS,
  ).catch(() => (crashes += 1));
  rmSync(dirname(program), { recursive: true, force: true });
  const told = killer?.violations[0] ?? '';
  return { mutant, seed: killer?.seed ?? null, invariant: invariantOf(told), told, crashes };
}

/**
 * @param only plants the bugs alone whose name or part has this word in it, and writes no table
 * @returns the bugs that no invariant noticed though one should have
 */
export async function writeKillTable(
  file: string,
  only: string,
  cores: number,
  say: (line: string) => void,
) {
  const results: Killed[] = [];
  const left = mutants.filter(({ bug, about }) => `${about}: ${bug}`.includes(only));
  const work = async (): Promise<void> => {
    for (let mutant = left.shift(); mutant; mutant = left.shift()) {
      const result = await kill(mutant);
      results.push(result);
      say(
        `${result.seed === null ? 'SURVIVES' : result.invariant.padEnd(4)} ${mutant.bug} (seed ${result.seed}, ${result.crashes} crashes)`,
      );
    }
  };
  await Promise.all(Array.from({ length: cores }, work));
  results.sort((a, b) => mutants.indexOf(a.mutant) - mutants.indexOf(b.mutant));
  if (only === '') writeFileSync(file, tableOf(results));
  return results.filter(({ mutant, seed }) => seed === null && !mutant.redundant);
}

function tableOf(results: readonly Killed[]): string {
  const killed = results.filter(({ seed }) => seed !== null);
  const rows = results.map(({ mutant, seed, invariant, crashes }) => {
    const by =
      seed === null ? `nothing${mutant.redundant ? `: ${mutant.redundant}` : ''}` : invariant;
    return `| ${mutant.about} | ${mutant.bug} | \`${mutant.file}\` | ${by} | ${seed ?? '–'} | ${crashes} |`;
  });
  return `# Planted bugs and what noticed them

Written by \`npm run sim -- --mutants\`. Each bug is planted alone by exchanging one snippet of the named file
while a copy of the simulation is built; seeds 1 to ${MUTANT_SEEDS} of 200 steps are lived until an invariant
(docs/proof.md says what each holds) names something. A crash of the code does not count; how many lives
crashed before is in the last column.

${killed.length} of ${results.length} planted bugs are noticed by a named invariant.

| Part | Bug | File | Noticed by | At seed | Crashes before |
|---|---|---|---|---|---|
${rows.join('\n')}
`;
}
