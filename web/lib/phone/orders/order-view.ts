/** An order as screens show it, put together from its rows. Pure. */
import type { OrderContactValues, OrderLineValues, OrderValues } from '#domain/order';
import { totalOf } from '#domain/order-lines';
import { calledNumber } from '#domain/order-number';
import type { PhoneRow } from '#sync/phone/store';
import { recordState, shown } from '../shape-views';
import type { RecordState } from '../views';

export interface OrderLineView {
  readonly id: string;
  readonly listingId: string;
  readonly title: string;
  readonly unit: string;
  /** What the buyer saw. Whole rupiah for one. */
  readonly price: number;
  readonly wanted: number;
  /** What can be had, and for how much. */
  readonly quantity: number;
  readonly cost: number;
  readonly why: OrderLineValues['why'];
  /** Kept for the buyer, and then sold at the stall. */
  readonly lacks: number;
}

export interface OrderView {
  readonly id: string;
  readonly shopId: string;
  readonly buyerId: string;
  /** Empty on the buyer's phone until the other side has seen the order. */
  readonly shopName: string;
  readonly buyerName: string;
  /** How well the buyer was known when the order came. */
  readonly trust: OrderValues['trust'];
  /** E.164; empty where it is not held. */
  readonly buyerPhone: string;
  /** What everybody calls it, and what its buyer wrote down. */
  readonly number: string;
  readonly written: string;
  readonly status: OrderValues['status'];
  readonly askedBy: OrderValues['askedBy'];
  readonly reason: OrderValues['reason'];
  readonly reasonWords: string;
  readonly note: string;
  /** ms since epoch; 0: not yet. */
  readonly placedMs: number;
  readonly askedMs: number;
  readonly agreedMs: number;
  readonly acceptedMs: number;
  readonly readyMs: number;
  readonly endedMs: number;
  readonly expiresMs: number;
  /** What its buyer says was paid, and how; 0 and empty: nothing, or taken back. Whole rupiah. */
  readonly paidSum: number;
  readonly paidWay: OrderValues['paidWay'];
  readonly paidMs: number;
  readonly unpaidMs: number;
  /** What its seller says has come in. */
  readonly receivedSum: number;
  readonly receivedMs: number;
  readonly unreceivedMs: number;
  readonly lines: readonly OrderLineView[];
  /** Of what can be had. Whole rupiah. */
  readonly total: number;
  /** Of what the buyer saw. Whole rupiah. */
  readonly wantedTotal: number;
  readonly state: RecordState;
  /** Where it stands was said on this phone, and nobody else knows yet. */
  readonly untold: boolean;
  /** How many lines it has; fewer are here until all of it has arrived. */
  readonly lineCount: number;
}

export interface OrderRows {
  readonly orders: readonly PhoneRow[];
  readonly lines: readonly PhoneRow[];
  readonly contacts: readonly PhoneRow[];
  /** Names of rows with a refused change. */
  readonly troubled: ReadonlySet<string>;
}

/** Every order that stands, the newest first. */
export function orderViews({ orders, lines, contacts, troubled }: OrderRows): OrderView[] {
  const linesByOrder = new Map<string, OrderLineView[]>();
  for (const row of lines) {
    const values = shown<OrderLineValues>(row);
    if (!values) continue;
    const beside = linesByOrder.get(values.orderId) ?? [];
    linesByOrder.set(values.orderId, [...beside, { ...values, id: row.id }]);
  }
  const phones = new Map(
    contacts.flatMap((row) => {
      const values = shown<OrderContactValues>(row);
      return values ? [[values.orderId, values.phone] as const] : [];
    }),
  );
  return orders
    .flatMap((row) => {
      const values = shown<OrderValues>(row);
      if (!values) return [];
      // Ids of an order's lines follow from its own and count upwards.
      const its = (linesByOrder.get(row.id) ?? []).sort((a, b) => (a.id < b.id ? -1 : 1));
      return {
        ...values,
        id: row.id,
        buyerPhone: phones.get(row.id) ?? '',
        number: calledNumber(values),
        written: values.number,
        lines: its,
        total: totalOf(its),
        wantedTotal: totalOf(its.map(({ wanted, price }) => ({ quantity: wanted, cost: price }))),
        state: recordState(row, troubled),
        untold: (row.base?.values as OrderValues | undefined)?.status !== values.status,
      };
    })
    .sort((a, b) => (a.id < b.id ? 1 : -1));
}
