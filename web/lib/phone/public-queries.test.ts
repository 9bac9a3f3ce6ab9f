import 'fake-indexeddb/auto';
import { liveQuery } from 'dexie';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { inMarketOrder } from '#domain/market-order';
import { progressCursor, type ScopeChanges, type WireValue } from '#sync/wire';
import { CatalogueDb } from './db/catalogue-db';
import { putPublic } from './db/put-public';
import { PublicQueries } from './public-queries';
import type { Catalogue } from './public-views';

const SCOPE = 'catalogue:63.11.07';
const SNAPSHOT = '0123456789abcdef';
let market: CatalogueDb;
let boxes = 0;

beforeEach(() => {
  market = new CatalogueDb(`market-${(boxes += 1)}`);
});
afterEach(async () => {
  await market.delete();
});

const table = (noun: string, columns: Record<string, WireValue[]>, ids: string[]) => ({
  ...{ noun, ids, columns, positions: ids.map(() => 1) },
});
const goods = (from: number, count: number): ScopeChanges['tables'] => {
  // Neither in the order of the market nor in that of the store.
  const ids = Array.from({ length: count }, (_, n) => `0${((from + n) * 7_919) % 100_003}`);
  const each = (value: (n: number) => WireValue) => ids.map((_, n) => value(n));
  return [
    table('shop', { name: ['Warung'], slug: ['warung'] }, ['s']),
    table('photo', { hash: each((n) => `h${n}`) }, ids),
    table(
      'listing',
      {
        shopId: each(() => 's'),
        availability: each((n) => (n % 5 === 0 ? 'habis' : 'ada')),
        photos: each((n) => (n % 3 === 0 ? [] : [ids[n] ?? ''])),
      },
      ids,
    ),
  ];
};
const arrives = (cursor: string, from: number, count: number) => {
  const complete = !cursor.startsWith('~');
  const part = { scope: SCOPE, cursor, fresh: from === 0, complete, gone: [] };
  return putPublic(market, { ...part, tables: goods(from, count) }, () => Promise.resolve(0));
};

it('has every product of a market of many pages, in the order of the market, with shop and pictures', async () => {
  await arrives('a cursor', 0, 250);
  const { products, shops } = await new PublicQueries(market).catalogue();
  expect(products).toHaveLength(250);
  expect(shops).toHaveLength(1);
  expect(products).toEqual([...products].sort(inMarketOrder));
  expect(products.every(({ shop }) => shop?.name === 'Warung')).toBe(true);
  expect(products.filter(({ photos }) => photos[0]?.hash)).toHaveLength(166);
});

it('is not read anew for every frame of a market that is arriving, and is whole when it is', async () => {
  const read = vi.spyOn(IDBObjectStore.prototype, 'getAll');
  const seen: Catalogue[] = [];
  const queries = new PublicQueries(market);
  const watching = liveQuery(() => queries.catalogue()).subscribe({
    next: (catalogue) => void seen.push(catalogue),
  });
  await expect.poll(() => seen.length).toBe(1);
  read.mockClear();
  for (let frame = 1; frame < 30; frame += 1)
    await arrives(progressCursor(SNAPSHOT, frame), (frame - 1) * 10, 10);
  const whileArriving = read.mock.calls.length;
  await arrives('a cursor', 290, 10);
  await expect.poll(() => seen.at(-1)?.products.length).toBe(300);
  // Dexie's own for the cursors, and no walk over the rows.
  expect(whileArriving).toBeLessThan(2 * 30 + 10);
  expect(seen.length).toBeLessThan(4);
  watching.unsubscribe();
  read.mockRestore();
});

it('is what there is of half a market for who comes when no more arrives', async () => {
  await arrives(progressCursor(SNAPSHOT, 1), 0, 24);
  const { products } = await new PublicQueries(market).catalogue();
  expect(products).toHaveLength(24);
});
