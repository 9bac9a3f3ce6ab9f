/** What all deeds on an order share: who may, where it leads, and what becomes of the goods kept for it. */
import {
  refuse,
  type Actor,
  type Again,
  type Learned,
  type Look,
  type Patch,
  type Refusal,
  type World,
} from '#sync/action';
import type { RowKey } from '#sync/row';
import { listing } from './listing';
import { order, orderContact, orderLine, type OrderLineValues, type OrderValues } from './order';
import { contactIdOf, lineIdOf } from './order-lines';
import {
  handOf,
  nextStatus,
  towards,
  type OrderDeed,
  type OrderHand,
  type OrderStatus,
} from './order-machine';
import { tendsShop } from './rights';
import { shop } from './shop';
import { leftOf, moveOrdered } from './stock';
import { endOfNextDay } from './when';

interface Line extends OrderLineValues {
  readonly id: string;
  /** Its place among the order's lines, from 0. */
  readonly index: number;
}

/** An order as it stands, and where a deed leads it. */
interface Going {
  readonly values: OrderValues;
  readonly to: OrderStatus;
}

/** The lines of an order, their products and its contact: an order names how many lines it has, each its product. */
export async function linesAndGoods(id: string, look: Look): Promise<RowKey[]> {
  const standing = await look.row(order, id);
  const keys: RowKey[] = [];
  for (let index = 0; index < (standing?.lineCount ?? 0); index += 1) {
    const lineId = lineIdOf(id, index);
    const line = await look.row(orderLine, lineId);
    keys.push({ noun: orderLine.noun, id: lineId });
    if (line) keys.push({ noun: listing.noun, id: line.listingId });
  }
  return [...keys, { noun: orderContact.noun, id: contactIdOf(id) }];
}

/** Nothing to be learned, but that this is the server: it alone moves what is kept of the stock. */
export const onTheServer = (): Promise<Learned<null>> => Promise.resolve({ facts: null, rows: [] });

/** @returns why not, if this person may not do it to the order or it leads nowhere from here */
export function goingTo(
  deed: OrderDeed,
  world: World,
  { id, shopId }: { id: string; shopId?: string },
  actor: Actor,
): Going | Refusal {
  const values = world.get(order, id);
  if (!values) return refuse('order.unknown');
  if (!isHand(handOf[deed], world, values, shopId, actor)) return refuse('order.not_yours');
  const next = nextStatus(values.status, deed, handOf[deed], values.askedBy);
  // After a restore deeds come back in any order: which of them shows is read off their ranks.
  if ('refused' in next && !actor.vouched) return next;
  return { values, to: 'refused' in next ? towards[deed] : next.to };
}

/** Lines in their order; a phone may not have all of them yet. Only of deeds that reach them. */
export function linesOf(world: World, id: string, { lineCount }: OrderValues): Line[] {
  const ids = Array.from({ length: lineCount }, (_, index) => lineIdOf(id, index));
  return ids.flatMap((lineId, index) => {
    const line = world.get(orderLine, lineId);
    return line ? [{ id: lineId, index, ...line }] : [];
  });
}

/** Whether this person may act with this hand on the order. */
export function isHand(
  hand: OrderHand,
  world: World,
  { buyerId, shopId }: OrderValues,
  named: string | undefined,
  actor: Actor,
): boolean {
  switch (hand) {
    case 'buyer':
      return actor.vouched === true || buyerId === actor.personId;
    case 'seller': {
      const home = named === shopId ? world.get(shop, shopId) : undefined;
      return home !== undefined && tendsShop(actor, shopId, home);
    }
    case 'clock':
      return true;
  }
}

const MOMENT: Readonly<Record<OrderDeed, keyof OrderValues>> = {
  agree: 'agreedMs',
  cancel: 'endedMs',
  accept: 'acceptedMs',
  acceptPart: 'askedMs',
  refuse: 'endedMs',
  ready: 'readyMs',
  handOver: 'endedMs',
  expire: 'endedMs',
};

/** When it is said, and what is known of it if it was said before. */
export interface Moment {
  readonly nowMs: number;
  readonly again?: Again;
}

/** The end of the next day, from when the server hears of it: nobody can answer before. */
export const waitsUntil = ({ nowMs, again }: Moment): number =>
  endOfNextDay(Math.max(nowMs, again?.receivedMs ?? 0));

