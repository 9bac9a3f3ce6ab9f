/**
 * Room on the phone, and whether the browser has promised not to clear it away. What is typed is kept
 * either way; the promise only makes it last when other apps need room.
 */

import { shelf } from './shelf';

class Room {
  /** The browser keeps this until the person clears it. */
  kept = $state(false);
  /** What Jukung uses. Bytes; null where the browser does not tell. */
  usedBytes = $state<number | null>(null);
  /** There is work on this phone, nobody has promised to keep it, and the person has not said "later". */
  worthAsking = $state(false);
}

export const storage = new Room();

/** Looks again; cheap. Called at every start and after something was freed. */
async function lookAtStorage(): Promise<void> {
  const manager = (navigator as { storage?: StorageManager }).storage;
  try {
    storage.kept = (await manager?.persisted?.()) ?? false;
    // The quota it also names is fiction (10 GiB on a full 8 GB phone); what is used is true.
    storage.usedBytes = (await manager?.estimate?.())?.usage ?? null;
  } catch {
    // Not told.
  }
}

/**
 * Asks the browser to keep what is here. Chrome decides by itself (an installed app gets it), Firefox
 * asks the person.
 */
export async function askToKeep(): Promise<boolean> {
  try {
    await (navigator as { storage?: StorageManager }).storage?.persist?.();
  } catch {
    // Not allowed here.
  }
  await lookAtStorage();
  return storage.kept;
}

let watched = false;

/** From when somebody is here: an installed app is granted what a page was refused. */
export function watchStorage(): void {
  if (watched) return;
  watched = true;
  addEventListener('appinstalled', () => void askToKeep());
  void lookAtStorage();
}

/**
 * After somebody's work was saved: the moment at which asking makes sense. Once for each start. A browser
 * that decides by itself is asked at once; where that was in vain, or the person would be asked without
 * having heard why, the next screen gives the reason first (KeepMyData.svelte).
 */
export async function askAfterWork(): Promise<void> {
  if (asked || storage.kept) return;
  asked = true;
  await (asksThePerson() ? lookAtStorage() : askToKeep());
  storage.worthAsking = !storage.kept && shelf.getItem(SAID_LATER) === null;
}
let asked = false;

/** No browser tells beforehand whether it would ask: of those that can, only Firefox does. */
const asksThePerson = (): boolean => navigator.userAgent.includes('Firefox/');

const SAID_LATER = 'jukung.keep-later';

/** "Nanti": not asked again on this phone; the page about storage still offers it. */
export function keepLater(): void {
  shelf.setItem(SAID_LATER, '1');
  storage.worthAsking = false;
}

/** Lets go of full-size copies of pictures that have arrived. Resolves to the bytes freed. */
export async function freeSentPhotos(): Promise<number> {
  const [{ heart }, { dropSentPhotos }] = await Promise.all([
    import('./heart'),
    import('./db/make-room'),
  ]);
  const { open } = await heart();
  const freed = await dropSentPhotos(open.db);
  await lookAtStorage();
  return freed;
}
