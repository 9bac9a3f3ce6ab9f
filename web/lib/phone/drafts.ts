/**
 * Half-filled forms: what was typed survives a call coming in, a closed app, an empty battery. Where
 * there is no room left it stays in this tab, and the person is told.
 */
import { whileBusy } from './calm';
import { phone, tell, wakePhone } from './phone.svelte';

/** Keys that begin so are small things remembered, not forms somebody has begun. */
export const NOTE = 'note.';
/** The number a person gave last: on signing up, signing in, or to a shop. */
export const MY_NUMBER = `${NOTE}nomor`;
/** The form in which somebody says who they are: it is never carried to another person. */
export const SIGN_UP = 'daftar';

/** What found no room, by person and key: it is its writer's, whoever has the phone next. */
const inMemory = new Map<string, unknown>();
const own = (key: string): string => `${phone.profileId} ${key}`;

/** Keys begin with the form: `listing.new.<shopId>`. The value is plain JSON. Never throws. */
export async function saveDraft(key: string, value: unknown): Promise<void> {
  const plain: unknown = JSON.parse(JSON.stringify(value));
  const writer = phone.profileId;
  const ownKey = own(key);
  inMemory.set(ownKey, plain);
  try {
    const isKept = await whileBusy(async () => {
      const stores = await import('./drafts-kept').catch(() => null);
      await stores?.putDraft(writer, key, plain);
      return stores !== null;
    });
    if (!isKept) return void keepOnArrival(ownKey, key, writer);
    if (inMemory.get(ownKey) === plain) inMemory.delete(ownKey);
  } catch (failure) {
    const full = failure instanceof Error && failure.name === 'PhoneFull';
    tell({ code: full ? 'phone.full' : 'phone.broken' });
  }
}

/**
 * A first visit that lost its signal half-way: the stores have not arrived, which is not the phone's fault.
 * The newest writing waits in this tab for them.
 */
async function keepOnArrival(ownKey: string, key: string, writer: string): Promise<void> {
  if (writer !== '') return;
  await wakePhone();
  const newest = inMemory.get(ownKey);
  if (newest === undefined) return;
  inMemory.delete(ownKey);
  await saveDraft(key, newest);
}

/** Undefined if there is none. Never throws. */
export async function readDraft<T>(key: string): Promise<T | undefined> {
  if (inMemory.has(own(key))) return inMemory.get(own(key)) as T;
  try {
    const { getDraft } = await import('./drafts-kept');
    return (await getDraft(key)) as T | undefined;
  } catch {
    return undefined;
  }
}

export async function dropDraft(key: string): Promise<void> {
  inMemory.delete(own(key));
  try {
    const { deleteDraft } = await import('./drafts-kept');
    await deleteDraft(key);
  } catch {
    // It will be offered once more; better than the other way round.
  }
}

/** Every draft whose key begins so, newest first. */
export async function draftsUnder<T>(
  prefix: string,
): Promise<{ readonly key: string; readonly value: T; readonly savedMs: number }[]> {
  try {
    const { listDrafts } = await import('./drafts-kept');
    return (await listDrafts(prefix)) as { key: string; value: T; savedMs: number }[];
  } catch {
    return [];
  }
}
