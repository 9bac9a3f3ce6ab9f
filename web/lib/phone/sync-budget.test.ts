import { expect, it } from 'vitest';
import { isDear } from './connection';
import { marketRowsIn } from './own-rows';
import { DEAR_ROWS, mostRows, rowsIn } from './sync-budget';

it('a sync is sparing where bytes cost money or patience, and nowhere else', () => {
  const dear = [{ saveData: true }, { type: 'cellular' }, { type: 'wifi', rtt: 840 }];
  expect(dear.map((now) => mostRows(isDear(now)))).toEqual(Array(3).fill(DEAR_ROWS));
  const free = [{}, { type: 'wifi', rtt: 60 }, { saveData: false, rtt: 300 }];
  expect(free.map((now) => mostRows(isDear(now)))).toEqual(Array(3).fill(Infinity));
});

it('counts what came and what went, over all tables and scopes', () => {
  const table = (ids: string[]) => ({ noun: 'shop', ids, columns: {}, positions: [] });
  const rest = { scope: 's', cursor: '', fresh: false, complete: true };
  const changes = [
    { ...rest, tables: [table(['a', 'b']), table(['c'])], gone: ['shop/d'] },
    { ...rest, tables: [], gone: [] },
  ];
  expect([rowsIn(changes), rowsIn([])]).toEqual([4, 0]);
  const own = { ...rest, scope: 'own', tables: [table(['e'])], gone: [] };
  expect(marketRowsIn([...changes, own], ['s'])).toBe(4);
});
