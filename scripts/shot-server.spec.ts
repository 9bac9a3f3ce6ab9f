import { describe, expect, it } from 'vitest';

import { crashStorm } from '#bench/storm/crash';

/** Two starts, two shots, and ninety seconds of patience after each; on two cores that others use as well. */
const LONG = { timeout: 600_000 };

/** A small share of `npm run storm`: the same start command, shot in the middle of work. */
describe('a server that is shot while phones work', () => {
  it(
    'with its own PostgreSQL loses nothing that was acknowledged and takes nothing twice',
    LONG,
    async () => {
      const storm = await crashStorm({ postgres: 'embedded', shops: 2, shots: ['server', 'both'] });
      expect(storm.wrong).toEqual([]);
      expect(storm.cut).toBeGreaterThan(0);
    },
  );

  it(
    'with a PostgreSQL of somebody else and another process beside it likewise',
    LONG,
    async () => {
      const storm = await crashStorm({
        beside: true,
        postgres: 'external',
        shops: 2,
        shots: ['database', 'server'],
      });
      expect(storm.wrong).toEqual([]);
      expect(storm.cut).toBeGreaterThan(0);
    },
  );
});
