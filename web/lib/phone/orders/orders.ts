/** Questions about orders, for `live()`: those one has placed, those that came to a shop, one of them. */
import type { OrderValues } from '#domain/order';
import { contactIdOf, lineIdOf } from '#domain/order-lines';
import type { PhoneRow } from '#sync/phone/store';
import type { PublicPhoto, PublicProduct } from '../public-views';
import type { Queries } from '../queries';
import { shown } from '../shape-views';
import { orderViews, type OrderView } from './order-view';

/** What a line looks like in the market, where this phone holds it. */
export interface LinePicture {
  readonly photo: PublicPhoto | null;
  readonly category: string;
}

export interface OrderSeen extends OrderView {
  /** What the shop has published, E.164; empty where it has not, or its goods are not held here. */
  readonly shopPhone: string;
  readonly pictures: ReadonlyMap<string, LinePicture>;
}

/** Orders this person has placed, the newest first. */
export async function boughtOrders(read: Queries): Promise<OrderSeen[]> {
  const [{ actor }, orders] = await Promise.all([read.state(), allOrders(read)]);
  return Promise.all(
    orders
      .filter(({ buyerId }) => buyerId === actor.personId)
      // A list shows no pictures: the market is asked only for the name of a shop nobody has told yet.
      .map((order) => (order.shopName === '' ? seen(read, order) : unseen(order))),
  );
}

/** Orders that came to a shop, the newest first. */
export async function soldOrders(read: Queries, shopId: string): Promise<OrderSeen[]> {
  const orders = await allOrders(read);
  return Promise.all(
    orders
      .filter((order) => order.shopId === shopId)
      // Those that wait for an answer are shown whole, the others in a line.
      .map((order) => (order.status === 'placed' ? seen(read, order) : unseen(order))),
  );
}

/** One order, or null when it is not held here. Reads no other order's rows. */
export async function orderById(read: Queries, id: string): Promise<OrderSeen | null> {
  const [orders, troubled] = await Promise.all([rowsOf(read, 'order', [id]), read.troubled()]);
  const count = shown<OrderValues>(orders[0])?.lineCount ?? 0;
  const lineIds = Array.from({ length: count }, (_, index) => lineIdOf(id, index));
  const [lines, contacts] = await Promise.all([
    rowsOf(read, 'orderLine', lineIds),
    rowsOf(read, 'orderContact', [contactIdOf(id)]),
  ]);
  const [order] = orderViews({ orders, lines, contacts, troubled });
  return order ? seen(read, order) : null;
}

/** Those that are held here. */
async function rowsOf(read: Queries, noun: string, ids: readonly string[]): Promise<PhoneRow[]> {
  const rows = await Promise.all(ids.map((id) => read.row(noun, id)));
  return rows.filter((row) => row !== undefined);
}

async function allOrders(read: Queries): Promise<OrderView[]> {
  const [orders, lines, contacts, troubled] = await Promise.all([
    read.ofNoun('order'),
    read.ofNoun('orderLine'),
    read.ofNoun('orderContact'),
    read.troubled(),
  ]);
  return orderViews({ orders, lines, contacts, troubled });
}

const unseen = (order: OrderView): OrderSeen => ({
  ...order,
  shopPhone: '',
  pictures: new Map(),
});

async function seen(read: Queries, order: OrderView): Promise<OrderSeen> {
  const products = await Promise.all(
    order.lines.map(({ listingId }) => read.publicProduct(listingId)),
  );
  const held = products.filter((product): product is PublicProduct => product !== null);
  return {
    ...order,
    // Until the other side has seen the order, the market's copy knows the shop's name.
    shopName: order.shopName || (held.find(({ shop }) => shop)?.shop?.name ?? ''),
    shopPhone: held.find(({ shop }) => shop)?.shop?.phone ?? '',
    pictures: new Map(
      held.map(({ id, photos, category }) => [id, { photo: photos[0] ?? null, category }]),
    ),
  };
}
