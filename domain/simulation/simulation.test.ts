import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { liveWithClocksTurned } from './clocks';
import { faultKinds } from './faults';
import { live, relive, STEPS } from './life';
import { mutants } from './mutants/all';
import type { Script } from './script';
import { invariantOf, shrink } from './shrink';

/** The share of seeds every test run lives; `npm run sim` goes on as long as one likes. */
const SEEDS = 160;
/** What must have befallen orders and late work in these lives: ways from one standing to another, and the rest. */
const ordering = [
  ...['>placed', '>asks', 'placed>accepted', 'placed>asks', 'placed>refused', 'placed>cancelled'],
  ...['placed>expired', 'asks>placed', 'asks>accepted', 'asks>cancelled', 'asks>expired'],
  ...['accepted>ready', 'accepted>done', 'accepted>refused', 'accepted>expired', 'ready>done'],
  ...['expired>done', 'number taken', 'promise taken back', 'late work taken'],
];
const top = fileURLToPath(new URL('../..', import.meta.url));
const regressions = fileURLToPath(new URL('regressions', import.meta.url));

describe('cases that were found once', () => {
  const files = readdirSync(regressions).filter((name) => name.endsWith('.json'));
  it.each(files)('%s stays solved', async (name) => {
    const script = JSON.parse(readFileSync(`${regressions}/${name}`, 'utf8')) as Script;
    expect((await relive(script)).violations).toEqual([]);
  });
});

describe('a village in trouble', () => {
  it('loses nothing, does nothing twice and agrees in the end, whatever the seed', async () => {
    const faults = new Map(faultKinds.map((kind) => [kind, 0]));
    const met = new Set<string>();
    let [taps, steps, questions, kept] = [0, 0, 0, 0];
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const life = await live(seed);
      const again = `npm run sim -- --seeds 1 --from ${seed}`;
      expect(life.violations, `seed ${seed}, step ${life.step}; run again: ${again}`).toEqual([]);
      for (const [kind, count] of life.faults) faults.set(kind, (faults.get(kind) ?? 0) + count);
      for (const what of life.met.keys()) met.add(what);
      taps += life.taps;
      steps += life.step;
      questions += life.questions;
      kept += life.kept;
    }
    const told = [...faults].map(([kind, count]) => `${kind} ${count}`).join(', ');
    process.stdout.write(
      `simulation: ${SEEDS} seeds, ${steps} steps, ${taps} taps, ${questions} questions, ${kept} kept values; faults: ${told}\n`,
    );
    const never = [...faults].filter(([, count]) => count === 0).map(([kind]) => kind);
    expect(never, 'kinds of fault that never hit anything').toEqual([]);
    expect(ordering.filter((what) => !met.has(what))).toEqual([]);
    expect(faults.size).toBeGreaterThanOrEqual(24);
    expect(steps).toBe(SEEDS * STEPS);
    expect(Math.min(questions, kept)).toBeGreaterThan(0);
  }, 600_000);

  it('lives the same life from the same seed, and from its script', async () => {
    for (const seed of [3, 5, 8, 13, 21, 34, 55, 89]) {
      const one = await live(seed);
      expect((await live(seed)).trace).toBe(one.trace);
      expect((await relive(one.script)).trace).toBe(one.trace);
    }
    expect((await live(3)).trace).not.toBe((await live(4)).trace);
  }, 120_000);

  it('gives clocks a say in which word shows, and in nothing else', async () => {
    let shownOtherwise = 0;
    for (const seed of [4, 14, 25, 35, 58]) {
      const { script } = await live(seed);
      const turned = await liveWithClocksTurned(script, 1 + (seed % 5));
      expect(turned.violations, `seed ${seed}`).toEqual([]);
      shownOtherwise += turned.shownOtherwise;
    }
    expect(shownOtherwise, 'lives in which the clocks did not matter show nothing').toBeGreaterThan(
      0,
    );
  }, 120_000);

  it('is told as the shortest story that still goes wrong', async () => {
    const life = await live(1);
    const steps = life.script.steps;
    const guilty = steps[Math.floor(steps.length / 2)];
    const short = await shrink({ ...life, violations: ['I0: planted'] }, (script: Script) =>
      Promise.resolve({
        ...life,
        violations: script.steps.some(({ afterMs }) => afterMs === guilty?.afterMs)
          ? ['I0: planted']
          : [],
      }),
    );
    expect(short.steps.map(({ afterMs }) => afterMs)).toEqual([guilty?.afterMs]);
    expect(invariantOf('I11: something')).toBe('I11');
  });
});

describe('a planted bug', () => {
  it('has at least forty kinds, and covers every policy', () => {
    expect(mutants.length).toBeGreaterThanOrEqual(40);
    const about = new Set(mutants.map((mutant) => mutant.about));
    for (const policy of ['fixed', 'latest', 'asked', 'total', 'union', 'decided'])
      expect(about).toContain(policy);
  });

  it.each(mutants.map((mutant) => [mutant.bug, mutant] as const))(
    'can still be planted: %s',
    (_bug, mutant) => {
      for (const { file, find, replace } of [mutant, ...(mutant.also ? [mutant.also] : [])]) {
        const parts = readFileSync(`${top}${file}`, 'utf8').split(find);
        expect(parts, `${file} holds it exactly once`).toHaveLength(2);
        expect(replace).not.toBe(find);
      }
    },
  );
});
