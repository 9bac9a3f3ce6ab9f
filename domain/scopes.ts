/** Who may carry what away: the names of the scopes, and which of them a person holds. */
import type { Actor } from '#sync/action';
import { isDinas } from './rights';

/** Kecamatan Paringin Selatan (Kemendagri code): the district whose catalogue everybody may hold. */
const DISTRICT = '63.11.07';
export const CATALOGUE_SCOPE = `catalogue:${DISTRICT}`;

/**
 * What the Dinas works with: who lives where, which shops there are, who has which right. Never what a
 * shop sells or counts: that stays with the shop and its facilitator.
 */
export const DESK_SCOPE = `desk:${DISTRICT}`;

export const shopScope = (shopId: string): string => `shop:${shopId}`;
export const villageScope = (village: string): string => `village:${village}`;
export const personScope = (personId: string): string => `person:${personId}`;

/**
 * Private scopes of a person: their own rows, the desk, villages they look after, shops they own or help in.
 * In this order, because a phone holds a limited number: anybody may name anybody a helper, and that must
 * never push an office out.
 */
export function scopesOf(actor: Actor, ownedShopIds: readonly string[]): string[] {
  const scopes = new Set([personScope(actor.personId)]);
  if (isDinas(actor)) scopes.add(DESK_SCOPE);
  for (const { role, village } of actor.rights) {
    if (role === 'facilitator' && village !== '') scopes.add(villageScope(village));
  }
  for (const shopId of ownedShopIds) scopes.add(shopScope(shopId));
  for (const { role, shopId } of actor.rights) {
    if (role === 'helper' && shopId !== '') scopes.add(shopScope(shopId));
  }
  return [...scopes];
}
