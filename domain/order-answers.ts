/** What buyer and seller do with an order that stands. Each deed is possible where order-machine.ts says so. */
import { may, must, on, refuse, type Patch } from '#sync/action';
import { choice, lines, ref, text } from '#sync/field';
import { order, refusalReasons } from './order';
import {
  cutTo,
  goingTo,
  keepAgain,
  linesAndGoods,
  linesOf,
  moveOn,
  onTheServer,
  release,
} from './order-deeds';
import { offerText, OFFER_LENGTH, readOffer, readQuantities } from './order-lines';
import { shop } from './shop';

const mine = { id: must(ref('order')) };
const touchesMine = ({ id }: { id: string }) => [{ noun: order.noun, id }];
const ours = { id: must(ref('order')), shopId: must(ref('shop')) };
const touchesOurs = ({ id, shopId }: { id: string; shopId: string }) => [
  { noun: order.noun, id },
  { noun: shop.noun, id: shopId },
];
const reaches = ({ id }: { id: string }, look: Parameters<typeof linesAndGoods>[1]) =>
  linesAndGoods(id, look);

/** The buyer says yes to what can be had. */
export const agreeToOrder = on(order)('agree', {
  lane: 'order',
  input: {
    ...mine,
    /** offerText() of the lines the buyer has in front of them. */
    offer: must(text(OFFER_LENGTH)),
  },
  touches: touchesMine,
  reaches,
  learns: onTheServer,
  decide: ({ world, input, actor, nowMs, learned }) => {
    const going = goingTo('agree', world, input, actor);
    if ('refused' in going) return going;
    const said = readOffer(input.offer);
    if (said === null) return refuse('order.offer_changed');
    const standing = linesOf(world, input.id, going.values);
    if (!actor.vouched && input.offer !== offerText(standing)) {
      return refuse('order.offer_changed');
    }
    if (said.every(({ quantity }) => quantity === 0)) return refuse('order.nothing_left');
    const moved = moveOn(input.id, 'agree', going, nowMs);
    if (!learned) return [moved];
    if (!actor.vouched) return [moved, ...keepAgain(world, standing, nowMs)];
    const agreed = standing.flatMap((line, index) => {
      const { quantity, cost } = said[index] ?? line;
      return cutTo(world, line, quantity, { cost });
    });
    return [moved, ...agreed];
  },
});

export const cancelOrder = on(order)('cancel', {
  lane: 'order',
  input: mine,
  touches: touchesMine,
  reaches,
  learns: onTheServer,
  decide: ({ world, input, actor, nowMs, learned }) => {
    const going = goingTo('cancel', world, input, actor);
    if ('refused' in going) return going;
    const freed = learned ? release(world, linesOf(world, input.id, going.values)) : [];
    return [moveOn(input.id, 'cancel', going, nowMs), ...freed];
  },
});

export const acceptOrder = on(order)('accept', {
  lane: 'order',
  input: ours,
  touches: touchesOurs,
  reaches,
  learns: onTheServer,
  decide: ({ world, input, actor, nowMs, learned }) => {
    const going = goingTo('accept', world, input, actor);
    if ('refused' in going) return going;
    if (!learned || actor.vouched) return [moveOn(input.id, 'accept', going, nowMs)];
    const kept = keepAgain(world, linesOf(world, input.id, going.values), nowMs);
    return [moveOn(input.id, 'accept', going, nowMs), ...kept];
  },
});

/** The seller has less of some lines than was ordered: the buyer is asked. */
export const acceptPartOfOrder = on(order)('accept-part', {
  lane: 'order',
  input: {
    ...ours,
    /** writeQuantities(): what the seller can give of each line. */
    quantities: must(text(100)),
  },
  touches: touchesOurs,
  reaches,
  decide: ({ world, input, actor, nowMs }) => {
    const going = goingTo('acceptPart', world, input, actor);
    if ('refused' in going) return going;
    const given = readQuantities(input.quantities);
    const standing = linesOf(world, input.id, going.values);
    if (given?.length !== going.values.lineCount || standing.length !== given.length) {
      return refuse('order.part_unfit');
    }
    const more = given.some((quantity, index) => quantity > (standing[index]?.quantity ?? 0));
    const less = given.some((quantity, index) => quantity < (standing[index]?.quantity ?? 0));
    if (!actor.vouched && (more || !less)) return refuse('order.part_unfit');
    if (given.every((quantity) => quantity === 0)) return refuse('order.part_unfit');
    const moved = moveOn(input.id, 'acceptPart', going, nowMs, { askedBy: 'seller' });
    const patches = standing.flatMap((line, index): Patch[] => {
      const quantity = Math.min(line.quantity, given[index] ?? 0);
      return quantity === line.quantity ? [] : cutTo(world, line, quantity, { why: 'seller' });
    });
    return [moved, ...patches];
  },
});

export const refuseOrder = on(order)('refuse', {
  lane: 'order',
  input: { ...ours, reason: must(choice(refusalReasons)), words: may(lines(140)) },
  touches: touchesOurs,
  reaches,
  learns: onTheServer,
  decide: ({ world, input, actor, nowMs, learned }) => {
    const going = goingTo('refuse', world, input, actor);
    if ('refused' in going) return going;
    const why = { reason: input.reason, reasonWords: input.words?.trim() ?? '' };
    const freed = learned ? release(world, linesOf(world, input.id, going.values)) : [];
    return [moveOn(input.id, 'refuse', going, nowMs, why), ...freed];
  },
});

export const readyOrder = on(order)('ready', {
  lane: 'order',
  input: ours,
  touches: touchesOurs,
  decide: ({ world, input, actor, nowMs }) => {
    const going = goingTo('ready', world, input, actor);
    return 'refused' in going ? going : [moveOn(input.id, 'ready', going, nowMs)];
  },
});
