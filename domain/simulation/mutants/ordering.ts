/** Bugs about orders, what is kept for them, and late work that others are to look after. */
import type { Mutant } from './mutant';

const place = 'domain/order-place.ts';
const answers = 'domain/order-answers.ts';
const deeds = 'domain/order-deeds.ts';
const ends = 'domain/order-ends.ts';
const machine = 'domain/order-machine.ts';
const stock = 'domain/stock.ts';
const handed = 'domain/handed.ts';

export const orderingMutants: readonly Mutant[] = [
  {
    bug: 'two buyers are promised the same last packet',
    about: 'reservations',
    file: stock,
    find: 'Math.max(0, product.stock - product.reserved)',
    replace: 'Math.max(0, product.stock)',
  },
  {
    bug: 'the stall sells what was promised and the promise stands',
    about: 'reservations',
    file: stock,
    find: '  const over = product.counted ? product.reserved - freed - there : 0;\n',
    replace:
      '  const over = product.counted ? Math.min(0, product.reserved - freed - there) : 0;\n',
  },
  {
    bug: 'who ordered first goes short first',
    about: 'reservations',
    file: stock,
    find: 'b.reservedMs - a.reservedMs ||',
    replace: 'a.reservedMs - b.reservedMs ||',
  },
  {
    bug: 'an order is placed and nothing is kept for it',
    about: 'reservations',
    file: place,
    find: '      return reserved === 0 ? [] : [kept];\n',
    replace: '      return reserved < 5 ? [] : [kept];\n',
  },
  {
    bug: 'what was kept for an order that was taken back is never free again',
    about: 'reservations',
    file: answers,
    find: "    const moved = moveOn(input.id, 'cancel', going, moment);\n    if (!learned ||",
    replace: "    const moved = moveOn(input.id, 'cancel', going, moment);\n    if (learned ||",
  },
  {
    bug: 'what was kept for an order that nobody answered is never free again',
    about: 'reservations',
    file: ends,
    find: "    return [moveOn(input.id, 'expire', going, { nowMs }), ...freed];\n",
    replace:
      "    return [moveOn(input.id, 'expire', going, { nowMs }), ...(freed.length > 99 ? freed : [])];\n",
  },
  {
    bug: 'a seller who gives less goes on keeping all',
    about: 'reservations',
    file: deeds,
    find: '  const goods = freed === 0 ? [] : ',
    replace: '  const goods = freed >= 0 ? [] : ',
  },
  {
    bug: 'an order on a product that is gone asks whether it should come back',
    about: 'reservations',
    file: stock,
    find: '    patch.noun === listing.noun ? { ...patch, books: true } : patch,\n',
    replace: '    patch.noun === listing.noun ? { ...patch } : patch,\n',
  },
  {
    bug: 'an order is handed over twice',
    about: 'order machine',
    file: machine,
    find: "  done: ended('order.is_done'),\n",
    replace: "  done: { ...ended('order.is_done'), handOver: 'done' },\n",
  },
  {
    bug: 'what has expired can still be accepted',
    about: 'order machine',
    file: machine,
    find: "  expired: { ...ended('order.is_expired'), handOver: 'done' },\n",
    replace: "  expired: { ...ended('order.is_expired'), accept: 'accepted', handOver: 'done' },\n",
  },
  {
    bug: 'goods that are handed over leave the stock twice',
    about: 'sales',
    file: ends,
    find: '        ? moveOrdered(world, listingId, -leaves, reserved, others)\n',
    replace: '        ? moveOrdered(world, listingId, -leaves * 2, reserved, others)\n',
  },
  {
    bug: 'a sale does not say for which order it was',
    about: 'sales',
    file: ends,
    find: 'quantity: -leaves, orderId: input.id };',
    replace: "quantity: -leaves, orderId: '' };",
  },
  {
    bug: 'an answer gives an order no more time',
    about: 'expiry',
    file: deeds,
    find: '  if (waits) set.expiresMs = waitsUntil(moment);\n',
    replace: '',
  },
  {
    bug: 'what waits for the buyer waits for ever',
    about: 'expiry',
    file: machine,
    find: "    handOver: 'order.buyer_is_asked',\n    expire: 'expired',\n",
    replace: "    handOver: 'order.buyer_is_asked',\n    expire: 'order.buyer_is_asked',\n",
  },
  {
    bug: 'a number that is taken is changed under its author',
    about: 'order numbers',
    file: place,
    find: "        number,\n        alias: taken === 0 ? '' : aliasOf(number, taken),\n",
    replace: "        number: taken === 0 ? number : aliasOf(number, taken),\n        alias: '',\n",
  },
  {
    bug: 'two orders are called the same',
    about: 'order numbers',
    file: place,
    find: "        alias: taken === 0 ? '' : aliasOf(number, taken),\n",
    replace: "        alias: '',\n",
  },
  {
    bug: 'what costs more today is taken for granted',
    about: 'what is owed',
    file: place,
    find: "  if (product.price > line.price) return { ...dearer, why: 'price' };\n",
    replace: "  if (product.price > line.price) return { ...dearer, why: '' };\n",
  },
  {
    bug: "a buyer's phone number reaches whoever looks after the village",
    about: 'who sees orders',
    file: 'domain/order.ts',
    find: '    waits: reckoned(flag(false)),\n  },\n  privateScopes: (_id, { buyerId, shopId }) => [personScope(buyerId), shopScope(shopId)],\n',
    replace:
      "    waits: reckoned(flag(false)),\n  },\n  privateScopes: (_id, { buyerId, shopId }) => [personScope(buyerId), shopScope(shopId), villageScope('63.11.07.2005')],\n",
  },
  {
    bug: 'the desk hears who buys what',
    about: 'who sees orders',
    file: 'domain/order.ts',
    find: '  const scopes = [personScope(buyerId), shopScope(shopId)];\n',
    replace: "  const scopes = [personScope(buyerId), shopScope(shopId), 'desk:63.11.07'];\n",
  },
  {
    bug: 'late work is put in front of the desk',
    about: 'handing on',
    file: handed,
    find: '? [shopScope(shopId)] : [shopScope(shopId), villageScope(village)];',
    replace: "? [shopScope(shopId)] : [shopScope(shopId), 'desk:63.11.07'];",
  },
  {
    bug: 'late work is taken twice',
    about: 'handing on',
    file: handed,
    find: "    if (standing?.status === 'taken' && !actor.vouched) return refuse('handed.taken');\n",
    replace: '',
  },
  {
    bug: 'late work that was taken goes on waiting',
    about: 'handing on',
    file: handed,
    find: "    if (standing) return [...decision, { noun: handed.noun, id, set: { status: 'taken' } }];\n",
    replace:
      "    if (standing) return [...decision, { noun: handed.noun, id, set: { status: 'open' } }];\n",
  },
];
