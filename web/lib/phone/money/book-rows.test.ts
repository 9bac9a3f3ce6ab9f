/** From rows to the lines of the cash book. */
import { expect, it } from 'vitest';
import { backIdOf, contactIdOf, lineIdOf } from '#domain/order-lines';
import type { PhoneRow } from '#sync/phone/store';
import { makeStamp } from '#sync/stamp';
import { answersIn, bookRows, type MoneyRows } from './book-rows';

const idOf = (n: number) => `01990000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const NOON = Date.UTC(2026, 10, 23, 4);
const [SALE, ORDER, KEPT] = [idOf(1), idOf(2), idOf(3)];

function row(noun: string, id: string, values: object, field = '', atMs = NOON): PhoneRow {
  const order = makeStamp({ ms: atMs, counter: 0 }, `${'a'.repeat(12)}00`);
  const versions = field === '' ? {} : { [field]: { id: order, order, by: 'p' } };
  const view = { values, versions } as unknown as PhoneRow['view'];
  const waits = { base: null, waiting: 1, position: 0, scopes: [] };
  return { name: `${noun}/${id}`, noun, id, view, ...waits };
}
const line = (noun: string, of: Record<string, string>, id: string, more: object) =>
  row(noun, id, { ...of, title: 'Keripik', unit: 'bungkus', listingId: 'l', ...more });
const sold = { channel: 'wa', total: 20_000, lineCount: 1, reverses: '' };
const rows: MoneyRows = {
  sales: [
    row('sale', SALE, sold, 'total', NOON - 5_000),
    row('sale', backIdOf(SALE), { ...sold, lineCount: 0, reverses: SALE }, 'total', NOON),
    row('sale', KEPT, { ...sold, channel: 'stall', total: 0, lineCount: 0 }, 'total', NOON - 9_000),
    // Its version is gone with its seller.
    row('sale', idOf(9), { ...sold, total: 0 }),
  ],
  saleLines: [line('saleLine', { saleId: SALE }, lineIdOf(SALE, 0), { cost: 10_000, quantity: 2 })],
  orders: [
    row(
      'order',
      ORDER,
      {
        status: 'done',
        channel: 'app',
        number: '2005-K7-1',
        alias: '',
        endedMs: NOON + 9,
        receivedSum: 30_000,
        receivedMs: 1,
      },
      'endedMs',
      NOON - 7_000,
    ),
    // On credit: no money has come in.
    row(
      'order',
      idOf(6),
      {
        status: 'done',
        channel: 'app',
        number: '2005-K7-3',
        alias: '',
        endedMs: NOON,
        receivedSum: 0,
        receivedMs: 0,
      },
      'endedMs',
      NOON,
    ),
    row('order', idOf(5), { status: 'accepted', channel: 'app', number: '2005-K7-2', alias: '' }),
  ],
  orderLines: [
    line('orderLine', { orderId: ORDER }, lineIdOf(ORDER, 1), { cost: 5_000, quantity: 0 }),
    line('orderLine', { orderId: ORDER }, lineIdOf(ORDER, 0), { cost: 15_000, quantity: 2 }),
    line('orderLine', { orderId: idOf(5) }, lineIdOf(idOf(5), 0), { cost: 9, quantity: 9 }),
  ],
  troubled: new Set([`sale/${KEPT}`]),
};

it('tells sales, what takes them back, and orders that were handed over, by when they happened', () => {
  const told = bookRows(rows).map(({ id, kind, channel, rupiah, atMs, takenBack, state }) => ({
    ...{ id, kind, channel, rupiah, ago: NOON - atMs, takenBack, state },
  }));
  expect(told).toEqual([
    ...[
      { id: backIdOf(SALE), kind: 'back', channel: 'wa', rupiah: -20_000, ago: 0 },
      { id: SALE, kind: 'sale', channel: 'wa', rupiah: 20_000, ago: 5_000, takenBack: true },
      { id: ORDER, kind: 'order', channel: 'app', rupiah: 30_000, ago: 7_000 },
    ].map((one) => ({ takenBack: false, state: 'ready', ...one })),
    ...[
      {
        id: KEPT,
        kind: 'sale',
        channel: 'stall',
        rupiah: 0,
        ago: 9_000,
        takenBack: false,
        state: 'needs-you',
      },
    ],
  ]);
  const [back, sale, order] = bookRows(rows);
  expect(back?.lines.map(({ quantity }) => quantity)).toEqual([-2]);
  expect(sale?.lines.map(({ quantity, cost }) => [quantity, cost])).toEqual([[2, 10_000]]);
  // What could not be had was not sold.
  expect(order?.lines.map(({ quantity }) => quantity)).toEqual([2]);
  expect(order?.number).toBe('2005-K7-1');
});

it('puts the answer that was given last first', () => {
  const said = (n: number, low: number, atMs: number) =>
    row('baseline', idOf(n), { shopId: 's', low, high: low + 1 }, 'low', atMs);
  const told = answersIn([said(1, 5, NOON), said(2, 7, NOON + 1), said(3, 9, NOON - 1)]);
  expect(told.map(({ low, high, atMs }) => [low, high, atMs - NOON])).toEqual([
    [7, 8, 1],
    [5, 6, 0],
    [9, 10, -1],
  ]);
  expect(answersIn([row('baseline', contactIdOf(idOf(4)), { low: 1, high: 1 })])).toEqual([]);
});
