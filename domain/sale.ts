/**
 * A sale at the stall or by WhatsApp: goods and money have changed hands already, so nobody is asked. It is
 * there the moment it is tapped. What was tapped wrongly is taken back by a sale that reverses it: nothing
 * that was written down disappears.
 */
import { entity, type Values } from '#sync/entity';
import { choice, decided, fixed, flag, integer, maybeRef, ref, rupiah, text } from '#sync/field';
import { LINES_PER_ORDER, MAX_QUANTITY } from './order';
import { shopScope, villageScope } from './scopes';
import { villageCode } from './village-code';

/** How buyer and seller met; what came as an order of the app is an order. */
export const saleChannels = ['stall', 'wa'] as const;
export type SaleChannel = (typeof saleChannels)[number];

/** Products of one sale, and an amount without a product beside them. */
const LINES_PER_SALE = LINES_PER_ORDER + 1;

export const sale = entity('sale', {
  fields: {
    shopId: fixed(ref('shop')),
    village: fixed(villageCode),
    channel: fixed(choice(saleChannels)),
    /**
     * What came in. No action moves it later; it is decided and not fixed because only such values keep
     * their version, which says when it was sold by the clock of the village, on which phone, and by whom.
     */
    total: decided(rupiah),
    lineCount: fixed(integer(0, LINES_PER_SALE)),
    /** The sale that was a mistake: its money and goods go back, and both stay to be seen. */
    reverses: fixed(maybeRef('sale')),
    /** Written down by whoever looks after the village, for a seller who can't. */
    assisted: fixed(flag(false)),
  },
  privateScopes: (_id, values) => scopesOfSale(values),
});

export const saleLine = entity('saleLine', {
  fields: {
    saleId: fixed(ref('sale')),
    shopId: fixed(ref('shop')),
    village: fixed(villageCode),
    /** Empty for money without a product. */
    listingId: fixed(maybeRef('listing')),
    // As it was sold: whatever becomes of the product later.
    title: fixed(text(80)),
    unit: fixed(text(20)),
    /** Rupiah for one unit. */
    cost: fixed(rupiah),
    quantity: fixed(integer(1, MAX_QUANTITY)),
    assisted: fixed(flag(false)),
  },
  privateScopes: (_id, values) => scopesOfSale(values),
});

export type SaleValues = Values<(typeof sale)['fields']>;
export type SaleLineValues = Values<(typeof saleLine)['fields']>;

/**
 * What a seller earns is the shop's own. Only what somebody wrote down for them is also held by those who
 * look after the village: they have seen it, and whoever comes after them goes on with it.
 */
function scopesOfSale(values: { shopId: string; village: string; assisted: boolean }): string[] {
  const own = shopScope(values.shopId);
  return values.assisted ? [own, villageScope(values.village)] : [own];
}
