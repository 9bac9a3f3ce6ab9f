/** A picture taken on this phone, as large as it is still held: copies that have arrived may have been given up. */
import { heart } from '../heart';

/** @returns null when nobody has taken it here, or the store can't be read just now */
export async function ownPicture(hash: string): Promise<Blob | null> {
  try {
    const { open } = await heart();
    const [full, preview] = await open.db.photoBytes.bulkGet([
      [hash, 'full'],
      [hash, 'preview'],
    ]);
    const held = full ?? preview;
    return held ? new Blob([held.bytes], { type: held.type }) : null;
  } catch {
    return null;
  }
}
