/** What buyer and seller do with an order that stands. Each deed is possible where order-machine.ts says so. */
import { may, must, on, refuse, type Patch, type World } from '#sync/action';
import { choice, lines, ref, text } from '#sync/field';
import { keepsAtOnce, order, refusalReasons, type OrderValues } from './order';
import {
  cutTo,
  goingTo,
  isOvertaken,
  keepAgain,
  keepAsSaid,
  linesAndGoods,
  linesOf,
  moveOn,
  onTheServer,
  release,
} from './order-deeds';
import { offerText, OFFER_LENGTH, readOffer, readQuantities } from './order-lines';
import { goesOn, orderAskers } from './order-machine';
import { shop } from './shop';
import { payRows, payWays } from './shop-money';

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
    /** Who asked (the order's `askedBy`): where the order goes on when this is told again before the question. */
    asked: may(choice(orderAskers)),
  },
  touches: touchesMine,
  reaches: async ({ id }, look) => {
    const shopId = (await look.row(order, id))?.shopId;
    return [...(await linesAndGoods(id, look)), ...(shopId ? payRows(id, shopId) : [])];
  },
  learns: onTheServer,
  decide: ({ world, input, actor, learned, ...moment }) => {
    const going = goingTo('agree', world, input, actor);
    if ('refused' in going) return going;
    const { asked = going.values.askedBy } = input;
    const said = readOffer(input.offer);
    if (said === null) return refuse('order.offer_changed');
    const standing = linesOf(world, input.id, going.values);
    const isTheirs = asked === going.values.askedBy && input.offer === offerText(standing);
    if (!actor.vouched && !isTheirs) return refuse('order.offer_changed');
    if (said.every(({ quantity }) => quantity === 0)) return refuse('order.nothing_left');
    const to = input.asked ? goesOn(input.asked) : going.to;
    const moved = moveOn(input.id, 'agree', { to }, moment);
    if (!learned) return [moved];
    const ways = to === 'accepted' ? payWays(world, input.id, going.values.shopId) : [];
    if (isOvertaken(input.id, moment)) return [moved, ...ways];
    const keeps = keepsAtOnce(going.values.trust) || to === 'accepted';
    if (!actor.vouched) {
      return [moved, ...ways, ...(keeps ? keepOnYes(world, going.values, standing) : [])];
    }
    const agreed = standing.flatMap((line) => {
      const { quantity, cost } = said[line.index] ?? line;
      return (keeps ? keepAsSaid : cutTo)(world, line, quantity, { cost });
    });
    return [moved, ...ways, ...agreed];
  },
});

export const cancelOrder = on(order)('cancel', {
  lane: 'order',
  input: mine,
  touches: touchesMine,
  reaches,
  learns: onTheServer,
  decide: ({ world, input, actor, learned, ...moment }) => {
    const going = goingTo('cancel', world, input, actor);
    if ('refused' in going) return going;
    const moved = moveOn(input.id, 'cancel', going, moment);
    if (!learned || isOvertaken(input.id, moment)) return [moved];
    return [moved, ...release(world, input.id, linesOf(world, input.id, going.values))];
  },
});

export const acceptOrder = on(order)('accept', {
  lane: 'order',
  input: ours,
  touches: ({ id, shopId }) => [...touchesOurs({ id, shopId }), ...payRows(id, shopId)],
  reaches,
  learns: onTheServer,
  decide: ({ world, input, actor, learned, ...moment }) => {
    const going = goingTo('accept', world, input, actor);
    if ('refused' in going) return going;
    const moved = moveOn(input.id, 'accept', going, moment);
    if (!learned) return [moved];
    const ways = payWays(world, input.id, input.shopId);
    if (isOvertaken(input.id, moment)) return [moved, ...ways];
    const standing = linesOf(world, input.id, going.values);
    const goods = actor.vouched
      ? asTheyWere(world, standing)
      : keepOnYes(world, going.values, standing);
    return [moved, ...ways, ...goods];
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
  learns: onTheServer,
  decide: ({ world, input, actor, ...moment }) => {
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
    const moved = moveOn(input.id, 'acceptPart', going, moment, { askedBy: 'seller' });
    if (isOvertaken(input.id, moment)) return [moved];
    const patches = standing.flatMap((line, index): Patch[] => {
      const quantity = Math.min(line.quantity, given[index] ?? 0);
      if (actor.vouched) return keepAsSaid(world, line, quantity, { why: 'seller' });
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
  decide: ({ world, input, actor, learned, ...moment }) => {
    const going = goingTo('refuse', world, input, actor);
    if ('refused' in going) return going;
    const why = { reason: input.reason, reasonWords: input.words?.trim() ?? '' };
    const moved = moveOn(input.id, 'refuse', going, moment, why);
    if (!learned || isOvertaken(input.id, moment)) return [moved];
    return [moved, ...release(world, input.id, linesOf(world, input.id, going.values))];
  },
});

export const readyOrder = on(order)('ready', {
  lane: 'order',
  input: ours,
  touches: touchesOurs,
  reaches,
  learns: onTheServer,
  decide: ({ world, input, actor, ...moment }) => {
    const going = goingTo('ready', world, input, actor);
    if ('refused' in going) return going;
    const moved = moveOn(input.id, 'ready', going, moment);
    if (!actor.vouched || isOvertaken(input.id, moment)) return [moved];
    return [moved, ...asTheyWere(world, linesOf(world, input.id, going.values))];
  },
});

/**
 * The seller has said yes. For somebody with an account the goods are kept since the order came; for a guest they are kept now, as far as they are there, and what is not there is said to lack.
 */
const keepOnYes = (
  world: World,
  { trust }: OrderValues,
  standing: ReturnType<typeof linesOf>,
): Patch[] => (keepsAtOnce(trust) ? keepAgain(world, standing) : asTheyWere(world, standing));

/** All lines of an order that goes on, as they stand. */
const asTheyWere = (world: World, standing: ReturnType<typeof linesOf>): Patch[] =>
  standing.flatMap((line) => keepAsSaid(world, line, line.quantity, {}));
