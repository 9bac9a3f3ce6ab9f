import { describe, expect, it } from 'vitest';
import type { LoopState } from './loop-state';
import { type LoopPorts, SyncLoop } from './sync-loop';
import type { Round } from './sync-round';

const settled = (
  waiting: number,
  part: Partial<Extract<Round, { kind: 'settled' }>> = {},
): Round => ({
  kind: 'settled',
  more: false,
  waiting,
  moved: true,
  answered: 0,
  rows: 0,
  ...part,
});

/** A loop whose rounds are told in advance, and that falls asleep for good when they have run out. */
function loopWith(
  rounds: Round[],
  world: {
    entries?: number;
    photos?: number;
    visible?: boolean;
    mostRows?: number;
    onRound?: (giveWay: AbortSignal) => void;
  } = {},
) {
  const stop = new AbortController();
  const sleeps: number[] = [];
  const budgets: number[] = [];
  const states: LoopState[] = [];
  const troubles: unknown[] = [];
  const asleep: (() => void)[] = [];
  let photoRuns = 0;
  let nowMs = 1_000;
  const waiting = { entries: world.entries ?? 0, photos: world.photos ?? 0 };
  const ports: LoopPorts = {
    round: (_stop, giveWay, mostRows) => {
      budgets.push(mostRows);
      world.onRound?.(giveWay);
      const round = rounds.shift();
      if (!round) throw new Error('no more rounds');
      if (round.kind === 'settled') waiting.entries = round.waiting;
      return Promise.resolve(round);
    },
    mostRows: () => world.mostRows ?? Infinity,
    sendPhotos: (signal, onSent) => {
      photoRuns += 1;
      if (signal.aborted) return Promise.resolve('stopped' as const);
      while (waiting.photos > 0) {
        waiting.photos -= 1;
        onSent();
      }
      return Promise.resolve('done' as const);
    },
    waiting: () => Promise.resolve({ ...waiting }),
    sleep: async (ms, signal) => {
      sleeps.push(ms);
      nowMs += ms;
      if (rounds.length > 0) return;
      asleep.shift()?.();
      if (!signal.aborted)
        await new Promise((wake) => signal.addEventListener('abort', wake, { once: true }));
    },
    random: () => 0.5,
    nowMs: () => nowMs,
    onState: (state) => states.push(state),
    isVisible: () => world.visible ?? true,
    onTrouble: (failure) => troubles.push(failure),
  };
  const loop = new SyncLoop(ports);
  const running = loop.run(stop.signal);
  const rest = () => new Promise<void>((done) => asleep.push(done));
  const end = () => {
    stop.abort();
    return running;
  };
  return {
    loop,
    rest,
    end,
    sleeps,
    budgets,
    states,
    troubles,
    waiting,
    photoRuns: () => photoRuns,
    rounds,
  };
}

