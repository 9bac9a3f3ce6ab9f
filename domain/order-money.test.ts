import { describe, expect, it } from 'vitest';
import { orderHands, orderStatuses, type OrderStatus } from './order-machine';
import { moneyDeeds, moneyHandOf, moneyRefusal, showsCode } from './order-money';

/** Whether money may have moved: `+` yes, `?` only if both had said yes once, otherwise why not. */
const SAID: Record<OrderStatus, string> = {
  placed: 'not_accepted',
  asks: '? buyer_is_asked',
  accepted: '+',
  ready: '+',
  done: '+',
  refused: '? is_refused',
  cancelled: '? is_cancelled',
  expired: '? is_expired',
};
const yesNo = [true, false];

const cells = orderStatuses.flatMap((status) =>
  moneyDeeds.flatMap((deed) =>
    orderHands.flatMap((hand) =>
      yesNo.flatMap((paid) =>
        yesNo.flatMap((received) =>
          yesNo.map((agreed) => ({ status, deed, hand, said: { paid, received, agreed } })),
        ),
      ),
    ),
  ),
);

describe('the table of an order’s money', () => {
  it.each(cells)('$status · $deed · $hand · $said', ({ status, deed, hand, said }) => {
    const why = moneyRefusal(status, deed, hand, said);
    if (moneyHandOf[deed] !== hand) return expect(why).toBe('order.not_yours');
    if (deed === 'unpay') return expect(why).toBe(said.paid ? null : 'order.not_paid');
    if (deed === 'unreceive') return expect(why).toBe(said.received ? null : 'order.not_received');
    const [first, second] = SAID[status].split(' ');
    const moves = first === '+' || (first === '?' && said.agreed);
    if (!moves) return expect(why).toBe(`order.${second ?? first}`);
    const twice = deed === 'pay' ? said.paid : said.received;
    return expect(why).toBe(twice ? `order.already_${deed === 'pay' ? 'paid' : 'received'}` : null);
  });

  it('holds every cell', () => expect(cells).toHaveLength(8 * 4 * 3 * 8));

  it('shows a code only for what both have said yes to', () => {
    expect(orderStatuses.filter(showsCode)).toEqual(['accepted', 'ready', 'done']);
  });
});
