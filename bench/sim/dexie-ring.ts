/**
 * The ring with the app's own phone store: the same lives, kept on each phone by Dexie. A life is drawn
 * in memory first; played again from its script here it must leave the same trace.
 */
import { type Life, relive } from '#domain/simulation/life';
import { memoryRing, type Ring } from '#domain/simulation/ring';
import { DexieDisk, type HiddenTrouble, hiddenTroubles } from './dexie-disk';

export interface DexieLife extends Life {
  /** What the store outlived beside the script, and how often. */
  readonly hidden: ReadonlyMap<HiddenTrouble, number>;
}

/** A life that was lived in memory, once more on Dexie. A trace that differs is a violation. */
export async function againOnDexie(inMemory: Life): Promise<DexieLife> {
  const hidden = new Map<HiddenTrouble, number>(hiddenTroubles.map((trouble) => [trouble, 0]));
  const disks: DexieDisk[] = [];
  const ring: Ring = {
    ...memoryRing(),
    makeDisk: (state, ports) => {
      const disk = new DexieDisk(state, ports, (trouble) =>
        hidden.set(trouble, (hidden.get(trouble) ?? 0) + 1),
      );
      disks.push(disk);
      return disk;
    },
  };
  try {
    const life = await relive(inMemory.script, ring);
    const same = life.trace === inMemory.trace;
    const violations = same ? life.violations : [...life.violations, DIFFERS];
    return { ...life, violations, hidden };
  } finally {
    disks.forEach((disk) => disk.close());
  }
}

const DIFFERS = 'the phones on Dexie lived another life than those in memory';
