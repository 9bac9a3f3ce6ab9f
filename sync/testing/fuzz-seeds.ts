/**
 * Which seeds a fuzz test lives through: a share of them in every test run, as many as one likes with
 * `npm run fuzz -- --seeds N --from S`. The same seed spoils the same things in the same places.
 */
import { type Chance, seeded } from './seeded-random';

/** @param share seeds of this test in an ordinary run; 1 to so many */
export function fuzzSeeds(share: number): number[] {
  const count = Number(process.env['FUZZ_SEEDS'] ?? share);
  const from = Number(process.env['FUZZ_FROM'] ?? 1);
  return Array.from({ length: count }, (_, index) => from + index);
}

/**
 * Lives one seed; a failure says how to have it again.
 *
 * @param file part of the test's path by which it is found
 */
export async function underSeed(
  seed: number,
  file: string,
  live: (chance: Chance) => Promise<void> | void,
): Promise<void> {
  try {
    await live(seeded(seed));
  } catch (failure) {
    const told = failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
    const again = `npm run fuzz -- --seeds 1 --from ${seed} ${file}`;
    throw new Error(`seed ${seed} of ${file}: ${told}\n  again: ${again}`, { cause: failure });
  }
}
