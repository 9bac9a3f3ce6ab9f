import { describe, expect, it } from 'vitest';
import {
  handOf,
  isOpenStatus,
  nextStatus,
  openStatuses,
  orderAskers,
  orderDeeds,
  orderHands,
  orderStatuses,
  possibleDeeds,
  type OrderDeed,
  type OrderStatus,
} from './order-machine';

/** What people would say, cell by cell: where a deed leads, or `-` and why not. */
const SAID: Record<OrderStatus, Record<OrderDeed, string>> = {
  placed: {
    agree: '-nothing_asked',
    cancel: 'cancelled',
    accept: 'accepted',
    acceptPart: 'asks',
    refuse: 'refused',
    ready: '-not_accepted',
    handOver: '-not_accepted',
    expire: 'expired',
  },
  asks: {
    agree: 'placed or accepted',
    cancel: 'cancelled',
    accept: '-buyer_is_asked',
    acceptPart: '-buyer_is_asked',
    refuse: 'refused',
    ready: '-buyer_is_asked',
    handOver: '-buyer_is_asked',
    expire: 'expired',
  },
  accepted: {
    agree: '-nothing_asked',
    cancel: 'cancelled',
    accept: '-already',
    acceptPart: 'asks',
    refuse: 'refused',
    ready: 'ready',
    handOver: 'done',
    expire: 'expired',
  },
  ready: {
    agree: '-nothing_asked',
    cancel: 'cancelled',
    accept: '-is_ready',
    acceptPart: '-is_ready',
    refuse: 'refused',
    ready: '-already',
    handOver: 'done',
    expire: 'expired',
  },
  done: allNo('-is_done'),
  refused: allNo('-is_refused'),
  cancelled: allNo('-is_cancelled'),
  expired: { ...allNo('-is_expired'), handOver: 'done' },
};

function allNo(why: string): Record<OrderDeed, string> {
  return Object.fromEntries(orderDeeds.map((deed) => [deed, why])) as Record<OrderDeed, string>;
}

const cells = orderStatuses.flatMap((status) =>
  orderDeeds.flatMap((deed) =>
    orderHands.flatMap((hand) => orderAskers.map((asker) => ({ status, deed, hand, asker }))),
  ),
);

describe('the table of an order', () => {
  it.each(cells)('$status · $deed · $hand · asked by "$asker"', ({ status, deed, hand, asker }) => {
    const next = nextStatus(status, deed, hand, asker);
    if (handOf[deed] !== hand) return expect(next).toEqual({ refused: 'order.not_yours' });
    const said = SAID[status][deed];
    if (said.startsWith('-')) return expect(next).toEqual({ refused: `order.${said.slice(1)}` });
    const [to, afterSeller = to] = said.split(' or ');
    return expect(next).toEqual({ to: asker === 'seller' ? afterSeller : to });
  });

  it('lets time and both sides end whatever is open, and nothing but a hand-over moves what has ended', () => {
    for (const status of orderStatuses) {
      const ways = [...possibleDeeds(status, 'buyer'), ...possibleDeeds(status, 'seller')];
      const ends = ['cancel', 'refuse'].every((deed) => ways.includes(deed as OrderDeed));
      expect(ends).toBe(isOpenStatus(status));
      expect(possibleDeeds(status, 'clock')).toEqual(isOpenStatus(status) ? ['expire'] : []);
      if (!isOpenStatus(status)) expect(ways).toEqual(status === 'expired' ? ['handOver'] : []);
    }
  });

  it('leads from every open standing to the hand-over', () => {
    const reaches = (status: OrderStatus, seen: readonly OrderStatus[]): boolean =>
      status === 'done' ||
      (!seen.includes(status) &&
        orderDeeds.some((deed) => {
          const next = nextStatus(status, deed, handOf[deed], 'seller');
          return 'to' in next && reaches(next.to, [...seen, status]);
        }));
    for (const status of openStatuses) expect(reaches(status, [])).toBe(true);
  });
});