describe('the loop that carries everything', () => {
  it('goes on while there is more, then rests', async () => {
    const { rest, end, sleeps, states } = loopWith(
      [settled(2, { answered: 3 }), settled(0, { more: true, answered: 2 }), settled(0)],
      { entries: 5 },
    );
    await rest();
    await end();
    expect(sleeps).toEqual([240_000]);
    const told = states.flatMap(({ sending }) =>
      sending ? [`${sending.done}/${sending.total}`] : [],
    );
    expect([...new Set(told)]).toEqual(['0/5', '3/5', '5/5']);
    expect(states.at(-1)).toMatchObject({ reach: 'reached', sending: null, paused: null });
  });

  it('waits longer each time nothing comes through, and says so', async () => {
    const { rest, end, sleeps, states } = loopWith(
      [{ kind: 'no-signal' }, { kind: 'no-signal' }, { kind: 'no-signal' }],
      { entries: 1 },
    );
    await rest();
    await end();
    expect(sleeps).toEqual([1_500, 3_000, 6_000]);
    expect(states.at(-1)?.reach).toBe('no-signal');
  });

  it('keeps the patience it was asked for, even when a person taps on', async () => {
    const { loop, rest, end, sleeps, states } = loopWith([{ kind: 'busy', retryAfterMs: 90_000 }], {
      entries: 1,
    });
    await rest();
    loop.nudge('tap');
    loop.nudge('online');
    expect(sleeps[0]).toBeGreaterThanOrEqual(90_000);
    expect(sleeps).toHaveLength(1);
    expect(states.at(-1)).toMatchObject({ reach: 'slow', retryAtMs: 1_000 + (sleeps[0] ?? 0) });
    await end();
  });

  it('pauses when signed out: taps do not wake it, signing in does', async () => {
    const world = loopWith([{ kind: 'paused', code: 'session.expired' }], { entries: 1 });
    await world.rest();
    world.loop.nudge('tap');
    expect(world.sleeps).toHaveLength(1);
    expect(world.states.at(-1)?.paused).toBe('session.expired');
    world.rounds.push(settled(0, { answered: 1 }));
    world.loop.nudge('signed-in');
    await world.rest();
    await world.end();
    expect(world.states.at(-1)).toMatchObject({ paused: null, reach: 'reached' });
  });

  it('sends pictures only when no entry waits, and asks once more afterwards', async () => {
    const { rest, end, waiting, states, photoRuns } = loopWith(
      [settled(0, { answered: 1 }), settled(0)],
      {
        entries: 1,
        photos: 2,
      },
    );
    await rest();
    await end();
    expect(waiting.photos).toBe(0);
    expect(photoRuns()).toBe(1);
    expect(states.some(({ sending }) => sending?.done === 3 && sending.total === 3)).toBe(true);
  });

  it('does not spin when an answer settles nothing', async () => {
    const { rest, end, sleeps, photoRuns } = loopWith([settled(1, { moved: false })], {
      entries: 1,
      photos: 1,
    });
    await rest();
    await end();
    expect(sleeps).toEqual([1_500]);
    expect(photoRuns()).toBe(0);
  });

  it('can be woken however often it has heard that there is nothing new', async () => {
    const quiet = Array.from({ length: 9 }, () => settled(0, { moved: false }));
    const world = loopWith(quiet);
    await world.rest();
    expect(world.sleeps).toEqual(Array(9).fill(240_000));
    world.rounds.push(settled(0, { moved: false }));
    world.loop.nudge('asked');
    await world.rest();
    await world.end();
    expect(world.rounds).toEqual([]);
  });

  it('[P8] does not ask on and on whether there is nothing new, whoever wakes it', async () => {
    const world = loopWith(
      Array.from({ length: 9 }, () => settled(0, { moved: false })),
      {
        onRound: () => world.loop.nudge('asked'),
      },
    );
    await world.rest();
    await world.end();
    const tookMs = world.sleeps.reduce((sum, ms) => sum + ms, 0);
    expect(tookMs).toBeGreaterThanOrEqual((9 - 5) * 5_000);
    expect(tookMs).toBeLessThan(60_000);
  });

  it('does not repair for ever', async () => {
    const repairs: Round[] = Array.from({ length: 5 }, () => ({ kind: 'again' as const }));
    const { rest, end, sleeps } = loopWith(repairs);
    await rest();
    await end();
    expect(sleeps).toEqual([7_500]);
  });

  it('outlives a failure nobody expected', async () => {
    const { rest, end, troubles, sleeps } = loopWith([]);
    await rest();
    await end();
    expect(troubles).toHaveLength(1);
    expect(sleeps).toEqual([1_500]);
  });

  it('asks nobody for news while the phone is in a pocket', async () => {
    const { rest, end, sleeps } = loopWith([settled(0)], { visible: false });
    await rest();
    await end();
    expect(sleeps[0]).toBeGreaterThan(1_000_000);
  });

  it('brings no more than its budget at once, and the rest after a pause', async () => {
    const more = () => settled(0, { more: true, rows: 400 });
    const world = loopWith([more(), more(), more(), settled(0)], { mostRows: 1_000 });
    await world.rest();
    await world.end();
    expect(world.budgets).toEqual([1_000, 600, 200, 1_000]);
    expect(world.sleeps[0]).toBeGreaterThan(60_000);
  });

  it("brings the rest of one's own rows, however little of the budget is left", async () => {
    const own = settled(0, { more: true, ownMore: true, rows: 1_000 });
    const world = loopWith([own, settled(0, { more: true }), settled(0)], { mostRows: 1_000 });
    await world.rest();
    await world.end();
    expect(world.budgets).toEqual([1_000, 0, 1_000]);
  });

  it('sends on what waits here, however little of the budget is left', async () => {
    const world = loopWith([settled(3, { rows: 5_000 }), settled(0, { more: true })], {
      mostRows: 1_000,
      entries: 5,
    });
    await world.rest();
    await world.end();
    expect(world.budgets).toEqual([1_000, 0]);
    expect(world.waiting.entries).toBe(0);
  });

  it('asks the market to make room for a tap, not for a screen that is switched on', async () => {
    const asked: boolean[] = [];
    const world = loopWith([settled(0)], {
      onRound: (giveWay) => {
        if (asked.length > 0) return;
        world.loop.nudge('visible');
        asked.push(giveWay.aborted);
        world.loop.nudge('tap');
        asked.push(giveWay.aborted);
        world.rounds.push(settled(0));
      },
    });
    await world.rest();
    await world.end();
    expect(asked).toEqual([false, true]);
  });
});
