/** A right one person gives another: to help in a shop, to look after a village, to carry goods. */
import { may, must, on, refuse, type Actor, type World } from '#sync/action';
import { entity, type Values } from '#sync/entity';
import { choice, decided, fixed, maybeRef, ref, text } from '#sync/field';
import { isDinas, ownsShop, roles } from './rights';
import { DESK_SCOPE, personScope, shopScope } from './scopes';
import { shop } from './shop';
import { isVillageCode, villageCode } from './village-code';

export const grant = entity('grant', {
  fields: {
    personId: fixed(ref('person')),
    role: fixed(choice(roles)),
    village: fixed(villageCode),
    shopId: fixed(maybeRef('shop')),
    givenBy: fixed(ref('person')),
    /** Who it is, for a shop whose phones do not hold the person: their name and nothing else of them. */
    personName: decided(text(60)),
    status: decided(choice(['active', 'revoked'])),
  },
  privateScopes: (_id, values) =>
    values.shopId === ''
      ? [personScope(values.personId), DESK_SCOPE]
      : [personScope(values.personId), DESK_SCOPE, shopScope(values.shopId)],
  follows: {
    noun: 'person',
    by: 'personId',
    heeds: ['name'],
    copies: { personName: 'name' },
  },
});

export type GrantValues = Values<(typeof grant)['fields']>;

/** Shop owners name helpers; every other right is the Dinas's to give. */
function mayGive(actor: Actor, world: World, role: string, shopId: string): boolean {
  if (role !== 'helper') return isDinas(actor);
  const standing = world.get(shop, shopId);
  return standing !== undefined && ownsShop(actor, standing);
}

export const giveGrant = on(grant)('give', {
  input: {
    id: must(ref('grant')),
    personId: must(ref('person')),
    role: must(choice(roles)),
    village: may(villageCode),
    shopId: may(ref('shop')),
  },
  touches: ({ id, personId, shopId }) => [
    { noun: 'grant', id },
    // Held still while their name is copied.
    { noun: 'person', id: personId },
    ...(shopId ? [{ noun: 'shop', id: shopId }] : []),
  ],
  decide: ({ world, input, actor }) => {
    if (world.get(grant, input.id)) return refuse('row.exists');
    const { role, personId, village = '', shopId = '' } = input;
    if (role === 'helper' && shopId === '') return refuse('grant.shop_missing');
    if (role === 'facilitator' && !isVillageCode(village)) return refuse('grant.village_missing');
    if (!actor.hasAccount) return refuse('account.needed');
    if (!mayGive(actor, world, role, shopId)) return refuse('grant.may_not_give');
    const set = { personId, role, village, shopId, givenBy: actor.personId, status: 'active' };
    return [{ noun: 'grant', id: input.id, create: true, set }];
  },
});

export const revokeGrant = on(grant)('revoke', {
  input: { id: must(ref('grant')), shopId: may(ref('shop')) },
  touches: ({ id, shopId }) => [
    { noun: 'grant', id },
    ...(shopId ? [{ noun: 'shop', id: shopId }] : []),
  ],
  decide: ({ world, input, actor }) => {
    const standing = world.get(grant, input.id);
    if (!standing) return refuse('grant.unknown');
    const leaves = standing.personId === actor.personId;
    if (!leaves && !mayGive(actor, world, standing.role, standing.shopId)) {
      return refuse('grant.may_not_give');
    }
    return [{ noun: 'grant', id: input.id, set: { status: 'revoked' } }];
  },
});
