import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ScopeChanges } from '#sync/wire';
import { type Answer, ask } from './air';
import { CatalogueDb } from './db/catalogue-db';
import { hearNews } from './market-news';

const NOW = Date.UTC(2026, 10, 22, 8);
const SCOPE = 'catalogue:63.11.07';
let market: CatalogueDb;
let boxes = 0;
let asked: string[];
let fresh: [number, number][];

beforeEach(() => {
  market = new CatalogueDb(`visited-${(boxes += 1)}`);
  asked = [];
  fresh = [];
});
afterEach(() => market.close());

const changes = (ids: readonly string[], change: Partial<ScopeChanges> = {}): ScopeChanges => ({
  scope: SCOPE,
  cursor: 'abc.7',
  fresh: false,
  complete: true,
  tables: [
    {
      noun: 'listing',
      ids,
      columns: { title: ids.map((id) => `Wadai ${id}`), photos: ids.map(() => []) },
      positions: ids.map((_id, index) => index + 1),
    },
  ],
  gone: [],
  ...change,
});

const good = (body: unknown): Answer => ({
  kind: 'good',
  status: 200,
  body,
  sentBytes: 0,
  tookMs: 10,
});

const hear = (answer: Answer) =>
  hearNews(
    {
      market,
      nowMs: () => NOW,
      ask: (path) => {
        asked.push(path);
        return Promise.resolve(answer);
      },
      onFresh: (freshMs, offsetMs) => fresh.push([freshMs, offsetMs]),
    },
    new AbortController().signal,
    Infinity,
  );

it('keeps what it hears and goes on from there, naming nobody', async () => {
  const body = { serverMs: NOW + 5_000, changes: [changes(['a', 'b'])], more: false };
  expect(await hear(good(body))).toMatchObject({ kind: 'settled', more: false, moved: true });
  expect((await market.rows.toArray()).map(({ name }) => name)).toEqual(['listing/a', 'listing/b']);
  expect(fresh).toEqual([[NOW + 5_000, 5_000]]);
  await hear(good({ serverMs: NOW, changes: [], more: false }));
  expect(asked).toEqual([
    '/api/public/changes?rows=500&snapshots=1',
    '/api/public/changes?catalogue%3A63.11.07=abc.7&rows=500&snapshots=1',
  ]);
});

it('is not called fresh before the last piece has come', async () => {
  const body = { serverMs: NOW, changes: [changes(['a'], { complete: false })], more: true };
  expect(await hear(good(body))).toMatchObject({ more: true });
  expect(fresh).toEqual([]);
});

it('lets go of what is gone, and of what a fresh start no longer names', async () => {
  await hear(good({ serverMs: NOW, changes: [changes(['a', 'b', 'c'])], more: false }));
  const gone = changes([], { gone: ['listing/a'], cursor: 'abc.8' });
  await hear(good({ serverMs: NOW, changes: [gone], more: false }));
  expect(await market.rows.count()).toBe(2);
  const restored = changes(['c'], { fresh: true, cursor: 'xyz.1' });
  await hear(good({ serverMs: NOW, changes: [restored], more: false }));
  expect((await market.rows.toArray()).map(({ name }) => name)).toEqual(['listing/c']);
});

it('takes no page of somebody else for news', async () => {
  for (const body of [[], { hello: 'log in' }, { serverMs: 'now', changes: [], more: false }]) {
    expect(await hear(good(body))).toEqual({ kind: 'no-signal' });
  }
  expect(await market.rows.count()).toBe(0);
});

it('waits as long as it is asked to', async () => {
  const busy: Answer = { kind: 'busy', status: 503, code: 'busy', retryAfterMs: 30_000 };
  expect(await hear(busy)).toEqual({ kind: 'busy', retryAfterMs: 30_000 });
  expect(await hear({ kind: 'no-signal', why: 'network' })).toEqual({ kind: 'no-signal' });
});

it('says that the phone is full, not that there is no signal, when a snapshot finds no room', async () => {
  const id = '0123456789abcdef';
  const frame = JSON.stringify([['shop', ['name'], ['a'], ['Warung']]]);
  const type = (name: string) => ({ headers: { 'Content-Type': name } });
  const snapshot = { scope: SCOPE, id, frames: 1, cursor: 'abc.9' };
  const news = { serverMs: NOW, changes: [], more: false, snapshot };
  const fetch = ((path: string) =>
    Promise.resolve(
      path.includes(id)
        ? new Response(`${frame}\n`, type('text/plain'))
        : new Response(JSON.stringify(news), type('application/json')),
    )) as typeof globalThis.fetch;
  const air = { fetch, nowMs: () => NOW };
  const round = (mostRows = Infinity) =>
    hearNews(
      {
        market,
        nowMs: () => NOW,
        ask: (path, how) => ask(path, how, air),
        onFresh: () => undefined,
      },
      new AbortController().signal,
      mostRows,
    );
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('no room', 'QuotaExceededError');
  });
  expect(await round()).toEqual({ kind: 'full' });
  put.mockRestore();
});

it('does not ask on when the same page comes again from a cache on the way', async () => {
  const page = good({ serverMs: NOW, changes: [changes(['1'])], more: true });
  expect(await hear(page)).toMatchObject({ moved: true, more: true });
  expect(await hear(page)).toMatchObject({ moved: false, more: true });
});

it('a snapshot stops where the budget ends, is not called fresh, and goes on there the next time', async () => {
  const id = '0123456789abcdef';
  const snapshot = { scope: SCOPE, id, frames: 2, cursor: 'abc.9' };
  const news = { serverMs: NOW, changes: [], more: false, snapshot };
  const froms: number[] = [];
  const wishes: (string | null)[] = [];
  const round = (mostRows: number) =>
    hearNews(
      {
        market,
        nowMs: () => NOW,
        ask: async (path, how) => {
          if (!path.startsWith('/api/snapshot')) {
            wishes.push(new URLSearchParams(path.split('?')[1]).get('rows'));
            return good(news);
          }
          const from = Number(path.split('/').at(-1));
          froms.push(from);
          for (let n = from; n < 2 && how?.signal?.aborted === false; n += 1)
            await how.onText?.(`${JSON.stringify([['shop', ['name'], [`s${n}`], ['Warung']]])}\n`);
          return good(null);
        },
        onFresh: () => fresh.push([0, 0]),
      },
      new AbortController().signal,
      mostRows,
    );
  expect(await round(12)).toMatchObject({ kind: 'settled', more: false, rows: 12 });
  expect(await market.rows.count()).toBe(1);
  expect(fresh).toEqual([]);
  expect(await round(12)).toMatchObject({ kind: 'settled', more: false });
  expect(await market.rows.count()).toBe(2);
  expect([froms, fresh]).toEqual([[0, 1], [[0, 0]]]);
  expect(wishes).toEqual(['12', '1']);
});
