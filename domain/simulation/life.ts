/** seed → village → trouble → heal → everyone agrees, nothing lost; or what went wrong, and when. */
import { seeded } from '#sync/testing/seeded-random';
import { judgePeace, judgeStep } from './judge';
import { type Sabotage, Village } from './village';
import { nextCall } from './workload';

export const STEPS = 120;
const HEALING_ROUNDS = 30;

export interface Life {
  readonly village: Village;
  readonly step: number;
  /** Sentences that begin with the rule they break; empty when all went well. */
  readonly violations: readonly string[];
}

export async function live(seed: number, sabotage?: Sabotage): Promise<Life> {
  const village = new Village(seed, sabotage);
  const chance = seeded(seed * 7919);
  for (let step = 0; step < STEPS; step += 1) {
    village.nowMs += chance.between(1, 600_000);
    const phone = chance.pick(village.phones);
    const what = chance.between(0, 9);
    if (what < 5) {
      const call = nextCall(village, phone, chance);
      if (call) await village.tap(phone, call);
    } else if (what < 8) await village.sync(phone);
    else if (what === 8) await village.deliverLate();
    else if (chance.happens(0.7)) phone.store.takeImage();
    else village.restoreImage(phone);
    const violations = judgeStep(village);
    if (violations.length > 0) return { village, step, violations };
  }
  village.trouble = false;
  for (let round = 0; round < HEALING_ROUNDS; round += 1) {
    village.nowMs += 1000;
    await village.deliverLate();
    for (const phone of village.phones) await village.sync(phone);
  }
  const poison = village.poison.map((failure) => `R-poison: ${String(failure)}`);
  return { village, step: STEPS, violations: [...judgePeace(village), ...poison] };
}
