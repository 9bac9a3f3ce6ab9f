/**
 * Every check there is, in one command: `npm test`. It installs the browser if none is there, tells what
 * it does and how long it took, stops at the first step that fails, and closes with the sum.
 *
 *   npm test                      everything
 *   npm test -- pure pg           only these steps
 *   npm test -- pure money        one step, only files whose path holds "money"
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { StartFailure } from '#db/embedded/start-failure';

import { chromiumOrInstall } from './chromium';
import { installedProgram, projectDir, runCommand, say, writeTypeSettings } from './installation';

interface Step {
  name: string;
  heading: string;
  run(filters: string[]): Promise<void>;
}

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

const total: Count = { passed: 0, failed: 0, skipped: 0 };
const ownPostgres = process.env['TEST_DATABASE_URL'] || process.env['DATABASE_URL'];
const resultsDir = mkdtempSync(join(tmpdir(), 'jukung-results-'));
process.once('exit', () => rmSync(resultsDir, { recursive: true, force: true }));

const program = {
  svelteCheck: installedProgram('svelte-check/bin/svelte-check'),
  eslint: installedProgram('eslint/bin/eslint.js'),
  prettier: installedProgram('prettier/bin/prettier.cjs'),
  knip: installedProgram('knip/bin/knip.js'),
  vitest: installedProgram('vitest/vitest.mjs'),
};

const steps: Step[] = [
  {
    name: 'browser',
    heading: 'A browser for the journeys',
    async run() {
      process.env['CHROMIUM_PATH'] = chromiumOrInstall(say);
      say(process.env['CHROMIUM_PATH']);
    },
  },
  {
    name: 'types',
    heading: 'Types',
    run: () => node([program.svelteCheck, '--tsconfig', './tsconfig.json', '--output', 'human']),
  },
  { name: 'lint', heading: 'Lint', run: () => node([program.eslint, '--max-warnings', '0', '.']) },
  { name: 'format', heading: 'Format', run: () => node([program.prettier, '--check', '.']) },
  { name: 'unused', heading: 'Dead code and unused packages', run: () => node([program.knip]) },
  {
    name: 'rooms',
    heading: 'House rules: who may import whom',
    run: (filters) => vitest('rooms', filters),
  },
  { name: 'pure', heading: 'Tests that need nothing', run: (filters) => vitest('pure', filters) },
  {
    name: 'pg',
    heading: ownPostgres
      ? 'Tests on the PostgreSQL of DATABASE_URL'
      : 'Tests on the embedded PostgreSQL 18',
    run: (filters) => vitest('pg', filters),
  },
  ...(ownPostgres ? [] : [postgres15()]),
  {
    name: 'build',
    heading: 'Build',
    run: () => node(['--import', 'tsx', 'scripts/build.ts']),
  },
  {
    name: 'budgets',
    heading: 'Byte budgets',
    run: () => node(['--import', 'tsx', 'scripts/checks/budgets.ts']),
  },
  {
    name: 'start',
    heading: 'Starting, being killed, starting again',
    run: (filters) => vitest('start', filters),
  },
  {
    name: 'e2e',
    heading: 'Journeys in a real browser',
    run: (filters) => vitest('e2e', filters),
  },
];

runCommand(async () => {
  const words = process.argv.slice(2);
  const names = new Set(steps.map((step) => step.name));
  const wanted = words.filter((word) => names.has(word));
  const filters = words.filter((word) => !names.has(word));
  if (filters.length > 0 && wanted.length === 0) {
    throw new StartFailure(`Name a step first: ${[...names].join(', ')}`);
  }
  const chosen = wanted.length > 0 ? steps.filter((step) => wanted.includes(step.name)) : steps;
  writeTypeSettings();
  const passed = await runSteps(chosen, filters);
  say(`\n${total.passed} passed, ${total.failed} failed`);
  process.exit(passed ? 0 : 1);
});

async function runSteps(chosen: Step[], filters: string[]): Promise<boolean> {
  const rows: string[] = [];
  for (const [index, step] of chosen.entries()) {
    say(`\n━━ ${index + 1}/${chosen.length} ${step.heading} (${step.name})`);
    const startedMs = Date.now();
    let trouble: unknown;
    const failedBefore = total.failed;
    await step.run(filters).catch((error: unknown) => (trouble = error));
    const row = `${trouble ? '✗' : '✓'} ${step.name.padEnd(10)} ${seconds(startedMs)}`;
    rows.push(row);
    say(`━━ ${row}`);
    if (!trouble) continue;
    say(trouble instanceof Error ? trouble.message : String(trouble));
    if (total.failed === failedBefore) total.failed += 1;
    const left = chosen.slice(index + 1).map(({ name }) => name);
    if (left.length > 0) rows.push(`  not run: ${left.join(', ')}`);
    say(`\n${rows.join('\n')}`);
    return false;
  }
  say(`\n${rows.join('\n')}`);
  return true;
}

function postgres15(): Step {
  return {
    name: 'pg-15',
    heading: 'The same tests on PostgreSQL 15 (those of the embedded server itself ran above)',
    async run(filters) {
      process.env['JUKUNG_TEST_POSTGRES'] = '15';
      await vitest('pg', filters);
      delete process.env['JUKUNG_TEST_POSTGRES'];
    },
  };
}

/** Runs one of vitest's projects, adds its counts, and takes a skipped test for a failure. */
async function vitest(project: string, words: string[]): Promise<void> {
  mkdirSync(resultsDir, { recursive: true });
  const resultFile = join(resultsDir, `${project}-${Date.now()}.json`);
  const outcome = node([
    program.vitest,
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${resultFile}`,
    ...words,
  ]);
  const trouble = await outcome.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (existsSync(resultFile)) addCounts(resultFile);
  if (trouble) throw trouble;
  if (total.skipped > 0)
    throw new StartFailure(`${total.skipped} tests were skipped; none may be.`);
}

function addCounts(resultFile: string): void {
  const result = JSON.parse(readFileSync(resultFile, 'utf8')) as {
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    numTodoTests: number;
  };
  total.passed += result.numPassedTests;
  total.failed += result.numFailedTests;
  total.skipped += result.numPendingTests + result.numTodoTests;
}

/** Runs a program under this same node, its output going straight to the terminal. */
function node(words: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, words, {
      cwd: projectDir,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new StartFailure(`ended with ${signal ?? `code ${code}`}`));
    });
  });
}

function seconds(startedMs: number): string {
  return `${((Date.now() - startedMs) / 1000).toFixed(1)} s`;
}
