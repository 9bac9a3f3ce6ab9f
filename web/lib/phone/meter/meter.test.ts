import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { witaDay } from '#domain/when';
import { addBytes, BYTES_CHANNEL, readBytes } from './bytes-book';
import { usedUntil } from './sums';
import { HEADS, usesOf } from './weigh';
import { countBytes } from './worker-meter';

const here = 'https://jukung.test';
const sundayMs = Date.UTC(2026, 10, 22, 4);
const sunday = witaDay(sundayMs);

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory());
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('what a request was for', () => {
  const kindOf = (path: string) =>
    usesOf({ type: 'BYTES', weighed: [[here + path, 1, 'h2']] })[0]?.kind ?? 'nothing';

  it('is told from its address, in the kinds people know', () => {
    expect(['/api/sync', '/api/device', '/api/account/sign-in'].map(kindOf)).toEqual(
      Array(3).fill('work'),
    );
    expect(['/api/public/changes?a=b', '/api/snapshot/x/0'].map(kindOf)).toEqual(
      Array(2).fill('market'),
    );
    expect(['/photo/abc/w160.webp', '/api/photo/upload/1'].map(kindOf)).toEqual(
      Array(2).fill('photos'),
    );
    expect(['/', '/produk/1', '/_app/immutable/a.js', '/manifest.webmanifest'].map(kindOf)).toEqual(
      Array(4).fill('app'),
    );
  });

  it('a whole request costs the heads of question and answer too, by the way it travelled', () => {
    const photo = (protocol: string) =>
      usesOf({ type: 'BYTES', weighed: [[`${here}/photo/a`, 2_300, protocol]] });
    const { plain, packed } = HEADS;
    expect(photo('http/1.1')).toEqual([{ kind: 'photos', up: plain.up, down: 2_000 + plain.down }]);
    expect(photo('h2')).toEqual([{ kind: 'photos', up: packed.up, down: 2_000 + packed.down }]);
  });

  it('a body on its way up costs itself; answers to a sync have hardly a head', () => {
    const weighed = [
      [`${here}/api/sync`, 340, 'http/1.1'],
      [`${here}/api/sync`, 0, 1_200],
    ];
    expect(usesOf({ type: 'BYTES', weighed })).toEqual([
      { kind: 'work', up: HEADS.plain.up + 1_200, down: 100 },
    ]);
  });

  it('nonsense from a page is left out and the rest counted', () => {
    const weighed: unknown[] = [
      null,
      5,
      ['http://[', 5, 'h2'],
      ['http://[', 5, 5],
      [5, 5, 'h2'],
      ['/api/sync', -1, 'h2'],
      ['/api/sync', 'x', 'h2'],
    ];
    weighed.push(['/api/sync', NaN, 'h2'], ['/api/sync', Infinity, 'h2'], ['/api/sync', 0, -3]);
    weighed.push(['/api/sync', 9], ['/photo/a', 0, 10]);
    expect(usesOf({ type: 'BYTES', weighed })).toEqual([{ kind: 'photos', up: 10, down: 0 }]);
    for (const message of [null, 'BYTES', { type: 'BYTES' }, { type: 'SKIP_WAITING', weighed }])
      expect(usesOf(message)).toEqual([]);
  });
});

describe('the book of bytes', () => {
  it('adds up over batches that are written at the same moment, as two workers do', async () => {
    const one = { kind: 'market', up: 1, down: 10 } as const;
    await Promise.all(Array.from({ length: 20 }, () => addBytes(sunday, [one, one])));
    expect(await readBytes()).toEqual([{ day: sunday, market: { up: 40, down: 400 } }]);
  });

  const one = { kind: 'app', up: 0, down: 1 } as const;
  const days = async () => (await readBytes()).map(({ day }) => day);

  it('is five weeks long', async () => {
    for (let day = sunday - 50; day <= sunday; day += 1) await addBytes(day, [one]);
    expect(await days()).toEqual(Array.from({ length: 37 }, (_, at) => sunday - 36 + at));
  });

  it('a clock that leaps ahead wipes nothing, and its day goes when the clock is right again', async () => {
    for (const day of [sunday - 1, sunday + 3_000]) await addBytes(day, [one]);
    expect(await days()).toEqual([sunday - 1, sunday + 3_000]);
    await addBytes(sunday, [one]);
    expect(await days()).toEqual([sunday - 1, sunday]);
  });

  it('a clock that falls back wipes nothing either, and what it wrote goes as the oldest', async () => {
    for (const day of [sunday - 1, sunday]) await addBytes(day, [one]);
    await addBytes(sunday - 400, [one]);
    expect(await days()).toEqual([sunday - 400, sunday - 1, sunday]);
    for (let day = sunday + 1; day <= sunday + 35; day += 1) await addBytes(day, [one]);
    expect(await days()).toEqual(Array.from({ length: 37 }, (_, at) => sunday - 1 + at));
  });

  it('the worker writes what a page says under the day of the village and tells who shows it', async () => {
    const channel = new BroadcastChannel(BYTES_CHANNEL);
    const told = new Promise((heard) => (channel.onmessage = heard));
    const lateMs = Date.UTC(2026, 10, 22, 17);
    await countBytes({ type: 'BYTES', weighed: [[`${here}/photo/a`, 0, 900]] }, lateMs);
    await told;
    channel.close();
    expect(await readBytes()).toEqual([{ day: sunday + 1, photos: { up: 900, down: 0 } }]);
  });

  it('a browser without a channel between tabs counts all the same', async () => {
    vi.stubGlobal('BroadcastChannel', undefined);
    await countBytes({ type: 'BYTES', weighed: [[`${here}/photo/a`, 0, 9]] }, sundayMs);
    expect(await days()).toEqual([sunday]);
  });

  it('a phone without room goes uncounted, and nothing else suffers', async () => {
    vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError');
    });
    await expect(
      countBytes({ type: 'BYTES', weighed: [['/photo/a', 0, 9]] }, sundayMs),
    ).resolves.toBeUndefined();
  });
});

describe('this week and this month', () => {
  const day = (number: number, down: number) => ({ day: number, photos: { up: 1, down } });

  it('a week begins on Monday, a month on its first day, and both end today', () => {
    const first = witaDay(Date.UTC(2026, 10, 1));
    const days = [day(first - 1, 1), day(first, 10), day(sunday - 7, 100)];
    days.push(day(sunday - 6, 1_000), day(sunday, 10_000), day(sunday + 1, 100_000));
    const { week, month } = usedUntil(sunday, days);
    expect(week.total).toEqual({ up: 2, down: 11_000 });
    expect(month.total).toEqual({ up: 4, down: 11_110 });
    expect(usedUntil(sunday + 1, days).week.total.down).toBe(100_000);
  });

  it('is told by kind, with zeros where nothing was used', () => {
    const days = [{ day: sunday, work: { up: 5, down: 6 }, photos: { up: 1, down: 2 } }];
    expect(usedUntil(sunday, days).week).toEqual({
      total: { up: 6, down: 8 },
      byKind: {
        work: { up: 5, down: 6 },
        market: { up: 0, down: 0 },
        photos: { up: 1, down: 2 },
        app: { up: 0, down: 0 },
      },
    });
  });

  it('the whole first day of a month still finds the week it lies in', () => {
    const wednesday = witaDay(Date.UTC(2027, 8, 1));
    const { week, month } = usedUntil(wednesday, [day(wednesday - 2, 7), day(wednesday, 1)]);
    expect([week.total.down, month.total.down]).toEqual([8, 1]);
  });
});
