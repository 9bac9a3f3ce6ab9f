/** The demo stalls' sales as rows: with what left the stock, and what came to the shelf for it before. */
import { baseline } from '#domain/baseline';
import { movement } from '#domain/movement';
import { backIdOf, backMoveIdOf, lineIdOf, soldMoveIdOf } from '#domain/order-lines';
import { sale, saleLine } from '#domain/sale';
import type { Patch } from '#sync/action';
import type { Entity } from '#sync/entity';
import type { Row } from '#sync/row';
import type { DemoMarket, DemoProduct } from './demo/demo-types';
import { demoAnswers, demoSales, type DemoSale } from './demo/sales';
import { demoId } from './demo/village-market';

/** Makes a row as if it had been said at this moment. */
type Born = (entity: Entity, birth: Pick<Patch, 'id' | 'set'>, by: string, atMs: number) => Row;

/**
 * Rows by noun, none before one it refers to; the movements belong to products that are there.
 *
 * @param isCounted whether the shop counts this product
 */
export function demoSaleRows(
  market: DemoMarket,
  isCounted: (product: DemoProduct) => boolean,
  born: Born,
) {
  const sold = demoSales(market);
  return {
    sales: sold.flatMap((one) => saleRows(one, born)),
    lines: sold.flatMap((one) => lineRows(one, born)),
    movements: [
      ...sold.flatMap((one) => movementRows(one, isCounted, born)),
      ...restocks(sold, isCounted, born),
    ],
    answers: demoAnswers(market).map(({ id, shop, low, high }) =>
      born(baseline, { id, set: { shopId: shop.id, low, high } }, shop.ownerId, bornMs(id)),
    ),
  };
}

function saleRows({ id, shop, channel, lines, takenBackMs }: DemoSale, born: Born): Row[] {
  const total = lines.reduce((sum, { product, quantity }) => sum + product.price * quantity, 0);
  const said = { shopId: shop.id, village: shop.village, channel, total };
  const sold = { ...said, lineCount: lines.length };
  const row = born(sale, { id, set: sold }, shop.ownerId, bornMs(id));
  if (takenBackMs === null) return [row];
  const back = { id: backIdOf(id), set: { ...said, reverses: id } };
  return [row, born(sale, back, shop.ownerId, takenBackMs)];
}

const lineRows = ({ id, shop, lines }: DemoSale, born: Born): Row[] =>
  lines.map(({ product: { id: listingId, title, unit, price: cost }, quantity }, index) => {
    const whose = { saleId: id, shopId: shop.id, village: shop.village };
    const set = { ...whose, listingId, title, unit, cost, quantity };
    return born(saleLine, { id: lineIdOf(id, index), set }, shop.ownerId, bornMs(id));
  });

function movementRows(
  { id, shop, lines, takenBackMs }: DemoSale,
  isCounted: (product: DemoProduct) => boolean,
  born: Born,
): Row[] {
  return lines.flatMap(({ product, quantity }, index) => {
    if (!isCounted(product)) return [];
    const where = { listingId: product.id, shopId: shop.id, village: shop.village };
    const gone = { ...where, quantity: -quantity, reason: 'sale', saleId: id };
    const row = born(
      movement,
      { id: soldMoveIdOf(id, index), set: gone },
      shop.ownerId,
      bornMs(id),
    );
    if (takenBackMs === null) return [row];
    const back = { ...where, quantity, reason: 'undo', saleId: backIdOf(id) };
    const birth = { id: backMoveIdOf(id, index), set: back };
    return [row, born(movement, birth, shop.ownerId, takenBackMs)];
  });
}

/** What was sold had come to the shelf before: what is there today stays what it is. */
function restocks(
  sold: readonly DemoSale[],
  isCounted: (product: DemoProduct) => boolean,
  born: Born,
): Row[] {
  const units = new Map<DemoProduct, number>();
  const standing = sold.filter(({ takenBackMs }) => takenBackMs === null);
  for (const { product, quantity } of standing.flatMap(({ lines }) => lines))
    if (isCounted(product)) units.set(product, (units.get(product) ?? 0) + quantity);
  const owners = new Map(sold.map(({ shop }) => [shop.id, shop.ownerId]));
  return [...units].map(([{ id: listingId, shopId, village }, quantity]) => {
    const id = demoId(`restock/${listingId}`);
    const set = { listingId, shopId, village, quantity, reason: 'restock' };
    return born(movement, { id, set }, owners.get(shopId) ?? '', bornMs(id));
  });
}

/** The moment inside a UUIDv7. ms since epoch. */
const bornMs = (id: string): number => parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
