/**
 * npm writes into package-lock.json only the optional packages it could see from the machine it ran on,
 * and `npm ci` on the next machine then refuses the lock. Run after every `npm install`:
 *
 *   npm run complete-lock
 *
 * Packages that exist once per kind of machine are pinned to one exact version by the package that
 * wants them and carry the kind in their name, so the missing entries can be written without asking.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { projectDir, runCommand, say } from './installation';

interface LockEntry {
  version?: string;
  optionalDependencies?: Record<string, string>;
  optional?: boolean;
  dev?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
}

export interface Lock {
  packages: Record<string, LockEntry>;
}

export const lockFile = join(projectDir, 'package-lock.json');

/** The optional packages that some entry wants and the lock does not hold: `[path, exact version]`. */
export function missingFromLock({
  packages,
}: Lock): { path: string; version: string; dev: boolean }[] {
  const missing = Object.entries(packages).flatMap(([owner, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name]) => !placesOf(owner, name).some((place) => place in packages))
      .map(([name, version]) => ({
        path: `node_modules/${name}`,
        version,
        dev: entry.dev ?? false,
      })),
  );
  return missing.sort((a, b) => a.path.localeCompare(b.path));
}

/** Where node looks for `name` when `owner` asks for it, nearest first. */
function placesOf(owner: string, name: string): string[] {
  const places: string[] = [];
  for (let at = owner; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    places.push(`${at}/node_modules/${name}`);
  }
  return [...places, `node_modules/${name}`];
}

function entryFor(path: string, version: string, dev: boolean): LockEntry {
  const kind = path.split('/').at(-1) ?? '';
  const os = /android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32|aix/.exec(
    kind,
  )?.[0];
  const cpu = /arm64|arm|x64|ia32|loong64|mips64el|ppc64|riscv64|s390x/.exec(kind)?.[0];
  if (!os || !cpu || !/^\d+\.\d+\.\d+\S*$/.test(version)) {
    throw new Error(
      `${path}@${version} is missing from the lock and its name does not say for which machine`,
    );
  }
  const libc = /musl/.test(kind) ? 'musl' : /gnu/.test(kind) ? 'glibc' : undefined;
  return {
    version,
    cpu: [cpu],
    ...(dev ? { dev: true } : {}),
    ...(os === 'linux' && libc ? { libc: [libc] } : {}),
    optional: true,
    os: [os],
  };
}

async function completeLock(): Promise<void> {
  const lock = JSON.parse(readFileSync(lockFile, 'utf8')) as Lock;
  const missing = missingFromLock(lock);
  for (const { path, version, dev } of missing) lock.packages[path] = entryFor(path, version, dev);
  const [top, ...rest] = Object.entries(lock.packages);
  const sorted = rest.sort(([a], [b]) => a.localeCompare(b, 'en'));
  lock.packages = Object.fromEntries(top ? [top, ...sorted] : sorted);
  writeFileSync(lockFile, JSON.stringify(lock, null, 2) + '\n');
  say(`Added ${missing.length} optional packages of other machines to package-lock.json.`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) runCommand(completeLock);
