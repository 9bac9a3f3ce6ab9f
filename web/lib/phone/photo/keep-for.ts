/** A picture made small goes to the one who took it, whoever has the phone by then. */
import { inStoreOf } from '../heart';
import { keepShrunk } from './keep';
import type { ShrunkPhoto } from './shrink';

/**
 * @param taker profile id; '' for whoever is at the helm
 * @returns false when there is no room for it, or nobody to keep it for
 */
export async function keepFor(taker: string, photo: ShrunkPhoto): Promise<boolean> {
  try {
    const kept = await inStoreOf(taker, async (db, room) => {
      await keepShrunk(db, photo, Date.now(), room);
      return true;
    });
    return kept ?? false;
  } catch {
    return false;
  }
}
