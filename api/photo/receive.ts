/** An upload is whole: is it what it claims, and is it a picture? Then its sizes are made and kept. */
import { createHash } from 'node:crypto';

import type { ApiPorts } from '../ports';
import { Problem } from '../problem';
import { readPicture } from './picture';
import type { Rank } from './photo-store';
import { isShown } from './rights';
import { makeVariants } from './variants';

export interface Arrived {
  readonly bytes: Buffer;
  readonly hash: string;
  readonly rank: Rank;
  readonly deviceId: string | null;
}

/** One picture at a time in a process: decoding takes up to 75 MB and all of a core. */
let line: Promise<unknown> = Promise.resolve();

/** @throws Problem photo.hash_differs, photo.unreadable; then nothing was kept */
export function receivePhoto(ports: Pick<ApiPorts, 'db' | 'photos'>, arrived: Arrived) {
  const turn = line.then(() => receive(ports, arrived));
  line = turn.catch(() => undefined);
  return turn;
}

async function receive({ db, photos }: Pick<ApiPorts, 'db' | 'photos'>, arrived: Arrived) {
  const { bytes, hash, rank, deviceId } = arrived;
  if (rank === 'full' && sha256(bytes) !== hash) throw new Problem('photo.hash_differs');
  const picture = await readPicture(bytes);
  const variants = await makeVariants(picture);
  const visibility = (await isShown(db, hash)) ? 'public' : 'private';
  const { width, height, thumbhash } = picture;
  await photos.keep({
    hash,
    rank,
    visibility,
    deviceId,
    mime: mimeOf(bytes),
    sizeBytes: bytes.length,
    width,
    height,
    variants,
  });
  return { width, height, thumbhash };
}

export const sha256 = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');

/** Told by the first byte; readPicture() has already refused everything that is none of these. */
function mimeOf(bytes: Buffer): string {
  if (bytes[0] === 0xff) return 'image/jpeg';
  if (bytes[0] === 0x89) return 'image/png';
  return bytes[0] === 0x52 ? 'image/webp' : 'image/avif';
}
