import { afterEach, describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { declarations } from '#domain/index';
import { isOpen } from '#sync/phone/prepare';
import type { Answer } from './air';
import type { LoopState } from './loop-state';
import { SyncLoop, type LoopPorts } from './sync-loop';
import { type Round, Rounds } from './sync-round';
import { BrittleDisk } from './testing/brittle-disk';
import { FarEnd } from './testing/far-end';
import { NOW, PhoneInABox } from './testing/phone-in-a-box';
import { VirtualTime } from './testing/virtual-time';
import type { Stuck } from './phone.svelte';
import { Watchdog } from './watchdog';

const MINUTE_MS = 60_000;
const REPAIRED_MS = MINUTE_MS;
const EXPLAINED_MS = 5 * MINUTE_MS;

const ends: (() => void)[] = [];
afterEach(() => ends.splice(0).forEach((end) => end()));

/** A phone with a shop to send: its real store, rounds and loop, the real server's code, virtual time. */
async function phoneWithWork() {
  const time = new VirtualTime();
  const disk = new BrittleDisk();
  const phone = await PhoneInABox.open(undefined, disk);
  const far = new FarEnd(phone);
  const { deviceId } = await phone.state();
  await far.knows(deviceId);
  await phone.openShop();
  const told: (Stuck | null)[] = [];
  const states: LoopState[] = [];
  let air: (() => Promise<Answer | null>) | null = null;
  let repairs = 0;
  const watchdog = new Watchdog({
    nowMs: () => time.nowMs,
    sleep: time.sleep,
    repair: () => {
      repairs += 1;
      phone.db.close({ disableAutoOpen: false });
      phone.catalogue.close({ disableAutoOpen: false });
    },
    onStuck: (why) => told.push(why),
  });
  const store = watchdog.watchStore(phone.store);
  const rounds = new Rounds({
    store,
    declarations,
    fingerprint: 'test',
    ask: async (path, ask) => (await air?.()) ?? far.ask(path, ask),
    nowMs: () => NOW,
    knownDevice: () => Promise.resolve('d.secret'),
    register: null,
    onPerson: () => Promise.resolve(),
    rate: () => null,
    onMeasured: () => undefined,
    publicFull: () => false,
    onBrokenOff: () => undefined,
  });
  const ports: LoopPorts = {
    round: (...how) => rounds.next(...how),
    mostRows: () => 500,
    sendPhotos: () => Promise.resolve('done'),
    waiting: async () => ({
      entries: await store.write(async (tx) => (await tx.queue()).filter(isOpen).length),
      photos: 0,
    }),
    sleep: time.sleep,
    random: () => 0.9,
    nowMs: () => time.nowMs,
    onState: (state) => states.push(state),
    isVisible: () => true,
    onTrouble: () => undefined,
  };
  const loop = new SyncLoop(watchdog.watchLoop(ports));
  const stop = new AbortController();
  ends.push(() => {
    stop.abort();
    phone.close();
  });
  return {
    time,
    disk,
    phone,
    far,
    told,
    states,
    loop,
    begin: () => void loop.run(stop.signal),
    air: (answer: typeof air) => void (air = answer),
    repairs: () => repairs,
    isSent: () => far.server.allRows().some(({ noun }) => noun === 'shop'),
    reason: () => told.at(-1) ?? null,
  };
}

const never = () => new Promise<never>(() => undefined);

describe('work that is stuck while somebody could be reached', () => {
  it('is sent at once when nothing is in the way, and nothing is told', async () => {
    const { time, begin, isSent, told } = await phoneWithWork();
    begin();
    expect(await time.until(isSent, EXPLAINED_MS)).toBeLessThan(REPAIRED_MS);
    await time.pass(EXPLAINED_MS);
    expect(told).toEqual([]);
  });

  it('repairs itself within a minute when the store no longer answers: it is opened anew', async () => {
    const { time, disk, begin, isSent, repairs, told } = await phoneWithWork();
    disk.deafen();
    begin();
    expect(await time.until(isSent, EXPLAINED_MS)).toBeLessThanOrEqual(REPAIRED_MS);
    expect(repairs()).toBe(1);
    expect(told).toEqual([]);
  });

  it('repairs itself when the browser has closed the store, and nobody notices', async () => {
    const { time, disk, begin, isSent, repairs } = await phoneWithWork();
    disk.closeConnections();
    begin();
    expect(await time.until(isSent, EXPLAINED_MS)).toBeLessThan(REPAIRED_MS);
    expect(repairs()).toBe(0);
  });

  it('is explained when a frozen tab sits on the store, and sent when that tab is gone', async () => {
    const { time, disk, phone, begin, isSent, reason } = await phoneWithWork();
    const kill = await disk.freeze(phone.db.name, ['state', 'queue']);
    begin();
    const told = await time.until(() => reason() === 'phone.stuck_store', EXPLAINED_MS * 2);
    expect(told).toBeLessThanOrEqual(EXPLAINED_MS);
    expect(isSent()).toBe(false);
    await kill();
    await time.until(isSent, EXPLAINED_MS);
    expect(isSent()).toBe(true);
    await time.until(() => reason() === null, MINUTE_MS);
    expect(reason()).toBeNull();
  });

  it('is explained when a request never ends, and tried again all the same', async () => {
    const { time, begin, air, isSent, reason } = await phoneWithWork();
    air(never);
    begin();
    const told = await time.until(() => reason() === 'phone.stuck_slow', EXPLAINED_MS * 2);
    expect(told).toBeLessThanOrEqual(EXPLAINED_MS);
    air(null);
    await time.until(isSent, 15 * MINUTE_MS);
    expect(isSent()).toBe(true);
    await time.until(() => reason() === null, MINUTE_MS);
    expect(reason()).toBeNull();
  });

  it('is no concern of the watchdog where there is no signal: the status says so at once', async () => {
    const { time, begin, air, states, told } = await phoneWithWork();
    air(() => Promise.resolve({ kind: 'no-signal', why: 'timeout' }));
    begin();
    await time.until(() => states.at(-1)?.reach === 'no-signal', REPAIRED_MS);
    expect(states.at(-1)?.reach).toBe('no-signal');
    await time.pass(EXPLAINED_MS * 3);
    expect(told).toEqual([]);
  });

  it('is no concern of it either when the other side asks for an hour of patience', async () => {
    const { time, begin, air, states, told } = await phoneWithWork();
    air(() => Promise.resolve({ kind: 'busy', status: 503, code: '', retryAfterMs: 3_600_000 }));
    begin();
    await time.until(() => typeof states.at(-1)?.retryAtMs === 'number', REPAIRED_MS);
    expect(states.at(-1)).toMatchObject({ reach: 'slow' });
    await time.pass(EXPLAINED_MS * 3);
    expect(told).toEqual([]);
  });

  it('is explained when answers come and settle nothing', async () => {
    const { time, begin, far, phone, reason } = await phoneWithWork();
    const handle = far.ask.bind(far);
    far.ask = async (path, ask) => {
      const answer = await handle(path, ask);
      if (answer.kind !== 'good') return answer;
      return { ...answer, body: { ...(answer.body as object), outcomes: [], changes: [] } };
    };
    begin();
    const told = await time.until(() => reason() === 'phone.stuck_unmoved', EXPLAINED_MS * 2);
    expect(told).toBeLessThanOrEqual(EXPLAINED_MS);
    far.ask = handle;
    const isAnswered = async () => (await phone.db.queue.toArray()).every((one) => !isOpen(one));
    await time.until(isAnswered, EXPLAINED_MS);
    expect(await isAnswered()).toBe(true);
  });
});

describe('the watchdog over any sequence of bad luck', () => {
  type Luck = 'hang' | 'store' | 'throw' | 'again' | 'unmoved' | 'busy' | 'patience';
  const round = (luck: Luck): Promise<Round> => {
    if (luck === 'hang') return never();
    if (luck === 'throw') return Promise.reject(new Error('nobody expected that'));
    if (luck === 'again') return Promise.resolve({ kind: 'again' });
    if (luck === 'busy') return Promise.resolve({ kind: 'busy', retryAfterMs: 0 });
    if (luck === 'patience') return Promise.resolve({ kind: 'busy', retryAfterMs: 1_800_000 });
    return Promise.resolve({
      kind: 'settled',
      more: false,
      waiting: 1,
      moved: false,
      answered: 0,
      rows: 0,
    });
  };

  it('tells a reason within five minutes, whatever comes, or the status bar says that the other side is busy', async () => {
    const luck = fc.constantFrom<Luck>(
      'hang',
      'store',
      'throw',
      'again',
      'unmoved',
      'busy',
      'patience',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(luck, { minLength: 1, maxLength: 12 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        async (lucks, random) => {
          const time = new VirtualTime(20);
          const stop = new AbortController();
          const told: (Stuck | null)[] = [];
          let nth = 0;
          let isSaid = false;
          const watchdog = new Watchdog({
            nowMs: () => time.nowMs,
            sleep: time.sleep,
            repair: () => undefined,
            onStuck: (why) => told.push(why),
          });
          const silent = watchdog.watchStore({
            write: never,
            publicCursor: never,
            applyPublic: never,
          });
          const loop = new SyncLoop(
            watchdog.watchLoop({
              round: () => {
                const next = lucks[nth++ % lucks.length] as Luck;
                return next === 'store' ? silent.write(never) : round(next);
              },
              mostRows: () => 500,
              sendPhotos: () => Promise.resolve('done'),
              waiting: () => Promise.resolve({ entries: 1, photos: 0 }),
              sleep: time.sleep,
              random: () => random,
              nowMs: () => time.nowMs,
              onState: ({ reach }) => (isSaid ||= reach === 'slow'),
              isVisible: () => true,
              onTrouble: () => undefined,
            }),
          );
          void loop.run(stop.signal);
          const tookMs = await time.until(() => isSaid || told.length > 0, 2 * EXPLAINED_MS);
          stop.abort();
          expect(tookMs).toBeLessThanOrEqual(EXPLAINED_MS);
          if (!isSaid) expect(told[0]).not.toBeNull();
        },
      ),
      { numRuns: 100 },
    );
  });
});
