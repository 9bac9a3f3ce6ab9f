/** Questions about orders, for `live()`: those one has placed, those that came to a shop, one of them. */
import type { PublicPhoto, PublicProduct } from '../public-views';
import type { Queries } from '../queries';
import { orderViews, type OrderView } from './order-view';

/** What a line looks like in the market, where this phone holds it. */
export interface LinePicture {
  readonly photo: PublicPhoto | null;
  readonly category: string;
}

export interface OrderSeen extends OrderView {
  readonly pictures: ReadonlyMap<string, LinePicture>;
}

/** Orders this person has placed, the newest first. */
export async function boughtOrders(read: Queries): Promise<OrderSeen[]> {
  const [{ actor }, orders] = await Promise.all([read.state(), allOrders(read)]);
  return Promise.all(
    orders.filter(({ buyerId }) => buyerId === actor.personId).map((order) => seen(read, order)),
  );
}

/** Orders that came to a shop, the newest first. */
export async function soldOrders(read: Queries, shopId: string): Promise<OrderSeen[]> {
  const orders = await allOrders(read);
  return Promise.all(
    orders.filter((order) => order.shopId === shopId).map((order) => seen(read, order)),
  );
}

/** One order, or null when it is not held here. */
export async function orderById(read: Queries, id: string): Promise<OrderSeen | null> {
  const order = (await allOrders(read)).find((one) => one.id === id);
  return order ? seen(read, order) : null;
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

async function seen(read: Queries, order: OrderView): Promise<OrderSeen> {
  const products = await Promise.all(
    order.lines.map(({ listingId }) => read.publicProduct(listingId)),
  );
  const held = products.filter((product): product is PublicProduct => product !== null);
  return {
    ...order,
    // Until the other side has seen the order, the market's copy knows the shop's name.
    shopName: order.shopName || (held.find(({ shop }) => shop)?.shop?.name ?? ''),
    pictures: new Map(
      held.map(({ id, photos, category }) => [id, { photo: photos[0] ?? null, category }]),
    ),
  };
}
