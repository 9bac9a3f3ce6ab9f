/** All chance of one village, a stream for each concern: less of one thing never disturbs another. */
import { type Chance, seeded } from '#sync/testing/seeded-random';

type Concern =
  'people' | 'workload' | 'network' | 'storage' | 'clock' | 'server' | 'scheduler' | 'phones';
export type Streams = Readonly<Record<Concern, Chance>>;

/** The same seed gives the same streams; two concerns of one seed share nothing. */
export function streamsOf(seed: number): Streams {
  const stream = (concern: string): Chance => seeded(mixed(`${seed}/${concern}`));
  return {
    people: stream('people'),
    workload: stream('workload'),
    network: stream('network'),
    storage: stream('storage'),
    clock: stream('clock'),
    server: stream('server'),
    scheduler: stream('scheduler'),
    phones: stream('phones'),
  };
}

/** 32 bits of FNV-1a, stirred once more so that neighbouring seeds are strangers. */
function mixed(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
