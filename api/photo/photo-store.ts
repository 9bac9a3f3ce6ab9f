/**
 * Where the bytes of pictures lie: a folder for what buyers may see, a folder for the rest, and what
 * the database knows of each. A file is named by (hash, size), written beside and renamed into place,
 * so that a reader finds all of it or nothing.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { Db } from '#db/connect';

import type { VariantName } from './variants';

export type Visibility = 'public' | 'private';
export type Rank = 'preview' | 'full';

export interface StoredPhoto {
  readonly hash: string;
  readonly rank: Rank;
  readonly visibility: Visibility;
  readonly deviceId: string | null;
}

interface NewPhoto {
  readonly hash: string;
  readonly rank: Rank;
  readonly visibility: Visibility;
  readonly deviceId: string | null;
  readonly mime: string;
  readonly sizeBytes: number;
  readonly width: number;
  readonly height: number;
  readonly variants: ReadonlyMap<VariantName, Buffer>;
}

export interface PhotoStore {
  /** Folder of uploads that are not whole yet. */
  readonly incoming: string;
  find(hash: string): Promise<StoredPhoto | undefined>;
  /** Keeps the sizes of one picture; a full one takes the place of its preview, never the reverse. */
  keep(photo: NewPhoto): Promise<void>;
  read(photo: StoredPhoto, variant: VariantName): Promise<Buffer | undefined>;
  /** To where its records say it belongs: out when buyers see it, back when they no longer do. */
  move(photo: StoredPhoto, to: Visibility): Promise<StoredPhoto>;
  forget(hash: string): Promise<void>;
}

export function openPhotoStore(db: Db, dataDir: string): PhotoStore {
  const root = join(dataDir, 'photos');
  const incoming = join(root, 'incoming');
  for (const folder of [incoming, join(root, 'public'), join(root, 'private')]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
  // Security: only 64 hex digits ever become part of a path. Previews have a folder of their own
  // below, so that a final picture's address never shows preview bytes.
  const folderOf = (visibility: Visibility, hash: string, rank: Rank): string => {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new Error('not a hash');
    return join(root, visibility, hash.slice(0, 2), rank === 'full' ? hash : `${hash}.preview`);
  };

  const find = async (hash: string): Promise<StoredPhoto | undefined> => {
    const file = await db
      .selectFrom('photo_file')
      .select(['hash', 'visibility', 'device_id', 'stored_at'])
      .where('hash', '=', hash)
      .executeTakeFirst();
    if (!file) return undefined;
    const rank = file.stored_at === null ? 'preview' : 'full';
    return { hash, rank, visibility: file.visibility, deviceId: file.device_id };
  };

  return {
    incoming,
    find,
    async keep(photo) {
      const { hash, rank, visibility } = photo;
      const folder = folderOf(visibility, hash, rank);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      for (const [name, bytes] of photo.variants) await writeWhole(join(folder, name), bytes);
      const facts = {
        mime: photo.mime,
        size_bytes: photo.sizeBytes,
        width: photo.width,
        height: photo.height,
        visibility,
        variants: JSON.stringify(sizesOf(photo.variants)),
        device_id: photo.deviceId,
        stored_at: rank === 'full' ? new Date() : null,
      };
      await db
        .insertInto('photo_file')
        .values({ hash, ...facts })
        .onConflict((older) =>
          older.column('hash').doUpdateSet(facts).where('photo_file.stored_at', 'is', null),
        )
        .execute();
      if (rank !== 'full') return;
      for (const old of ['public', 'private'] as const) {
        await rm(folderOf(old, hash, 'preview'), { recursive: true, force: true });
      }
    },
    async read(photo, variant) {
      // Whether it may be seen was decided by its records. Another request may be moving it this moment,
      // or died between the two steps of a move: then it lies in the other folder.
      const other = photo.visibility === 'public' ? 'private' : 'public';
      for (const visibility of [photo.visibility, other] as const) {
        const path = join(folderOf(visibility, photo.hash, photo.rank), variant);
        // Only a file that is not there is missing: whoever hears so forgets the picture. Too many open
        // files or a disk that fails for a moment must never look like that.
        const bytes = await readFile(path).catch((failure: NodeJS.ErrnoException) => {
          if (failure.code === 'ENOENT') return undefined;
          throw failure;
        });
        if (bytes) return bytes;
      }
      return undefined;
    },
    async move(photo, to) {
      if (photo.visibility === to) return photo;
      const target = folderOf(to, photo.hash, photo.rank);
      await mkdir(join(target, '..'), { recursive: true, mode: 0o700 });
      // Another request may have moved it already; then the record below says the same twice.
      await rename(folderOf(photo.visibility, photo.hash, photo.rank), target).catch(
        () => undefined,
      );
      const set = db.updateTable('photo_file').set({ visibility: to });
      await set.where('hash', '=', photo.hash).execute();
      return { ...photo, visibility: to };
    },
    async forget(hash) {
      await db.deleteFrom('photo_file').where('hash', '=', hash).execute();
      for (const visibility of ['public', 'private'] as const) {
        for (const rank of ['preview', 'full'] as const) {
          await rm(folderOf(visibility, hash, rank), { recursive: true, force: true });
        }
      }
    },
  };
}

/** On disk before it has its name: the database must never know of bytes a power cut can take back. */
async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}

const sizesOf = (variants: ReadonlyMap<VariantName, Buffer>): Record<string, number> =>
  Object.fromEntries([...variants].map(([name, bytes]) => [name, bytes.length]));
