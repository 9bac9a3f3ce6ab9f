/** After a restore: pictures back from the pool; what is missing is asked of the phones again. */
import { connect } from '#db/connect';
import { bringBackPhotos, type KeptPhoto, type PhotosBack, pictureOf } from '#db/backup/photo-pool';

import { openPhotoStore } from '../photo/photo-store';

/**
 * @returns how many files are back, and which are not: their pictures count as not arrived from now on, so
 *   that a phone that still has one sends it again
 */
export async function restorePhotos(
  place: { readonly databaseUrl: string; readonly dataDir: string },
  poolDir: string,
  photos: readonly KeptPhoto[],
): Promise<PhotosBack> {
  const db = connect(place.databaseUrl, { max: 2 });
  try {
    const store = openPhotoStore(db, place.dataDir);
    const back = await bringBackPhotos(place.dataDir, poolDir, photos);
    for (const hash of new Set(back.missing.map(pictureOf))) {
      if (/^[0-9a-f]{64}$/.test(hash)) await store.forget(hash);
    }
    return back;
  } finally {
    await db.destroy();
  }
}
