import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { declarations } from '#domain/index';
import { CATALOGUE_SCOPE } from '#domain/scopes';
import { tap } from '#sync/phone/tap';
import { MemoryPhoneStore } from '#sync/testing/memory-phone-store';
import { ask } from './air';
import { newState } from './new-state';
import { spacing } from './spaced';
import { type Nudge, SyncLoop } from './sync-loop';
import { Rounds } from './sync-round';
import { uuid7 } from './uuid7';

/** What comes back when nothing comes of it; each is told by the real air (air.ts) from a real Response. */
const json = (status: number, body: object, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/problem+json', ...headers },
  });
const html = (status: number, headers: Record<string, string> = {}) =>
  new Response('<!doctype html><title>Log in</title>', {
    status,
    headers: { 'Content-Type': 'text/html', ...headers },
  });
const stale = {
  ...{ epoch: 'e', serverMs: 1, outcomes: [], changes: [], scopes: [], to: 'another request' },
  actor: { personId: 'p', hasAccount: false, rights: [] },
};
const standing = { personId: 'p', hasAccount: false, rights: [], session: 'live' as const };
/** Ours, and it settles nothing: a market that never comes, before any word that waits. */
const offering = {
  ...{ epoch: 'e', serverMs: 1, outcomes: [], changes: [], scopes: [], missingPhotos: [] },
  ...{ more: true, actor: standing },
  snapshot: { scope: CATALOGUE_SCOPE, id: '0123456789abcdef', frames: 175, cursor: 'e.9' },
};
const ANSWERS: Record<string, () => Response> = {
  'nobody there': () => {
    throw new TypeError('fetch failed');
  },
  'captive portal': () => html(200),
  'portal that speaks JSON': () =>
    json(200, { hello: 'guest', serverMs: 5 }, { 'Content-Type': 'application/json' }),
  'portal that sends bytes without a name': () => {
    const nameless = new Response(new Uint8Array([7, 7, 7]));
    nameless.headers.delete('Content-Type');
    return nameless;
  },
  'empty 204 of somebody else': () => new Response(null, { status: 204 }),
  'a market that is offered and never comes': () =>
    json(200, offering, { 'Content-Type': 'application/json' }),
  'stale answer of a proxy': () => json(200, stale, { 'Content-Type': 'application/json' }),
  'session ended': () => json(401, { code: 'session.expired' }),
  'device unknown': () => json(401, { code: 'device.unknown' }),
  'page of a proxy, 401': () => html(401),
  'device revoked': () => json(403, { code: 'device.revoked' }),
  'foreign origin': () => json(403, { code: 'request.foreign_origin' }),
  'a fork for ever': () => json(409, { forked: true, known: [], nextDeviceEpoch: 5 }),
  'some other 409': () => json(409, { code: 'device.id_taken' }),
  'page of a proxy, 413': () => html(413),
  'app too old': () => json(426, { code: 'sync.protocol_unknown' }),
  'too many': () => json(429, { code: 'tries.wait', retryAfterMs: 20 }, { 'Retry-After': '1' }),
  'our mistake': () => json(500, { code: 'internal' }),
  'bad gateway': () => html(502),
  'come back at once': () => json(503, { code: 'busy', retryAfterMs: 1 }, { 'Retry-After': '0' }),
  'gateway timeout': () => html(504, { 'Retry-After': 'soon' }),
};
const NUDGES: readonly Nudge[] = ['tap', 'visible', 'online', 'asked', 'signed-in'];

/** The bar: what a phone may ask for nothing at first, and from then on one request in five seconds. */
const AT_FIRST = 10;
const EVERY_MS = 5_000;

interface Life {
  /** What the other side answers, again and again in this order. */
  readonly answers: readonly string[];
  /** Thumbs, screens and radios: so many ms after the one before, over and over. */
  readonly nudges: readonly { readonly afterMs: number; readonly reason: Nudge }[];
  readonly answerMs: number;
  /** What one sync may bring. */
  readonly mostRows: number;
  /** Whether it is made known whenever it asks for that, and to no avail. */
  readonly registers: boolean;
  readonly chance: readonly number[];
}

