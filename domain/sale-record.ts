/** Writing a sale down: three taps at the stall. What is counted leaves the stock, and says for which sale. */
import { may, must, on, refuse, type Actor, type Patch } from '#sync/action';
import { choice, lines, ref, rupiah, text } from '#sync/field';
import type { RowKey } from '#sync/row';
import { isKinId } from './kin-id';
import { listing } from './listing';
import { movement } from './movement';
import { LINES_PER_ORDER } from './order';
import {
  lineIdOf,
  LINES_TEXT_LENGTH,
  readLines,
  soldMoveIdOf,
  totalOf,
  type WantedLine,
} from './order-lines';
import { tendsShop } from './rights';
import { sale, saleChannels, saleLine } from './sale';
import { shop } from './shop';
import { moveOrdered, promisesOf } from './stock';

/** What one sale may come to, in rupiah: as much as one price may. */
const MOST_RUPIAH = 2_000_000_000;

/**
 * A sale. It is never refused because too little is there: who took the goods home has them, and what was
 * promised to buyers beyond what is left says how much it `lacks` (stock.ts).
 */
export const recordSale = on(sale)('record', {
  lane: 'stock',
  input: {
    id: must(ref('sale')),
    shopId: must(ref('shop')),
    /** At the stall unless said. */
    channel: may(choice(saleChannels)),
    /** writeLines() */
    lines: may(lines(LINES_TEXT_LENGTH + LINES_PER_ORDER)),
    /** Money without a product, and what it was for. */
    amount: may(rupiah),
    words: may(text(80)),
  },
  touches: ({ id, shopId, lines: said }) => {
    const sold = soldOf(said) ?? [];
    return [
      { noun: sale.noun, id },
      { noun: shop.noun, id: shopId },
      { noun: saleLine.noun, id: lineIdOf(id, sold.length) },
      ...sold.flatMap(({ listingId }, index): RowKey[] => [
        { noun: saleLine.noun, id: lineIdOf(id, index) },
        { noun: movement.noun, id: soldMoveIdOf(id, index) },
        { noun: listing.noun, id: listingId },
      ]),
    ];
  },
  learns: async ({ lines: said }, look) => {
    const rows: RowKey[] = [];
    for (const { listingId } of soldOf(said) ?? [])
      rows.push(...(await promisesOf(look, listingId)));
    return { facts: null, rows };
  },
  decide: ({ world, input, actor, learned }) => {
    const { id, shopId, channel = 'stall', amount = 0, words = '' } = input;
    if (isKinId(id) && !actor.vouched) return refuse('input.unfit');
    const sold = soldOf(input.lines);
    if (sold === null) return refuse('sale.lines_unfit');
    if (sold.length === 0 && amount === 0) return refuse('sale.empty');
    const total = amount + totalOf(sold.map(({ quantity, price }) => ({ quantity, cost: price })));
    if (total > MOST_RUPIAH) return refuse('sale.too_much');
    if (world.get(sale, id)) return refuse('row.exists');
    const home = world.get(shop, shopId);
    if (!home) return refuse('shop.unknown');
    if (!tendsShop(actor, shopId, home)) return refuse('shop.not_yours');
    const products = sold.map(({ listingId }) => world.get(listing, listingId));
    if (products.some((product) => product && product.shopId !== shopId))
      return refuse('listing.unknown');
    // After a restore the product may still be on its way back, and its stock with it.
    if (actor.vouched && products.includes(undefined)) return refuse('listing.unknown');
    const whose = { shopId, village: home.village, assisted: isAssisting(actor, shopId, home) };
    const free =
      amount > 0
        ? [{ listingId: '', title: words.trim(), unit: '', price: amount, quantity: 1 }]
        : [];
    const bornLines = [...sold, ...free].map(
      ({ listingId, title, unit, price, quantity }, index): Patch => {
        // What the server has never heard of was sold all the same.
        const known = learned === null || index >= sold.length || products[index] !== undefined;
        const set = {
          ...whose,
          saleId: id,
          listingId: known ? listingId : '',
          title,
          unit,
          cost: price,
          quantity,
        };
        return { noun: saleLine.noun, id: lineIdOf(id, index), create: true, set };
      },
    );
    const lineCount = bornLines.length;
    const born = { ...whose, channel, total, lineCount };
    const moved = sold.flatMap(({ listingId, quantity }, index): Patch[] => {
      // What nobody counts leaves no count behind.
      if (!products[index]?.counted) return [];
      const { village } = whose;
      const set = { listingId, shopId, village, quantity: -quantity, reason: 'sale', saleId: id };
      return [
        { noun: movement.noun, id: soldMoveIdOf(id, index), create: true, set },
        ...moveOrdered(world, listingId, -quantity, 0, learned?.rows ?? []),
      ];
    });
    return [{ noun: sale.noun, id, create: true, set: born }, ...bornLines, ...moved];
  },
});

/** @returns null for what writeLines() did not write */
const soldOf = (said: string | undefined): readonly WantedLine[] | null =>
  said === undefined ? [] : readLines(said);

/** Not of the shop's own people, but of those who look after its village. */
function isAssisting(
  { personId, rights }: Actor,
  shopId: string,
  home: { ownerId: string; village: string },
): boolean {
  const isOwn =
    home.ownerId === personId ||
    rights.some((right) => right.role === 'helper' && right.shopId === shopId);
  return (
    !isOwn && rights.some(({ role, village }) => role === 'facilitator' && village === home.village)
  );
}
