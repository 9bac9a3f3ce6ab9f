import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryPhoneStore } from '#sync/testing/memory-phone-store';
import type { Answer, Ask } from './air';
import { newState } from './new-state';
import { fetchSnapshot } from './fetch-snapshot';
import { spacing } from './spaced';
import type { Round } from './sync-round';
import { uuid7 } from './uuid7';

const stop = new AbortController().signal;
const cut: Answer = { kind: 'no-signal', why: 'network' };
const rests: Round = {
  ...{ kind: 'settled', more: false, waiting: 0 },
  ...{ moved: false, answered: 0, rows: 0 },
};

let paused: number[];
beforeEach(() => {
  paused = [];
});
const spacingOver = (air: (path: string, how?: Ask) => Promise<Answer>) =>
  spacing(air, (ms) => Promise.resolve(void paused.push(ms)));

describe('a round of several requests', () => {
  /** Rounds that end so, each after so many requests. */
  async function rounds(...told: readonly (readonly [asks: number, ends: Round])[]) {
    const { ask, spaced } = spacingOver(() => Promise.resolve(cut));
    for (const [asks, ends] of told) {
      await spaced(async () => {
        for (let n = 0; n < asks; n += 1) await ask('/api/sync');
        return ends;
      }, stop);
    }
  }

  it('that got nowhere waits for each but the first', async () => {
    await rounds([1, { kind: 'no-signal' }], [3, { kind: 'no-signal' }]);
    expect(paused).toEqual([10_000]);
  });

  it('that put something right goes on at once, when it has helped as often as it likes', async () => {
    await rounds([3, { kind: 'again' }], [1, rests], [3, { kind: 'again' }], [1, rests]);
    expect(paused).toEqual([]);
  });

  it('that put something right and did not help waits for that too, and is not believed again', async () => {
    await rounds([3, { kind: 'again' }], [1, { kind: 'no-signal' }], [3, { kind: 'again' }]);
    expect(paused).toEqual([10_000, 10_000]);
  });
});

it('a line that is cut after every few frames is not punished for its progress', async () => {
  const store = new MemoryPhoneStore({ ...newState(uuid7(), uuid7()), session: 'live' });
  let asks = 0;
  const { ask, spaced } = spacingOver(async (_, how) => {
    asks += 1;
    const frame = JSON.stringify([['shop', ['name'], [uuid7()], ['Warung']]]);
    if (asks <= 20) await how?.onText?.(`${frame}\n${frame}\n`);
    return cut;
  });
  const offer = { scope: 'catalogue:all', id: '0123456789abcdef', frames: 175, cursor: 'e.9' };
  await spaced(async () => {
    await ask('/api/sync');
    await fetchSnapshot(store, ask, offer, stop, Infinity);
    return { kind: 'no-signal' };
  }, stop);
  // The question and the one request that brought nothing.
  expect([asks, paused]).toEqual([21, [5_000]]);
});
