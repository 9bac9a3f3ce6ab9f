import { describe, expect, it } from 'vitest';

import { type Door, openDoor, type Visit } from './admission';
import { Problem } from './problem';

let nowMs = 0;
const door = (atOnce: number, waiting: number, aside = 512): Door =>
  openDoor({ atOnce, waiting, aside, nowMs: () => nowMs, random: () => 0.5 });
const waitOf = async (full: Door): Promise<number> => {
  const failure: unknown = await full.enter().catch((told: unknown) => told);
  if (!(failure instanceof Problem) || failure.code !== 'busy') throw new Error('was let in');
  return Number(failure.extra['retryAfterMs']);
};
const soon = () => new Promise((resolve) => setImmediate(resolve));

const deferred = () => {
  let say: (words: string) => void = () => undefined;
  let cut: (failure: Error) => void = () => undefined;
  const promise = new Promise<string>((resolve, reject) => {
    [say, cut] = [resolve, reject];
  });
  return { promise, say, cut };
};

describe('the door', () => {
  it('[S17] hears so many at once, lets some wait in turn, and sends the others away', async () => {
    const full = door(2, 2);
    const order: string[] = [];
    const first = await full.enter();
    const second = await full.enter();
    const third = full.enter().then((visit) => (order.push('third'), visit));
    const fourth = full.enter().then((visit) => (order.push('fourth'), visit));
    expect(await waitOf(full)).toBeGreaterThanOrEqual(2_000);
    expect(() => full.look()).toThrow('no more');
    expect(full.inside).toEqual({ heard: 2, waiting: 2, aside: 0 });
    first.leave();
    await soon();
    expect(order).toEqual(['third']);
    second.leave();
    await soon();
    expect(order).toEqual(['third', 'fourth']);
    (await third).leave();
    (await fourth).leave();
    expect(full.inside).toEqual({ heard: 0, waiting: 0, aside: 0 });
  });

  it('[S17] gives each that is sent away a moment of its own, no more of them a second than can be heard', async () => {
    const full = door(10, 0);
    const visits: Visit[] = [];
    // Two hundred are heard, ten at a time, each for 100 ms: a hundred a second.
    for (let n = 0; n < 2_000; n += 1) {
      for (let k = 0; k < 10; k += 1) visits.push(await full.enter());
      nowMs += 100;
      visits.splice(0).forEach((visit) => visit.leave());
    }
    for (let k = 0; k < 10; k += 1) visits.push(await full.enter());
    const waits: number[] = [];
    for (let n = 0; n < 10_000; n += 1) waits.push(await waitOf(full));
    const inOneSecond = new Map<number, number>();
    for (const wait of waits) {
      const second = Math.floor(wait / 1_000);
      inOneSecond.set(second, (inOneSecond.get(second) ?? 0) + 1);
    }
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(2_000);
    expect(Math.max(...inOneSecond.values())).toBeLessThanOrEqual(72);
    expect(Math.max(...waits)).toBeLessThan(160_000);
  });

  it('[S17] lets nobody wait for longer than a phone has patience, however slow it has become', async () => {
    const slow = door(4, 1_000);
    for (let n = 0; n < 500; n += 1) {
      const visit = await slow.enter();
      nowMs += 1_000;
      visit.leave();
    }
    for (let n = 0; n < 4; n += 1) await slow.enter();
    const line: Promise<Visit>[] = [];
    for (let n = 0; n < 17; n += 1) {
      const comes = slow.enter();
      comes.catch(() => undefined);
      line.push(comes);
    }
    // Each is heard for a second, four at once: five seconds are sixteen, beside the four being heard.
    expect(slow.inside).toEqual({ heard: 4, waiting: 17, aside: 0 });
    await expect(slow.enter()).rejects.toThrow('no more');
  });

  it('[S17] never sends anybody away for more than five minutes', async () => {
    const full = door(1, 0);
    await full.enter();
    const waits: number[] = [];
    for (let n = 0; n < 50_000; n += 1) waits.push(await waitOf(full));
    expect(Math.max(...waits)).toBeLessThanOrEqual(300_000);
    expect(waits.at(-1)).toBeGreaterThan(150_000);
  });

  it('[S17] does not let sixty slow phones keep everybody out: who still speaks makes room and comes back first', async () => {
    const one = door(1, 10);
    const slow = await one.enter();
    let say: (words: string) => void = () => undefined;
    const heardOut = slow.hearOut(new Promise<string>((resolve) => (say = resolve)));
    const quick = await one.enter();
    expect(one.inside.heard).toBe(1);
    const last = one.enter();
    say('all of it');
    await soon();
    quick.leave();
    expect(await heardOut).toBe('all of it');
    slow.leave();
    (await last).leave();
    expect(one.inside).toEqual({ heard: 0, waiting: 0, aside: 0 });
  });

  it('[S17] makes no appointments for after a flood: once it is over, the next one waits a moment', async () => {
    const full = door(1, 0);
    await full.enter();
    for (let n = 0; n < 50_000; n += 1) await waitOf(full);
    nowMs += 400_000;
    expect(await waitOf(full)).toBe(2_000);
  });

  it('[S17] holds no more than so many who speak slowly, and is open again when one has spoken', async () => {
    const full = door(1, 10, 2);
    const saying = [deferred(), deferred()];
    const heardOut: Promise<string>[] = [];
    const slow: Visit[] = [];
    for (const { promise } of saying) {
      const visit = await full.enter();
      slow.push(visit);
      heardOut.push(visit.hearOut(promise));
      await expect.poll(() => full.inside.heard).toBe(0);
    }
    expect(full.inside).toEqual({ heard: 0, waiting: 0, aside: 2 });
    expect(await waitOf(full)).toBe(2_000);
    expect(() => full.look()).toThrow('no more');
    saying[0]?.say('all of it');
    expect(await heardOut[0]).toBe('all of it');
    slow[0]?.leave();
    (await full.enter()).leave();
    saying[1]?.say('too');
    await heardOut[1];
    slow[1]?.leave();
    expect(full.inside).toEqual({ heard: 0, waiting: 0, aside: 0 });
  });

  it('[S17] forgets who hangs up while waiting, and hears the next one in their place', async () => {
    const one = door(1, 10);
    const first = await one.enter();
    const phone = new AbortController();
    const hungUp = one.enter(phone.signal);
    const next = one.enter(new AbortController().signal);
    phone.abort();
    await expect(hungUp).rejects.toMatchObject({ code: 'request.cut_off' });
    expect(one.inside).toEqual({ heard: 1, waiting: 1, aside: 0 });
    first.leave();
    (await next).leave();
    expect(one.inside).toEqual({ heard: 0, waiting: 0, aside: 0 });
    await expect(one.enter(phone.signal)).rejects.toMatchObject({ code: 'request.cut_off' });
  });

  it('keeps the count when somebody who stepped aside is cut off, whether speaking or waiting to come back', async () => {
    const one = door(1, 10);
    for (const isSpeaking of [true, false]) {
      const phone = new AbortController();
      const words = deferred();
      const visit = await one.enter(phone.signal);
      const heardOut = visit.hearOut(words.promise);
      heardOut.catch(() => undefined);
      const other = await one.enter();
      expect(one.inside).toEqual({ heard: 1, waiting: 0, aside: 1 });
      if (isSpeaking) words.cut(new Error('cut'));
      else words.say('all of it');
      await soon();
      if (!isSpeaking) phone.abort();
      await expect(heardOut).rejects.toThrow();
      visit.leave();
      expect(one.inside).toEqual({ heard: 1, waiting: 0, aside: 0 });
      other.leave();
      expect(one.inside).toEqual({ heard: 0, waiting: 0, aside: 0 });
    }
  });

  it('keeps the count when somebody is cut off while speaking', async () => {
    const one = door(1, 10);
    const visit = await one.enter();
    await expect(visit.hearOut(Promise.reject(new Error('cut')))).rejects.toThrow('cut');
    visit.leave();
    expect(one.inside).toEqual({ heard: 0, waiting: 0, aside: 0 });
  });
});
