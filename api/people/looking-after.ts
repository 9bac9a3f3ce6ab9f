/** Who may see and help whom: the Dinas everybody, a facilitator the people of their own villages. */
import { facilitates, isDinas } from '#domain/rights';
import type { Actor } from '#sync/action';

import type { ApiPorts } from '../ports';

export interface PersonFacts extends Actor {
  readonly name: string;
  readonly village: string;
  readonly phoneVerified: boolean;
  /** True when anything at all is known of them. */
  readonly known: boolean;
}

export async function factsOf({ db, store }: ApiPorts, personId: string): Promise<PersonFacts> {
  const facts = await store.transaction((tx) => tx.person(personId));
  const said = await db
    .selectFrom('person')
    .select(['name', 'village', 'phone_verified_ms'])
    .where('id', '=', personId)
    .executeTakeFirst();
  return {
    personId,
    hasAccount: facts.hasAccount,
    rights: facts.rights,
    name: said?.name ?? '',
    village: said?.village ?? '',
    phoneVerified: (said?.phone_verified_ms ?? 0) > 0,
    known: said !== undefined || facts.hasAccount,
  };
}

/** Whether `actor` may see `subject`'s account and phones. Nobody looks after themselves. */
export function mayLookAfter(actor: PersonFacts, subject: PersonFacts): boolean {
  if (!actor.hasAccount || actor.personId === subject.personId) return false;
  return isDinas(actor) || (subject.village !== '' && facilitates(actor, subject.village));
}

/**
 * Whether `actor` may let `subject` choose a new PIN.
 *
 * Security: a facilitator never for somebody in office. A code for a colleague or for the Dinas would
 * hand over rights the facilitator does not have.
 */
export function mayReset(actor: PersonFacts, subject: PersonFacts): boolean {
  if (!mayLookAfter(actor, subject)) return false;
  const inOffice = subject.rights.some(({ role }) => role === 'dinas' || role === 'facilitator');
  return isDinas(actor) || !inOffice;
}

export const looksAfterAnybody = (actor: PersonFacts): boolean =>
  actor.hasAccount && actor.rights.some(({ role }) => role === 'dinas' || role === 'facilitator');
