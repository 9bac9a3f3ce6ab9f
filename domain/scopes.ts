/** Who may carry what away: the names of the scopes, and which of them a person holds. */
import type { Actor } from '#sync/action';
import { isDinas } from './rights';

/** Kecamatan Paringin Selatan (Kemendagri code): the district whose catalogue everybody may hold. */
export const DISTRICT = '63.11.07';
export const CATALOGUE_SCOPE = `catalogue:${DISTRICT}`;

/**
 * What the Dinas works with: who lives where, which shops there are, who has which right. Never what a
 * shop sells or counts: that stays with the shop and its facilitator.
 */
export const DESK_SCOPE = `desk:${DISTRICT}`;

export const shopScope = (shopId: string): string => `shop:${shopId}`;
export const villageScope = (village: string): string => `village:${village}`;
export const personScope = (personId: string): string => `person:${personId}`;

/** Private scopes of a person: their own rows, shops they own or help in, villages they look after, the desk. */
export function scopesOf(actor: Actor, ownedShopIds: readonly string[]): string[] {
  const scopes = new Set([personScope(actor.personId), ...ownedShopIds.map(shopScope)]);
  if (isDinas(actor)) scopes.add(DESK_SCOPE);
  for (const right of actor.rights) {
    if (right.role === 'helper' && right.shopId !== '') scopes.add(shopScope(right.shopId));
    if (right.role === 'facilitator' && right.village !== '')
      scopes.add(villageScope(right.village));
  }
  return [...scopes].sort();
}
