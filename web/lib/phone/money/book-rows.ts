/** The cash book put together from rows: orders that were handed over, sales, and sales taken back. Pure. */
import type { BaselineValues } from '#domain/baseline';
import type { BookChannel, BookEntry, BookLine } from '#domain/book';
import type { OrderLineValues, OrderValues } from '#domain/order';
import { totalOf } from '#domain/order-lines';
import { calledNumber } from '#domain/order-number';
import type { SaleLineValues, SaleValues } from '#domain/sale';
import type { PhoneRow } from '#sync/phone/store';
import { stampMs } from '#sync/stamp';
import { recordState, shown } from '../shape-views';
import type { RecordState } from '../views';

export interface BookRow extends BookEntry {
  /** What everybody calls an order; empty for a sale. */
  readonly number: string;
  /** A later line of the book takes this one back. */
  readonly takenBack: boolean;
  readonly state: RecordState;
}

export interface MoneyRows {
  readonly orders: readonly PhoneRow[];
  readonly orderLines: readonly PhoneRow[];
  readonly sales: readonly PhoneRow[];
  readonly saleLines: readonly PhoneRow[];
  /** Names of rows with a refused change. */
  readonly troubled: ReadonlySet<string>;
}

/** Every line of the book, the newest first. */
export function bookRows(rows: MoneyRows): BookRow[] {
  return [...ordersIn(rows), ...salesIn(rows)].sort(
    (a, b) => b.atMs - a.atMs || (a.id < b.id ? 1 : -1),
  );
}

function ordersIn({ orders, orderLines, troubled }: MoneyRows): BookRow[] {
  const linesOf = grouped(orderLines, (line: OrderLineValues) => line.orderId);
  return orders.flatMap((row): BookRow[] => {
    const values = shown<OrderValues>(row);
    // On credit: it comes into the book when the money does.
    if (values?.status !== 'done' || values.receivedSum === 0) return [];
    const its = (linesOf.get(row.id) ?? []).filter(({ quantity }) => quantity > 0);
    return [
      {
        ...{ id: row.id, kind: 'order', number: calledNumber(values), takenBack: false },
        channel: channelOf(values.channel),
        // When it was handed over and paid; the values themselves say when that was heard.
        atMs: Math.max(
          saidMs(row, 'endedMs') ?? values.endedMs,
          saidMs(row, 'receivedMs') ?? values.receivedMs,
        ),
        rupiah: totalOf(its),
        lines: its.map(({ listingId, title, unit, cost, quantity }) => ({
          ...{ listingId, title, unit, cost, quantity },
        })),
        state: recordState(row, troubled),
      },
    ];
  });
}

const channelOf = (channel: string): BookChannel =>
  channel === 'wa' || channel === 'stall' ? channel : 'app';

function salesIn({ sales, saleLines, troubled }: MoneyRows): BookRow[] {
  const linesOf = grouped(saleLines, (line: SaleLineValues) => line.saleId);
  const reversed = new Set(sales.map((row) => shown<SaleValues>(row)?.reverses ?? ''));
  return sales.flatMap((row): BookRow[] => {
    const values = shown<SaleValues>(row);
    const atMs = saidMs(row, 'total');
    if (!values || atMs === null) return [];
    const { channel, total, reverses } = values;
    const isBack = reverses !== '';
    const sign = isBack ? -1 : 1;
    const its = linesOf.get(isBack ? reverses : row.id) ?? [];
    return [
      {
        ...{ id: row.id, kind: isBack ? 'back' : 'sale', channel, atMs, number: '' },
        takenBack: reversed.has(row.id),
        rupiah: sign * total,
        lines: its.map(({ listingId, title, unit, cost, quantity }): BookLine => ({
          ...{ listingId, title, unit, cost, quantity: sign * quantity },
        })),
        state: recordState(row, troubled),
      },
    ];
  });
}

function grouped<V>(rows: readonly PhoneRow[], ownerOf: (values: V) => string): Map<string, V[]> {
  const groups = new Map<string, V[]>();
  // Ids of lines follow from their owner's and count upwards.
  for (const row of [...rows].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const values = shown<V>(row);
    if (values === undefined) continue;
    const owner = ownerOf(values);
    const group = groups.get(owner);
    if (group) group.push(values);
    else groups.set(owner, [values]);
  }
  return groups;
}

/** When a value was said, by the clock of the village as far as it is known. ms since epoch. */
function saidMs(row: PhoneRow, field: string): number | null {
  const version = row.view?.versions[field];
  return version ? stampMs(version.order) : null;
}

export interface Answer {
  readonly id: string;
  readonly low: number;
  readonly high: number;
  readonly atMs: number;
}

/** What was said of the time before Jukung, the last answer first: it is the one that counts. */
export function answersIn(rows: readonly PhoneRow[]): Answer[] {
  return rows
    .flatMap((row) => {
      const values = shown<BaselineValues>(row);
      const atMs = saidMs(row, 'low');
      if (!values || atMs === null) return [];
      return [{ id: row.id, low: values.low, high: values.high, atMs }];
    })
    .sort((a, b) => b.atMs - a.atMs || (a.id < b.id ? 1 : -1));
}
