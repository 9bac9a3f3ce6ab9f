/** What to say about an order and its lines. Pure: the same order is said alike wherever it is shown. */
import { formatRupiah } from '#domain/money';
import { isOpenStatus } from '#domain/order-machine';
import type { OrderLineView, OrderView } from '$lib/phone/orders/order-view';
import type { IconName } from '$lib/ui/icons';
import { shortDate } from '$lib/words/when';
import { t, type PlainKey } from '$lib/words/words';
import '$lib/words/id/orders';

export type Side = 'buyer' | 'seller';

/** `needs`: this side is to do something. */
export type OrderTone = 'tenang' | 'needs' | 'good' | 'over';

export interface OrderSaid {
  readonly word: string;
  readonly body: string;
  readonly tone: OrderTone;
  readonly icon: IconName;
}

/** How many orders that are over a list shows before somebody asks for the older ones. */
export const RECENT = 20;

export const isOpenOrder = ({ status }: Pick<OrderView, 'status'>): boolean => isOpenStatus(status);

/** Whether anything is or was to be paid: nothing is for an order that came to nothing. */
export const isPaid = (order: Pick<OrderView, 'status'>): boolean =>
  isOpenOrder(order) || order.status === 'done';

/** All of it has arrived here: before that, nobody says yes or no to it, and it has no sum. */
export const isWhole = ({ lines, lineCount }: Pick<OrderView, 'lines' | 'lineCount'>): boolean =>
  lines.length >= lineCount;

/** Where an order stands, for one of its two sides. */
export function sayOrder(order: OrderView, side: Side): OrderSaid {
  const { status, untold, total } = order;
  const price = formatRupiah(total);
  const word = t(`orders.${side}.${status}` as PlainKey);
  const said = { word, body: bodyOf(order, side, price), ...lookOf(status, side) };
  return untold ? unsaid(order, side, said) : said;
}

/** What this side has done itself, and nobody else knows yet: never as if the other had heard of it. */
function unsaid(order: OrderView, side: Side, said: OrderSaid): OrderSaid {
  const { status } = order;
  const icon = 'phone-check';
  if (side === 'buyer') {
    if (status === 'cancelled') return { ...said, body: t('orders.buyer.cancelledUnsent'), icon };
    // A yes to the seller's offer shows as accepted here; the seller has not heard it.
    const key = order.agreedMs > 0 ? 'orders.buyer.unsentYes' : 'orders.buyer.unsentBody';
    return { word: t('orders.buyer.unsent'), body: t(key), tone: 'tenang', icon };
  }
  const body = t(status === 'asks' ? 'orders.seller.unsentAsks' : 'orders.seller.unsent');
  const told = status === 'refused' ? whyNot(order) : '';
  const tone = said.tone === 'good' ? 'tenang' : said.tone;
  return { word: said.word, body: [told, body].filter(Boolean).join(' '), tone, icon };
}

function bodyOf(order: OrderView, side: Side, price: string): string {
  const { status } = order;
  if (status === 'ready') {
    const has = order.receivedSum >= order.total && order.total > 0;
    if (!has && order.paidSum > 0) return t(`orders.${side}.readySaid`);
    return has ? t(`orders.${side}.readyPaid`) : t(`orders.${side}.readyBody`, { price });
  }
  if (status === 'expired') return t(`orders.${side}.expired.${lastStanding(order)}` as PlainKey);
  if (status !== 'refused') return t(`orders.${side}.${status}Body` as PlainKey);
  const told = whyNot(order);
  return side === 'buyer' ? told : [told, t('orders.seller.refusedBody')].join(' ').trim();
}

/** The seller's reason, in words of their own if there are any. */
function whyNot({ reason, reasonWords }: OrderView): string {
  const why = reason === '' ? '' : t(`orders.reason.${reason}` as PlainKey);
  return [why, reasonWords === '' ? '' : `“${reasonWords}”`].filter(Boolean).join(' ');
}

/** Where an order stood when its time was over: who was waited for depends on it. */
function lastStanding(order: OrderView): 'placed' | 'asks' | 'accepted' | 'ready' {
  const { askedBy, askedMs, agreedMs, acceptedMs, readyMs } = order;
  if (askedMs > Math.max(agreedMs, acceptedMs, readyMs)) return 'asks';
  if (readyMs > 0 && readyMs >= askedMs) return 'ready';
  if (agreedMs > 0 && askedBy === 'seller') return 'accepted';
  return acceptedMs > 0 ? 'accepted' : 'placed';
}