/** Lives so long with the real loop, rounds and air. @returns when each request went out, ms */
async function live(life: Life, forMs: number): Promise<number[]> {
  let nowMs = 0;
  let turns = { answer: 0, nudge: 0, chance: 0 };
  let nudgeMs = life.nudges[0]?.afterMs ?? Infinity;
  const times: number[] = [];
  const end = new AbortController();
  const cycle = <T>(list: readonly T[], of: 'answer' | 'nudge' | 'chance'): T => {
    const taken = list[turns[of] % list.length] as T;
    turns = { ...turns, [of]: turns[of] + 1 };
    return taken;
  };
  /** Time goes on; whoever nudges meanwhile does. Ends early when somebody wakes the sleeper. */
  const pass = (ms: number, stop: AbortSignal) => {
    const untilMs = nowMs + ms;
    while (nudgeMs <= untilMs && !stop.aborted) {
      nowMs = Math.max(nowMs, nudgeMs);
      loop.nudge(cycle(life.nudges, 'nudge').reason);
      nudgeMs = nowMs + (life.nudges[turns.nudge % life.nudges.length]?.afterMs ?? Infinity);
    }
    if (!stop.aborted) nowMs = untilMs;
    if (nowMs >= forMs) end.abort();
  };
  const air = {
    nowMs: () => nowMs,
    fetch: (() => {
      times.push(nowMs);
      if (times.length > 5_000) throw new Error('a storm');
      pass(life.answerMs, new AbortController().signal);
      return Promise.resolve().then(ANSWERS[cycle(life.answers, 'answer')]);
    }) as typeof fetch,
  };
  const asking: typeof ask = (path, how) => ask(path, how, air);
  const heard = { name: 'abcd1234', epoch: 'e', scopes: [], actor: standing, missingPhotos: [] };
  const fresh = newState(uuid7(), uuid7());
  const store = new MemoryPhoneStore({ ...fresh, session: 'live', serverEpoch: 'e', heard });
  for (let n = 0; n < 3; n += 1) {
    const input = { id: uuid7(), village: '63.11.07.2005', name: `Warung ${n}`, kind: 'kue' };
    await tap(store, declarations, { action: 'shop.open', input }, { nowMs: () => nowMs });
  }
  const { ask: counted, spaced } = spacing(asking, (ms, stop) => Promise.resolve(pass(ms, stop)));
  const rounds = new Rounds({
    ...{ store, declarations, fingerprint: 'test', ask: counted, nowMs: () => nowMs },
    knownDevice: () => Promise.resolve('d.secret'),
    // As device.ts does at the first contact: a word to sign, and the signed word.
    register: async () => {
      await counted('/api/device/nonce');
      const answer = await counted('/api/device', { body: {} });
      const { personId } = fresh.actor;
      return life.registers ? { ok: true, device: 'd.new', personId } : { ok: false, answer };
    },
    onPerson: () => Promise.resolve(),
    rate: () => null,
    onMeasured: () => undefined,
    publicFull: () => false,
    onBrokenOff: () => undefined,
  });
  const loop: SyncLoop = new SyncLoop({
    round: (stop, giveWay, most) => spaced((halt) => rounds.next(halt, giveWay, most), stop),
    mostRows: () => life.mostRows,
    sendPhotos: () => Promise.resolve('done'),
    waiting: () => Promise.resolve({ entries: 3, photos: 0 }),
    sleep: (ms, stop) => Promise.resolve(pass(ms, stop)),
    random: () => cycle(life.chance, 'chance'),
    nowMs: () => nowMs,
    onState: () => undefined,
    isVisible: () => true,
    onTrouble: (failure) => {
      if (failure instanceof Error && failure.message === 'a storm') throw failure;
    },
  });
  await loop.run(end.signal);
  return times;
}

/** The most requests more than the bar allows in any stretch of time. */
function overTheBar(times: readonly number[]): number {
  let most = -Infinity;
  let best = Infinity;
  times.forEach((time, n) => {
    // Requests from the earliest to this one, less what may go in that time.
    best = Math.min(best, n - time / EVERY_MS);
    most = Math.max(most, n + 1 - time / EVERY_MS - best);
  });
  return most - AT_FIRST;
}

const anyLife = fc.record<Life>({
  answers: fc.array(fc.constantFrom(...Object.keys(ANSWERS)), { minLength: 1, maxLength: 5 }),
  nudges: fc.array(
    fc.record({
      afterMs: fc.integer({ min: 10, max: 20_000 }),
      reason: fc.constantFrom(...NUDGES),
    }),
    { minLength: 1, maxLength: 6 },
  ),
  answerMs: fc.integer({ min: 1, max: 3_000 }),
  mostRows: fc.constantFrom(0, 1_000, Infinity),
  registers: fc.boolean(),
  chance: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 1, maxLength: 4 }),
});
const IMPATIENT: Life = {
  answers: [],
  nudges: [{ afterMs: 200, reason: 'asked' }],
  answerMs: 10,
  mostRows: 0,
  registers: false,
  chance: [0],
};

describe('a phone that gets nowhere', () => {
  it.each(Object.keys(ANSWERS))(
    '[P8] asks at most once in five seconds for long, however people tap: %s',
    async (answer) => {
      const times = await live({ ...IMPATIENT, answers: [answer] }, 600_000);
      expect(times.length).toBeGreaterThan(1);
      expect(overTheBar(times)).toBeLessThanOrEqual(0);
    },
    30_000,
  );

  it('[P8] keeps to that when it is made known again and again, and is never known', async () => {
    const life = { ...IMPATIENT, answers: ['device unknown'], registers: true };
    expect(overTheBar(await live(life, 600_000))).toBeLessThanOrEqual(0);
  }, 30_000);

  it('[P8] keeps to that in whatever order answers and nudges come', async () => {
    await fc.assert(
      fc.asyncProperty(anyLife, async (life) => {
        expect(overTheBar(await live(life, 300_000))).toBeLessThanOrEqual(0);
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('[P8] left alone asks less and less', async () => {
    const nudges = [{ afterMs: 9e9, reason: 'tap' as const }];
    const times = await live({ ...IMPATIENT, answers: ['bad gateway'], nudges }, 3_600_000);
    expect(times.length).toBeLessThan(32);
    expect(times.length).toBeGreaterThan(12);
  });

  it('measures storms as such', () => {
    expect(overTheBar(Array.from({ length: 100 }, (_, n) => n * 5_000))).toBeLessThanOrEqual(0);
    expect(overTheBar(Array.from({ length: 100 }, (_, n) => n * 2_500))).toBeGreaterThan(0);
  });
});
