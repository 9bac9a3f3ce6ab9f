/** Who may do what, as questions with yes or no for an answer. */
import type { Actor } from '#sync/action';

export const roles = ['facilitator', 'courier', 'dinas', 'helper'] as const;
export type Role = (typeof roles)[number];

export const isDinas = (actor: Actor): boolean =>
  actor.vouched === true || actor.rights.some((right) => right.role === 'dinas');

export const facilitates = (actor: Actor, village: string): boolean =>
  actor.vouched === true ||
  actor.rights.some((right) => right.role === 'facilitator' && right.village === village);

export const ownsShop = (actor: Actor, shop: { ownerId: string }): boolean =>
  actor.vouched === true || shop.ownerId === actor.personId;

/** The owner, and the helpers the owner has named. */
const worksFor = (actor: Actor, shopId: string, shop: { ownerId: string }): boolean =>
  ownsShop(actor, shop) ||
  actor.rights.some((right) => right.role === 'helper' && right.shopId === shopId);

/** Those who may change a shop's products: its people, and the facilitator of its village. */
export const tendsShop = (
  actor: Actor,
  shopId: string,
  shop: { ownerId: string; village: string },
): boolean => worksFor(actor, shopId, shop) || facilitates(actor, shop.village);
