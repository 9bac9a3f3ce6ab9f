/** One of the processes that live lives: a range of seeds in, one line of figures for each out. */
import { readFileSync } from 'node:fs';
import { liveWithClocksTurned } from '#domain/simulation/clocks';
import { type Life, live } from '#domain/simulation/life';
import { memoryRing, type Ring } from '#domain/simulation/ring';

export interface Order {
  readonly from: number;
  readonly count: number;
  /** Every n-th seed is this worker's. */
  readonly stride: number;
  readonly steps: number;
  /** Connection text of an empty database with all tables, or null for the ring in memory. */
  readonly postgresUrl: string | null;
  /** Every life is lived a second time with the app's own store on the phones, and must be the same. */
  readonly dexie?: boolean;
  /** Enough when one life went wrong by a named invariant. */
  readonly stopAtFirst: boolean;
}

export interface Told extends Omit<Life, 'script' | 'faults' | 'met'> {
  readonly faults: readonly [string, number][];
  readonly met: readonly [string, number][];
  /** Something threw that is no invariant: a crash of the code, of the village or of the judge. */
  readonly crash: string | null;
  /** Values that showed otherwise when the life was lived again with other clocks; null: it was not. */
  readonly turned: number | null;
}

const NOTHING = {
  step: 0,
  violations: [],
  trace: '',
  faults: [],
  met: [],
  taps: 0,
  commits: 0,
  questions: 0,
  kept: 0,
  healingBytes: 0,
  healingMinutes: 0,
  turned: null,
} as const;

/** Every n-th life is lived again with the clocks of all handsets changed round. */
const TURN_EVERY = 10;

const order = JSON.parse(readFileSync(0, 'utf8')) as Order;
const rings = await openRings();
for (let nth = 0; nth < order.count; nth += order.stride) {
  const told = await liveOne(order.from + nth);
  process.stdout.write(`${JSON.stringify(told)}\n`);
  if (order.stopAtFirst && told.violations.length > 0) break;
}
await rings.close();

async function liveOne(seed: number): Promise<Told> {
  try {
    const { script, faults, met, ...life } = await lifeOf(seed);
    const told = { ...life, faults: [...faults], met: [...met], crash: null, turned: null };
    const turns = order.postgresUrl === null && !order.dexie && seed % TURN_EVERY === 0;
    if (!turns || life.violations.length > 0) return told;
    const turned = await liveWithClocksTurned(script, 1 + ((seed / TURN_EVERY) % 5));
    return { ...told, violations: turned.violations, turned: turned.shownOtherwise };
  } catch (failure) {
    const crash = failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
    return { ...NOTHING, seed, crash };
  }
}

async function lifeOf(seed: number): Promise<Life> {
  if (!order.dexie) return live(seed, await rings.next(), order.steps);
  const { againOnDexie } = await import('./dexie-ring');
  return againOnDexie(await live(seed, undefined, order.steps));
}

async function openRings(): Promise<{ next(): Promise<Ring>; close(): Promise<void> }> {
  if (order.postgresUrl === null)
    return { next: () => Promise.resolve(memoryRing()), close: () => Promise.resolve() };
  const { postgresRings } = await import('./postgres-ring');
  return postgresRings(order.postgresUrl);
}
