/**
 * Builds the pages when something they are made of changed, and not otherwise: the stamp beside the
 * build is the hash of every source, so that a second start takes a moment.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { StartFailure } from '#db/embedded/start-failure';

import { installedProgram, projectDir, runCommand, say } from './installation';

const madeOf = [
  'web',
  'sync',
  'domain',
  'package.json',
  'package-lock.json',
  'svelte.config.js',
  'tsconfig.json',
  'vite.config.ts',
];
const builtFile = join(projectDir, 'build', 'web', 'handler.js');
const stampFile = join(projectDir, 'build', 'web.stamp');

/** Brings `build/web` up to date. */
export async function buildPages(): Promise<void> {
  const wanted = hashOfSources();
  if (existsSync(builtFile) && stampOfBuild() === wanted) return;
  say('Building the pages; this takes about a minute the first time …');
  const startedMs = Date.now();
  rmSync(stampFile, { force: true });
  await viteBuild();
  writeFileSync(stampFile, wanted + '\n');
  say(`Built in ${Math.round((Date.now() - startedMs) / 1000)} s.`);
}

function viteBuild(): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [installedProgram('vite/bin/vite.js'), 'build'], {
      cwd: projectDir,
      // Whoever asks: what a test's own process builds is served to people's phones all the same.
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const endWithUs = (): void => void child.kill();
    process.once('exit', endWithUs);
    let output = '';
    const collect = (bytes: Buffer): void => {
      output += bytes.toString('utf8');
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', reject);
    child.on('close', (code) => {
      process.off('exit', endWithUs);
      if (code === 0) resolve();
      else reject(new StartFailure(`${output}\nThe pages could not be built (see above).`));
    });
  });
}

function stampOfBuild(): string {
  return existsSync(stampFile) ? readFileSync(stampFile, 'utf8').trim() : '';
}

/** Tests are left out: changing one does not change a page. */
function hashOfSources(): string {
  const hash = createHash('sha256').update(process.version);
  for (const path of madeOf.flatMap(filesUnder)) {
    if (/\.(test|spec)\.ts$/.test(path)) continue;
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(projectDir, path)));
  }
  return hash.digest('hex');
}

function filesUnder(path: string): string[] {
  const full = join(projectDir, path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  return readdirSync(full)
    .sort()
    .flatMap((entry) => filesUnder(join(path, entry)));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) runCommand(buildPages);
