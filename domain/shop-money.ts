/**
 * Where a shop's money goes: its lasting code, kept once, and its account in words. Nobody but the owner says
 * that, and only the shop's own people see it here; a buyer gets it with an order that both have agreed to.
 */
import { may, must, on, refuse, type Learned, type Patch, type World } from '#sync/action';
import { entity, type Values } from '#sync/entity';
import { fixed, latest, lines, ref, text } from '#sync/field';
import type { RowKey } from '#sync/row';
import { ACCOUNT_LENGTH, OPEN_PER_SHOP, order, orderPay } from './order';
import { QRIS_LENGTH, readQris } from './qris';
import { ownsShop } from './rights';
import { shopScope } from './scopes';
import { shop } from './shop';

/** One row for a shop, under the shop's own id; an order's (orderPay) likewise: nobody else's can be met there. */
export const shopMoney = entity('shopMoney', {
  fields: {
    shopId: fixed(ref('shop')),
    qris: latest(text(QRIS_LENGTH)),
    account: latest(lines(ACCOUNT_LENGTH)),
  },
  privateScopes: (_id, { shopId }) => [shopScope(shopId)],
});
export type ShopMoneyValues = Values<(typeof shopMoney)['fields']>;

/** Kept, changed, or taken away by an empty text. Orders that are under way hear of it. */
export const keepMoney = on(shopMoney)<KeepFields, null>('keep', {
  input: keepFields(),
  touches: ({ shopId }) => [
    { noun: shop.noun, id: shopId },
    { noun: shopMoney.noun, id: shopId },
  ],
  learns: async ({ shopId }, look): Promise<Learned<null>> => {
    const running = { is: { shopId, status: ['accepted', 'ready'] } };
    const ids = await look.find(order, running, OPEN_PER_SHOP);
    const rows = ids.flatMap((id): RowKey[] => [
      { noun: order.noun, id },
      { noun: orderPay.noun, id },
    ]);
    return { facts: null, rows };
  },
  decide: ({ world, input, actor, learned }) => {
    const home = world.get(shop, input.shopId);
    if (!home) return refuse('shop.unknown');
    if (!ownsShop(actor, home)) return refuse('shop.owner_only');
    const set: { qris?: string; account?: string } = {};
    if (input.qris !== undefined) {
      const read = input.qris === '' ? null : readQris(input.qris);
      if (read && 'refused' in read) return read;
      set.qris = input.qris;
    }
    if (input.account !== undefined) set.account = input.account.trim();
    const id = input.shopId;
    const standing = world.get(shopMoney, id);
    const kept: Patch = standing
      ? { noun: shopMoney.noun, id, set }
      : { noun: shopMoney.noun, id, create: true, set: { shopId: input.shopId, ...set } };
    const running = (learned?.rows ?? []).filter(({ noun }) => noun === order.noun);
    const now = { qris: '', account: '', ...standing, ...set };
    return [kept, ...running.flatMap((row) => givenTo(world, row.id, now))];
  },
});

type KeepFields = ReturnType<typeof keepFields>;
function keepFields() {
  return {
    shopId: must(ref('shop')),
    /** What the camera read; empty: taken away. */
    qris: may(text(QRIS_LENGTH)),
    account: may(lines(ACCOUNT_LENGTH)),
  };
}

/** Rows from which payWays() is made. */
export const payRows = (orderId: string, shopId: string): RowKey[] => [
  { noun: shopMoney.noun, id: shopId },
  { noun: orderPay.noun, id: orderId },
];

/** The server alone: an order that both have agreed to carries where its money can go. */
export function payWays(world: World, orderId: string, shopId: string): Patch[] {
  const money = world.get(shopMoney, shopId);
  return money ? givenTo(world, orderId, money) : [];
}

function givenTo(
  world: World,
  orderId: string,
  { qris, account }: Pick<ShopMoneyValues, 'qris' | 'account'>,
): Patch[] {
  const its = world.get(order, orderId);
  const given = world.get(orderPay, orderId);
  if (!its || (!given && qris === '' && account === '')) return [];
  if (given?.qris === qris && given.account === account) return [];
  const { shopId, buyerId } = its;
  return given
    ? [{ noun: orderPay.noun, id: orderId, set: { qris, account } }]
    : [
        {
          noun: orderPay.noun,
          id: orderId,
          create: true,
          set: { orderId, shopId, buyerId, qris, account },
        },
      ];
}
