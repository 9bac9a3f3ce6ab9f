import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { Script } from '#domain/simulation/script';
import { hiddenTroubles } from './dexie-disk';
import { liveOnDexie, reliveOnDexie } from './dexie-ring';

/** With power lost, storage full, aborts and killed tabs among them; more by `npm run sim -- --ring dexie`. */
const SEEDS = [3, 5, 11];

it('[P1] phones on Dexie over brittle flash live the same lives as phones in memory', async () => {
  const outlived = new Map(hiddenTroubles.map((trouble) => [trouble, 0]));
  const met = new Set<string>();
  for (const seed of SEEDS) {
    const { violations, hidden, faults } = await liveOnDexie(seed, 120);
    const again = `npm run sim -- --ring dexie --steps 120 --seeds 1 --from ${seed}`;
    expect(violations, `seed ${seed}; run again: ${again}`).toEqual([]);
    for (const [trouble, times] of hidden) outlived.set(trouble, outlived.get(trouble)! + times);
    for (const [kind, times] of faults) if (times > 0) met.add(kind);
  }
  expect([...outlived].filter(([, times]) => times === 0)).toEqual([]);
  expect([...met]).toEqual(
    expect.arrayContaining([
      'power lost',
      'storage full',
      'transaction aborted',
      'phone died in a tap',
      'phone died while asking',
      'phone died while settling',
      'old image restored',
      'phone cloned',
      'storage evicted',
      'two tabs',
    ]),
  );
}, 240_000);

const regressions = fileURLToPath(new URL('../../domain/simulation/regressions', import.meta.url));

it.each(readdirSync(regressions))(
  '%s stays solved on Dexie too',
  async (name) => {
    const script = JSON.parse(readFileSync(`${regressions}/${name}`, 'utf8')) as Script;
    expect((await reliveOnDexie(script)).violations).toEqual([]);
  },
  120_000,
);
