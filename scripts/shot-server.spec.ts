import { describe, expect, it } from 'vitest';

import { crashStorm } from '#bench/storm/crash';

/** A small share of `npm run storm`: the same start command, shot in the middle of work. */
describe('a server that is shot while phones work', () => {
  it('with its own PostgreSQL loses nothing that was acknowledged and takes nothing twice', async () => {
    const storm = await crashStorm({ postgres: 'embedded', shops: 2, shots: ['server', 'both'] });
    expect(storm.wrong).toEqual([]);
    expect(storm.cut).toBeGreaterThan(0);
  });

  it('with a PostgreSQL of somebody else and another process beside it likewise', async () => {
    const storm = await crashStorm({
      beside: true,
      postgres: 'external',
      shops: 2,
      shots: ['database', 'server'],
    });
    expect(storm.wrong).toEqual([]);
    expect(storm.cut).toBeGreaterThan(0);
  });
});