/** The order moves on and notes the moment; as long as it stays open it is waited for anew. */
export function moveOn(
  id: string,
  deed: OrderDeed,
  { to }: Pick<Going, 'to'>,
  moment: Moment,
  more: Readonly<Record<string, string | number>> = {},
): Patch {
  const waits = MOMENT[deed] !== 'endedMs';
  const set: Record<string, string | number> = {
    status: to,
    [MOMENT[deed]]: moment.nowMs,
    ...more,
  };
  if (waits) set.expiresMs = waitsUntil(moment);
  return { noun: order.noun, id, set };
}

/** Told again after something that was said later: then that has settled what becomes of the goods. */
export const isOvertaken = (id: string, { again }: Pick<Moment, 'again'>): boolean =>
  again?.stands({ noun: order.noun, id }, 'status') === false;

/** The order is over: what is kept for its lines is free again, nothing is owed, and its number waits no longer. */
export function release(world: World, orderId: string, lines: readonly Line[]): Patch[] {
  const goods = lines
    .filter(({ reserved, lacks }) => reserved + lacks > 0)
    .flatMap(({ id, listingId, reserved }) => [
      ...moveOrdered(world, listingId, 0, reserved, []),
      { noun: orderLine.noun, id, set: { reserved: 0, lacks: 0 } },
    ]);
  return [...goods, ...waitsNoLonger(world, orderId)];
}

/** See orderContact.waits. */
export function waitsNoLonger(world: World, orderId: string): Patch[] {
  const id = contactIdOf(orderId);
  const waits = world.get(orderContact, id)?.waits ?? false;
  return waits ? [{ noun: orderContact.noun, id, set: { waits: false } }] : [];
}

/** Less of a line: what was kept beyond it is free again. */
export function cutTo(world: World, line: Line, quantity: number, more: LineChange): Patch[] {
  const reserved = Math.min(line.reserved, quantity);
  // Of a product nobody counts nothing is kept, and nothing can be short.
  const isKept = line.reserved + line.lacks > 0;
  const set = { ...more, quantity, reserved, lacks: isKept ? quantity - reserved : 0 };
  const freed = line.reserved - reserved;
  const goods = freed === 0 ? [] : moveOrdered(world, line.listingId, 0, freed, []);
  return [...goods, { noun: orderLine.noun, id: line.id, set }];
}
type LineChange = Readonly<{ why?: string; cost?: number }>;

/**
 * Goods may have come since some were sold at the stall: what is there is kept for these lines again. They
 * stay as old as they were: who has waited longest does not become the newest.
 */
export function keepAgain(world: World, lines: readonly Line[]): Patch[] {
  return lines.flatMap(({ id, listingId, reserved, lacks }) => {
    const product = world.get(listing, listingId);
    const found = product?.counted ? Math.min(lacks, leftOf(product)) : 0;
    if (found === 0) return [];
    return [
      { noun: listing.noun, id: listingId, add: { reserved: found }, books: true },
      { noun: orderLine.noun, id, set: { reserved: reserved + found, lacks: lacks - found } },
    ];
  });
}

/**
 * A line of an order that goes on after a restore, as it was said then: since, the order may have expired
 * and its goods may be others'. What is there is kept for it, and what is not it says it lacks.
 */
export function keepAsSaid(world: World, line: Line, quantity: number, more: LineChange): Patch[] {
  const { id, listingId } = line;
  const product = world.get(listing, listingId);
  const changes = quantity !== line.quantity || (more.cost ?? line.cost) !== line.cost;
  if (!product?.counted) return changes ? cutTo(world, line, quantity, more) : [];
  const over = Math.max(0, line.reserved - quantity);
  const reserved = line.reserved - over;
  const found = Math.min(quantity - reserved, leftOf(product));
  const lacks = quantity - reserved - found;
  if (!changes && found === 0 && lacks === line.lacks) return [];
  const set = { ...(changes ? { ...more, quantity } : {}), reserved: reserved + found, lacks };
  const add = { reserved: found - over };
  const goods =
    add.reserved === 0 ? [] : [{ noun: listing.noun, id: listingId, add, books: true as const }];
  return [...goods, { noun: orderLine.noun, id, set }];
}
