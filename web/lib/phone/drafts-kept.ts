/** Where half-filled forms are kept: in the person's own store, strictly durable like the rest of it. */
import type { Draft } from './db/person-db';
import { surviving } from './db/survive';
import { heart } from './heart';

/**
 * @param writer whose turn it was when it was typed; '' before anybody's store was open
 * @returns false when somebody else has taken the phone over: nothing was written into their store
 */
export async function putDraft(writer: string, key: string, value: unknown): Promise<boolean> {
  const { open } = await heart();
  if (writer !== '' && writer !== open.profileId) return false;
  await surviving(
    () => open.db.drafts.put({ key, value, savedMs: Date.now() }),
    () => open.store.makeRoom(),
  );
  return true;
}

export async function getDraft(key: string): Promise<unknown> {
  const { open } = await heart();
  return (await surviving(() => open.db.drafts.get(key)))?.value;
}

export async function deleteDraft(key: string): Promise<void> {
  const { open } = await heart();
  await surviving(() => open.db.drafts.delete(key));
}

export async function listDrafts(prefix: string): Promise<Draft[]> {
  const { open } = await heart();
  const found = await surviving(() => open.db.drafts.where('key').startsWith(prefix).toArray());
  return found.sort((a, b) => b.savedMs - a.savedMs);
}
