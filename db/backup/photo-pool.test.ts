import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { bringBackPhotos, keepPhotos } from './photo-pool';

const SIZES = ['w160.avif', 'w160.webp', 'w480.avif', 'w480.webp', 'og.jpg'];
const hashes = Array.from({ length: 30 }, (_none, n) =>
  createHash('sha256').update(`picture ${n}`).digest('hex'),
);

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'jukung-pool-'));
  for (const hash of hashes) {
    mkdirSync(folderOf('private', hash), { recursive: true });
    mkdirSync(join(folderOf('public', hash), '..'), { recursive: true });
    for (const size of SIZES) writeFileSync(join(folderOf('private', hash), size), hash + size);
  }
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const folderOf = (folder: 'public' | 'private', hash: string): string =>
  join(dataDir, 'photos', folder, hash.slice(0, 2), hash);

/** The picture goes to whichever folder it is not in. */
function move(hash: string): void {
  const [outside, inside] = [folderOf('public', hash), folderOf('private', hash)];
  try {
    renameSync(inside, outside);
  } catch {
    renameSync(outside, inside);
  }
}

describe('the pool of photos', () => {
  it(
    'holds every picture, however they go out and back while it is filled',
    { timeout: 30_000 },
    async () => {
      for (let round = 0; round < 4; round += 1) {
        let turn = round;
        const moving = setInterval(() => move(hashes[(turn += 7) % hashes.length] ?? ''), 3);
        const pool = join(dataDir, `pool-${round}`);
        const { photos } = await keepPhotos(dataDir, pool).finally(() => clearInterval(moving));
        const kept = photos.map(({ path }) => path.split('/').slice(2).join('/'));
        const all = hashes.flatMap((hash) => SIZES.map((size) => `${hash}/${size}`));
        expect([...new Set(kept)].sort()).toEqual(all.sort());
      }
    },
  );

  it('leaves out a picture that is gone, and brings back the others as they were', async () => {
    const [gone = '', stays = ''] = hashes;
    rmSync(folderOf('private', gone), { recursive: true });
    const { photos, fresh } = await keepPhotos(dataDir, join(dataDir, 'pool'));
    expect(photos.length).toBe((hashes.length - 1) * SIZES.length);
    expect(fresh).toBe(photos.length);
    expect((await keepPhotos(dataDir, join(dataDir, 'pool'))).fresh).toBe(0);
    const other = join(dataDir, 'other');
    expect(await bringBackPhotos(other, join(dataDir, 'pool'), photos)).toEqual({
      restored: photos.length,
      missing: [],
    });
    const back = join(other, 'photos', 'private', stays.slice(0, 2), stays, 'og.jpg');
    expect(readFileSync(back, 'utf8')).toBe(`${stays}og.jpg`);
  });
});
