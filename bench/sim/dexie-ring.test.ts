import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { type FaultKind, storageFaults } from '#domain/simulation/faults';
import { type Life, live, relive } from '#domain/simulation/life';
import type { Script } from '#domain/simulation/script';
import { hiddenTroubles } from './dexie-disk';
import { againOnDexie } from './dexie-ring';

const STEPS = 120;
const SEEDS = 25;
/** What befalls a phone's storage: each must be among the lives that are lived here. */
const kinds: readonly FaultKind[] = [
  ...storageFaults,
  'power lost',
  'old image restored',
  'phone cloned',
  'storage evicted',
  'two tabs',
];

/** Few lives that together meet every kind, found among the first in memory. */
async function livesWithAll(): Promise<Life[]> {
  const known: Life[] = [];
  for (let seed = 1; seed <= SEEDS; seed += 1) known.push(await live(seed, undefined, STEPS));
  const lives: Life[] = [];
  for (let left = [...kinds]; left.length > 0;) {
    const meets = ({ faults }: Life) => left.filter((kind) => (faults.get(kind) ?? 0) > 0);
    const best = known.reduce((one, two) => (meets(two).length > meets(one).length ? two : one));
    if (meets(best).length === 0) throw new Error(`nobody meets ${left.join()}`);
    lives.push(best);
    left = left.filter((kind) => !meets(best).includes(kind));
  }
  return lives;
}

it('[P1] phones on Dexie over brittle flash live the same lives as phones in memory', async () => {
  const outlived = new Map(hiddenTroubles.map((trouble) => [trouble, 0]));
  for (const life of await livesWithAll()) {
    const { violations, hidden } = await againOnDexie(life);
    const again = `npm run sim -- --ring dexie --steps ${STEPS} --seeds 1 --from ${life.seed}`;
    expect(violations, `seed ${life.seed}; run again: ${again}`).toEqual([]);
    for (const [trouble, times] of hidden) outlived.set(trouble, outlived.get(trouble)! + times);
  }
  expect([...outlived].filter(([, times]) => times === 0)).toEqual([]);
}, 240_000);

const regressions = fileURLToPath(new URL('../../domain/simulation/regressions', import.meta.url));

it.each(readdirSync(regressions))(
  '%s stays solved on Dexie too',
  async (name) => {
    const script = JSON.parse(readFileSync(`${regressions}/${name}`, 'utf8')) as Script;
    expect((await againOnDexie(await relive(script))).violations).toEqual([]);
  },
  120_000,
);
