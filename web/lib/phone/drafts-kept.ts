/** Where half-filled forms are kept: in the person's own store, strictly durable like the rest of it. */
import type { Draft } from './db/person-db';
import { surviving } from './db/survive';
import { heart, inStoreOf } from './heart';

/** @param writer whose turn it was when it was typed: it is theirs. '' before anybody's store was open */
export async function putDraft(writer: string, key: string, value: unknown): Promise<void> {
  await inStoreOf(writer, (db, room) =>
    surviving(() => db.drafts.put({ key, value, savedMs: Date.now() }), room),
  );
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
