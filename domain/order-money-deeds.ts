/** What buyer and seller say about an order's money. Possible where order-money.ts says so. */
import { must, on, refuse, type Actor, type Patch, type Refusal, type World } from '#sync/action';
import { choice, ref, rupiah, type Scalar } from '#sync/field';
import { order, type OrderValues } from './order';
import { isHand, waitsUntil, type Moment } from './order-deeds';
import { keepsWaiting, moneyHandOf, moneyRefusal, saidOf, type MoneyDeed } from './order-money';
import { shop } from './shop';

const mine = { id: must(ref('order')) };
const touchesMine = ({ id }: { id: string }) => [{ noun: order.noun, id }];
const ours = { id: must(ref('order')), shopId: must(ref('shop')) };
const touchesOurs = ({ id, shopId }: { id: string; shopId: string }) => [
  { noun: order.noun, id },
  { noun: shop.noun, id: shopId },
];
/** Whole rupiah that changed hands: what the person had in front of them when they said so. */
const sum = must(rupiah);

/** "Sudah bayar": the buyer's word, and nobody's proof. */
export const payOrder = on(order)('pay', {
  lane: 'order',
  input: { ...mine, sum, way: must(choice(['cash', 'qris', 'transfer'])) },
  touches: touchesMine,
  decide: ({ world, input, actor, ...moment }) => {
    if (input.sum === 0) return refuse('order.sum_missing');
    const said = { paidSum: input.sum, paidWay: input.way, paidMs: moment.nowMs };
    return sayOfMoney('pay', world, input, actor, said, moment);
  },
});

export const unpayOrder = on(order)('unpay', {
  lane: 'order',
  input: mine,
  touches: touchesMine,
  decide: ({ world, input, actor, ...moment }) =>
    sayOfMoney(
      'unpay',
      world,
      input,
      actor,
      { paidSum: 0, paidWay: '', unpaidMs: moment.nowMs },
      moment,
    ),
});

/** "Sudah terima": the seller has seen the money. Only this makes an order paid. */
export const receiveOrder = on(order)('receive', {
  lane: 'order',
  input: { ...ours, sum },
  touches: touchesOurs,
  decide: ({ world, input, actor, ...moment }) => {
    if (input.sum === 0) return refuse('order.sum_missing');
    const said = { receivedSum: input.sum, receivedMs: moment.nowMs };
    return sayOfMoney('receive', world, input, actor, said, moment);
  },
});

export const unreceiveOrder = on(order)('unreceive', {
  lane: 'order',
  input: ours,
  touches: touchesOurs,
  decide: ({ world, input, actor, ...moment }) =>
    sayOfMoney(
      'unreceive',
      world,
      input,
      actor,
      { receivedSum: 0, unreceivedMs: moment.nowMs },
      moment,
    ),
});

function sayOfMoney(
  deed: MoneyDeed,
  world: World,
  { id, shopId }: { id: string; shopId?: string },
  actor: Actor,
  said: Readonly<Record<string, Scalar>>,
  moment: Moment,
): readonly Patch[] | Refusal {
  const values = world.get(order, id);
  if (!values) return refuse('order.unknown');
  const hand = moneyHandOf[deed];
  if (!isHand(hand, world, values, shopId, actor)) return refuse('order.not_yours');
  const why = moneyRefusal(values.status, deed, hand, saidOf(values));
  // After a restore words come back in any order: which of them shows is read off their ranks.
  if (why !== null && !actor.vouched) return { refused: why };
  return [{ noun: order.noun, id, set: { ...said, ...waiting(values, moment) } }];
}

/** As after every deed that leaves an order open, it is waited for anew. */
const waiting = ({ status }: OrderValues, moment: Moment): Readonly<Record<string, number>> =>
  keepsWaiting(status) ? { expiresMs: waitsUntil(moment) } : {};
