/**
 * Photos in a backup: each file once, named by the SHA-256 of its bytes, in a folder that all backups of
 * one place share. Files of photos never change, so where the disk allows it they are hard links and cost
 * nothing; elsewhere only new ones are copied.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  chmod,
  copyFile,
  link,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface KeptPhoto {
  /** Below `photos/` of the state folder, with forward slashes. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** What the last backup knew of a file, so that it is not read again. */
interface Seen {
  readonly sizeBytes: number;
  readonly changedMs: number;
  readonly sha256: string;
}

const FOLDERS = ['public', 'private'] as const;
/** Below `photos/`: the folder, two digits, the picture, its sizes. */
const LEVELS = 3;

/**
 * Puts every photo of the state folder into the pool. Half-arrived uploads are left out.
 *
 * @returns all photos, and how many were new to the pool
 */
export async function keepPhotos(
  dataDir: string,
  poolDir: string,
): Promise<{ photos: KeptPhoto[]; fresh: number }> {
  const index = join(poolDir, 'index.json');
  await mkdir(poolDir, { recursive: true, mode: 0o700 });
  const before = await readIndex(index);
  const after: Record<string, Seen> = {};
  const photos = new Map<string, KeptPhoto>();
  let fresh = 0;
  const keep = async (path: string): Promise<void> => {
    const file = join(dataDir, 'photos', path);
    const facts = await stat(file);
    if (!facts.isFile()) return;
    const known = before[path];
    const same = known?.sizeBytes === facts.size && known.changedMs === facts.mtimeMs;
    const sha256 = same ? known.sha256 : await hashOfFile(file);
    if (await linkOrCopy(file, pooled(poolDir, sha256), facts.size)) fresh += 1;
    after[path] = { sizeBytes: facts.size, changedMs: facts.mtimeMs, sha256 };
    photos.set(path, { path, sizeBytes: facts.size, sha256 });
  };
  // Pictures go out and back while we read: one may be in neither folder when that one is looked through.
  const seen = new Set<string>();
  for (let found = true; found;) {
    const paths = await photoPaths(dataDir);
    const news = paths.filter((path) => !seen.has(belowFolder(path)));
    for (const path of news) {
      seen.add(belowFolder(path));
      await keepWherever(dataDir, path, keep);
    }
    found = news.length > 0;
  }
  await writeFile(`${index}.draft`, JSON.stringify(after), { mode: 0o600 });
  await rename(`${index}.draft`, index);
  return { photos: [...photos.values()], fresh };
}

/** How often a picture is run after from one folder to the other. */
const CHASES = 4;

/**
 * Where the file is not, it is looked for in the other folder. One that is in neither was taken away
 * (a preview that gave way, an erased picture) and is left out.
 */
async function keepWherever(
  dataDir: string,
  path: string,
  keep: (path: string) => Promise<void>,
): Promise<void> {
  const places = [path, inOtherFolder(path)];
  let failure: unknown;
  for (let chase = 0; chase < CHASES; chase += 1) {
    for (const place of places) {
      try {
        return await keep(place);
      } catch (told) {
        if (!isMissing(told)) throw told;
        failure = told;
      }
    }
  }
  // It is there and yet something was missing: the pool itself, say. A backup must not be silent about it.
  for (const place of places) {
    if (await stat(join(dataDir, 'photos', place)).catch(() => null)) throw failure;
  }
}

const belowFolder = (path: string): string => path.slice(path.indexOf('/') + 1);

const inOtherFolder = (path: string): string =>
  `${path.startsWith('public/') ? 'private' : 'public'}/${belowFolder(path)}`;

const isMissing = (failure: unknown): boolean => (failure as { code?: unknown }).code === 'ENOENT';

export interface PhotosBack {
  readonly restored: number;
  /** Below `photos/`: not in the pool, or not what they were. */
  readonly missing: readonly string[];
}

/** Puts photos back from the pool; each is read and checked, whatever its name says. */
export async function bringBackPhotos(
  dataDir: string,
  poolDir: string,
  photos: readonly KeptPhoto[],
): Promise<PhotosBack> {
  const missing: string[] = [];
  for (const { path, sizeBytes, sha256 } of photos) {
    const source = pooled(poolDir, sha256);
    const sound = isPhotoPath(path) && (await hashOfFile(source).catch(() => '')) === sha256;
    if (!sound) {
      missing.push(path);
      continue;
    }
    const target = join(dataDir, 'photos', path);
    const there = (await hashOfFile(target).catch(() => '')) === sha256;
    if (there) continue;
    await rm(target, { force: true });
    // A copy: the state folder must never share its bytes with the only backup.
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await copyWhole(source, target, sizeBytes);
  }
  return { restored: photos.length - missing.length, missing };
}

/** Security: a damaged or foreign list never writes outside the folder of photos. */
const isPhotoPath = (path: string): boolean =>
  /^(public|private)\/[0-9a-f]{2}\/[0-9a-f]{64}(\.preview)?\/[a-z0-9.-]+$/.test(path);

/** Hash of the picture that a file belongs to: the name of its folder. */
export const pictureOf = (path: string): string => path.split('/')[2]?.slice(0, 64) ?? '';

const pooled = (poolDir: string, sha256: string): string =>
  join(poolDir, sha256.slice(0, 2), sha256);

/** @returns true if it was not there before */
async function linkOrCopy(file: string, target: string, sizeBytes: number): Promise<boolean> {
  const held = await stat(target).catch(() => null);
  if (held?.size === sizeBytes) return false;
  await rm(target, { force: true });
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  try {
    await link(file, target);
  } catch {
    await copyWhole(file, target, sizeBytes);
  }
  return true;
}

async function copyWhole(source: string, target: string, sizeBytes: number): Promise<void> {
  const draft = `${target}.draft-${process.pid}`;
  await copyFile(source, draft);
  await chmod(draft, 0o600);
  if ((await stat(draft)).size !== sizeBytes)
    throw new Error(`${source} changed while it was read`);
  await rename(draft, target);
}

/** Of all photos now, below `photos/`. Level by level: a picture that moves meanwhile takes no other along. */
async function photoPaths(dataDir: string): Promise<string[]> {
  let paths: string[] = [...FOLDERS];
  for (let level = 0; level < LEVELS; level += 1) {
    const deeper: string[] = [];
    for (const path of paths) {
      const names = await readdir(join(dataDir, 'photos', path)).catch((failure: unknown) => {
        if (isMissing(failure) || (failure as { code?: unknown }).code === 'ENOTDIR') return [];
        throw failure;
      });
      deeper.push(...names.map((name) => `${path}/${name}`));
    }
    paths = deeper;
  }
  return paths.filter(isPhotoPath);
}

async function readIndex(path: string): Promise<Record<string, Seen>> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Record<string, Seen>;
  } catch {
    return {};
  }
}

async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
