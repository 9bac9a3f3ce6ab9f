/** Workers over the cores, each a process of its own, and what they tell. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Order, Told } from './worker';

const worker = fileURLToPath(new URL('worker.ts', import.meta.url));

/**
 * Runs one worker to its end.
 *
 * @param program arguments for node; the worker itself unless a planted bug brings its own copy
 * @param onTold called for each life as it ends
 * @param mostMs a worker that takes longer is ended and the promise rejects
 */
export function runWorker(
  order: Order,
  onTold: (told: Told) => void,
  program: readonly string[] = ['--import', 'tsx', worker],
  mostMs = Infinity,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, program, { stdio: ['pipe', 'pipe', 'inherit'] });
    const late = Number.isFinite(mostMs)
      ? setTimeout(() => child.kill('SIGKILL'), mostMs)
      : undefined;
    createInterface({ input: child.stdout }).on('line', (line) => onTold(JSON.parse(line) as Told));
    child.stdin.end(JSON.stringify(order));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(late);
      if (code === 0) resolve();
      else reject(new Error(`a worker ended with ${signal ?? `code ${code}`}`));
    });
  });
}

export interface Sum {
  seeds: number;
  steps: number;
  taps: number;
  commits: number;
  questions: number;
  kept: number;
  mostHealingMinutes: number;
  /** Lives that were lived again with other clocks, and the values that showed otherwise then. */
  turned: number;
  shownOtherwise: number;
  readonly faults: Map<string, number>;
  /** What befell orders. */
  readonly met: Map<string, number>;
  readonly wrong: Told[];
}

export const nothingYet = (): Sum => ({
  seeds: 0,
  steps: 0,
  taps: 0,
  commits: 0,
  questions: 0,
  kept: 0,
  mostHealingMinutes: 0,
  turned: 0,
  shownOtherwise: 0,
  faults: new Map(),
  met: new Map(),
  wrong: [],
});

export function add(sum: Sum, told: Told): void {
  sum.seeds += 1;
  sum.steps += told.step;
  sum.taps += told.taps;
  sum.commits += told.commits;
  sum.questions += told.questions;
  sum.kept += told.kept;
  sum.mostHealingMinutes = Math.max(sum.mostHealingMinutes, told.healingMinutes);
  if (told.turned !== null) sum.turned += 1;
  sum.shownOtherwise += told.turned ?? 0;
  for (const [kind, count] of told.faults)
    sum.faults.set(kind, (sum.faults.get(kind) ?? 0) + count);
  for (const [what, count] of told.met) sum.met.set(what, (sum.met.get(what) ?? 0) + count);
  if (told.violations.length > 0 || told.crash !== null) sum.wrong.push(told);
}