function lookOf(status: OrderView['status'], side: Side): Pick<OrderSaid, 'tone' | 'icon'> {
  if (status === (side === 'buyer' ? 'asks' : 'placed')) return { tone: 'needs', icon: 'finger' };
  if (status === 'done' || status === 'accepted' || status === 'ready') {
    return { tone: 'good', icon: 'sent' };
  }
  return isOpenStatus(status) ? { tone: 'tenang', icon: 'clock' } : { tone: 'over', icon: 'slip' };
}

/** What is said of its money so far; empty when nothing is. */
export function moneyWords(order: OrderView, side: Side): string {
  if (order.receivedSum > 0) return t(`orders.money.${side}.received`);
  return order.paidSum > 0 ? t(`orders.money.${side}.paid`) : '';
}

/** Until when somebody is waited for; empty once the order is over. */
export function untilWords(order: OrderView): string {
  const unsent = order.status === 'placed' && order.untold;
  if (!isOpenOrder(order) || unsent || order.expiresMs === 0) return '';
  return t('orders.until', { day: shortDate(order.expiresMs - 1) });
}

type Told = Pick<OrderLineView, 'title' | 'unit' | 'quantity' | 'wanted'>;

/** `2 sisir Pisang kepok, 1 lagi` */
export function goodsWords({ lines }: { readonly lines: readonly Told[] }): string {
  const [first, ...rest] = lines;
  if (!first) return '';
  const { title: name, unit } = first;
  const some = t('orders.some', { quantity: first.quantity || first.wanted, unit, name });
  return rest.length === 0 ? some : t('orders.someMore', { some, count: rest.length });
}

/** What was agreed to in place of what was ordered; empty when nothing was. */
export function lineBefore({ quantity, wanted, unit, price, cost }: OrderLineView): string {
  const less = quantity < wanted ? t('orders.line.before', { wanted, unit }) : '';
  const dearer =
    quantity > 0 && cost !== price
      ? t('orders.line.priceBefore', { before: formatRupiah(price) })
      : '';
  return [less, dearer].filter(Boolean).join('. ');
}

/** What the buyer is asked about a line that is not as they saw it; empty when it is. */
export function lineWords(line: OrderLineView): string {
  const { why, quantity, wanted, unit, price, cost } = line;
  const amounts = { quantity, wanted, unit };
  const parts: string[] = [];
  if (why === 'closed') parts.push(t('orders.line.closed'));
  if (quantity === 0)
    parts.push(t(why === 'seller' ? 'orders.line.sellerNone' : 'orders.line.none'));
  else if (quantity < wanted) {
    parts.push(
      why === 'seller' ? t('orders.line.seller', amounts) : t('orders.line.short', amounts),
    );
  }
  if (quantity > 0 && cost !== price) {
    const said = { price: formatRupiah(cost), before: formatRupiah(price) };
    parts.push(cost > price ? t('orders.line.dearer', said) : t('orders.line.cheaper', said));
  }
  return parts.join('. ');
}

/** What happened when, the first first. */
export function momentsOf(order: OrderView): { readonly word: string; readonly atMs: number }[] {
  const { status } = order;
  const told: [PlainKey, number][] = [
    ['orders.at.placed', order.placedMs],
    ['orders.at.asked', order.askedMs],
    ['orders.at.agreed', order.agreedMs],
    ['orders.at.accepted', order.acceptedMs],
    ['orders.at.ready', order.readyMs],
    ['orders.at.paid', order.paidMs],
    ['orders.at.unpaid', order.unpaidMs],
    ['orders.at.received', order.receivedMs],
    ['orders.at.unreceived', order.unreceivedMs],
    [`orders.at.${status}` as PlainKey, isOpenOrder(order) ? 0 : order.endedMs],
  ];
  return told
    .filter(([, atMs]) => atMs > 0)
    .map(([key, atMs]) => ({ word: t(key), atMs }))
    .sort((a, b) => a.atMs - b.atMs);
}
