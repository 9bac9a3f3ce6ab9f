/** A person of the village, known to this system by an id their phone made before any account. */
import { may, must, on, refuse } from '#sync/action';
import { entity, type Values } from '#sync/entity';
import { decided, integer, latest, ref, text } from '#sync/field';
import { facilitates, isDinas } from './rights';
import { DESK_SCOPE, personScope, villageScope } from './scopes';
import { isVillageCode, villageCode } from './village-code';

export const person = entity('person', {
  fields: {
    name: latest(text(60)),
    village: latest(villageCode),
    /** When somebody who stood face to face with them saw that the number is theirs; 0: nobody yet. */
    phoneVerifiedMs: decided(integer(0, Number.MAX_SAFE_INTEGER)),
    phoneVerifiedBy: decided(text(36)),
  },
  privateScopes: (id, values) =>
    values.village === ''
      ? [personScope(id), DESK_SCOPE]
      : [personScope(id), DESK_SCOPE, villageScope(values.village)],
});

export type PersonValues = Values<(typeof person)['fields']>;

const name = text(60);

/** A person says who they are, on their own phone, before or after having an account. */
export const introduce = on(person)('introduce', {
  input: { id: must(ref('person')), name: must(name), village: must(villageCode) },
  touches: ({ id }) => [{ noun: 'person', id }],
  decide: ({ world, input, actor }) => {
    if (input.id !== actor.personId) return refuse('person.not_you');
    if (input.name.trim() === '') return refuse('person.name_missing');
    const set = { name: input.name.trim(), village: input.village };
    return [{ noun: 'person', id: input.id, create: !world.get(person, input.id), set }];
  },
});

export const editPerson = on(person)('edit', {
  input: { id: must(ref('person')), name: may(name), village: may(villageCode) },
  touches: ({ id }) => [{ noun: 'person', id }],
  decide: ({ world, input, actor }) => {
    if (!world.get(person, input.id)) return refuse('person.unknown');
    if (input.id !== actor.personId) return refuse('person.not_you');
    if (input.name?.trim() === '') return refuse('person.name_missing');
    const set: Record<string, string> = {};
    if (input.name !== undefined) set.name = input.name.trim();
    if (input.village !== undefined) set.village = input.village;
    return [{ noun: 'person', id: input.id, set }];
  },
});

/** A number is a login name, not proof. Seen face to face by a facilitator or the Dinas, it is a fact. */
export const verifyPhone = on(person)('verify-phone', {
  input: { id: must(ref('person')) },
  touches: ({ id }) => [{ noun: 'person', id }],
  decide: ({ world, input, actor, nowMs }) => {
    const standing = world.get(person, input.id);
    if (!standing) return refuse('person.unknown');
    const mayVerify =
      isDinas(actor) || (isVillageCode(standing.village) && facilitates(actor, standing.village));
    if (!mayVerify || input.id === actor.personId) return refuse('person.may_not_verify');
    const set = { phoneVerifiedMs: nowMs, phoneVerifiedBy: actor.personId };
    return [{ noun: 'person', id: input.id, set }];
  },
});
