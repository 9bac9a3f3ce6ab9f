/** Several people, one phone: each with their own data, outbox and name. All of it works without signal. */
import type { Done } from './act';
import { phone } from './phone.svelte';

/**
 * Gives the phone to another person. A person with a local PIN is met at `/kunci`; whoever leaves is
 * locked behind theirs. Nothing is sent under the wrong name: the one loop ends before the other begins.
 */
export async function switchTo(profileId: string): Promise<void> {
  if (profileId === phone.profileId) return;
  const { takeTurn } = await import('./heart');
  await takeTurn(profileId);
}

/** A new person begins with nothing: no account, no name, an id of their own. */
export async function newPerson(): Promise<void> {
  const [{ heart }, { addProfile }] = await Promise.all([import('./heart'), import('./profiles')]);
  const { people } = await heart();
  const { profileId } = await addProfile(people);
  await switchTo(profileId);
}

/**
 * Takes a person and everything of theirs off this phone. Refused (`phone.unsent`) while work waits to
 * be sent: it would be gone for good. Send it, or save it as a file and let it go entry by entry.
 *
 * @param evenSo after `phone.half_written` (forms begun) or `phone.store_unread` (nobody can tell what is
 *   in their store): the person has read it and wants it gone all the same
 */
export async function removePerson(profileId: string, evenSo = false): Promise<Done> {
  const { remove } = await import('./remove-person');
  return remove(profileId, evenSo);
}

/** Says who one is, before any account; with one, changes the name or village. */
export async function introduceMe(said: { name: string; village: string }): Promise<Done> {
  const [{ act }, { introduce }, { once }] = await Promise.all([
    import('./act'),
    import('#domain/person'),
    import('./live.svelte'),
  ]);
  const { personId } = await once((read) => read.me());
  return act(introduce, { id: personId, ...said });
}
