/**
 * Everything that goes wrong in a village, by name. Each seed draws which of these are about and how
 * often (its weather), so that rare pairs meet. One counts only when it hit something: a request that
 * carried work, a transaction under way, a phone that had something to lose.
 */
import type { Chance } from '#sync/testing/seeded-random';

/** Between phone and server. */
export const networkFaults = [
  'request lost',
  'request cut short',
  'request late',
  'request repeated',
  'answer lost',
  'answer cut short',
  'answer late',
  'answer from a stale cache',
  'captive portal',
  'status 401',
  'status 403',
  'status 409 without a fork',
  'status 413',
  'status 429',
  'status 500 after the commit',
  'status 503',
] as const;

/** While a phone takes the market frame by frame. */
export const frameFaults = ['frames cut short'] as const;

/** In the database and the server process. */
export const serverFaults = [
  'server died before a commit',
  'server died after a commit',
  'transaction collided',
  'database lost',
] as const;

/** In a phone's storage, in the middle of a tap or a sync. */
export const storageFaults = [
  'phone died in a tap',
  'phone died while asking',
  'phone died while settling',
  'transaction aborted',
  'storage full',
] as const;

/** What befalls a phone or the server between its steps, and what people do to each other. */
const eventFaults = [
  'power lost',
  'old image restored',
  'phone cloned',
  'storage evicted',
  'clock wrong by years',
  'clock stepped',
  'clock frozen',
  'device revoked',
  'backup restored',
  'scope reassigned',
  'role revoked',
  'poisoned entry',
  'snapshot gone',
  'server set back unawares',
  'person erased',
  'erasure replayed',
] as const;

/** Several things at once: who comes first is drawn step by step. */
const crowdFaults = ['two tabs', 'two servers', 'person switched'] as const;

export const faultKinds = [
  ...networkFaults,
  ...frameFaults,
  ...serverFaults,
  ...storageFaults,
  ...eventFaults,
  ...crowdFaults,
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** How often each kind strikes in this seed, as a share of its chances; absent: not about today. */
export type Weather = ReadonlyMap<FaultKind, number>;

const MOST = new Map<FaultKind, number>([
  ['storage evicted', 0.01],
  ['device revoked', 0.006],
  ['backup restored', 0.015],
  ['phone cloned', 0.01],
  ['old image restored', 0.03],
  ['clock wrong by years', 0.02],
  ['clock stepped', 0.04],
  ['clock frozen', 0.03],
  ['power lost', 0.04],
  ['scope reassigned', 0.03],
  ['role revoked', 0.03],
  ['poisoned entry', 0.04],
  ['server set back unawares', 0.012],
  ['person erased', 0.008],
  ['frames cut short', 0.8],
  ['snapshot gone', 0.9],
  ['two tabs', 0.12],
  ['two servers', 0.15],
  ['person switched', 0.08],
]);
const MOST_OTHERWISE = 0.12;

/** Six kinds of ten are about, each at its own strength: swarm testing (Groce et al. 2012). */
export function drawWeather(chance: Chance): Weather {
  const weather = new Map<FaultKind, number>();
  for (const kind of faultKinds) {
    const about = chance.happens(0.6);
    const strength = chance.pick([0.25, 0.5, 1]);
    if (about) weather.set(kind, strength * (MOST.get(kind) ?? MOST_OTHERWISE));
  }
  return weather;
}
