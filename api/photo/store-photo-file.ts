/** A picture that comes from ourselves (the sample market), by the same way as everybody's. */
import type { Db } from '#db/connect';

import { openPhotoStore } from './photo-store';
import { receivePhoto, sha256 } from './receive';

export interface PhotoFacts {
  /** SHA-256 of the file, hex. */
  readonly hash: string;
  readonly width: number;
  readonly height: number;
  /** ThumbHash, base64. */
  readonly placeholder: string;
}

/**
 * Makes and keeps all sizes of a picture file.
 *
 * @throws Problem photo.unreadable
 */
export async function storePhotoFile(
  { db, dataDir }: { db: Db; dataDir: string },
  file: Uint8Array,
): Promise<PhotoFacts> {
  const bytes = Buffer.from(file);
  const hash = sha256(bytes);
  const photos = openPhotoStore(db, dataDir);
  const arrived = { bytes, hash, rank: 'full', deviceId: null } as const;
  const { width, height, thumbhash } = await receivePhoto({ db, photos }, arrived);
  return { hash, width, height, placeholder: thumbhash };
}
