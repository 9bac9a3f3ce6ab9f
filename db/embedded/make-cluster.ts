/**
 * Makes an empty database folder. It is built beside its place and moved in when whole, so that a start
 * killed half-way leaves a draft to throw away and never a folder that might hold somebody's rows.
 */
import { spawn } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

import type { Binaries } from './binaries';
import type { RunAs } from './place';
import { processBirth, processesMentioning, signal, waitUntilGone } from './process-facts';
import { StartFailure } from './start-failure';

export const superuser = 'jukung';

export interface Birth {
  folder: string;
  binaries: Binaries;
  password: string;
  runAs: RunAs | undefined;
  /** false only in tests: skips forcing the new files to disk. */
  durable: boolean;
}

/** Runs initdb into a draft and moves it to `folder`, which must be missing or empty. */
export async function makeCluster({
  folder,
  binaries,
  password,
  runAs,
  durable,
}: Birth): Promise<void> {
  const parent = dirname(folder);
  mkdirSync(parent, { recursive: true });
  await sweepDrafts(folder);

  const draft = `${folder}.draft-${process.pid}`;
  mkdirSync(draft, { mode: 0o700 });
  const passwordFile = `${draft}.password`;
  writeFileSync(passwordFile, password + '\n', { mode: 0o600 });
  if (runAs) {
    for (const path of [draft, passwordFile]) chownSync(path, runAs.uid, runAs.gid);
  }
  try {
    await initdb(binaries, draft, passwordFile, runAs, durable);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(passwordFile, { force: true });
  }
  moveIn(draft, folder, parent);
}

function initdb(
  { initdb: program, major }: Binaries,
  draft: string,
  passwordFile: string,
  runAs: RunAs | undefined,
  durable: boolean,
): Promise<void> {
  // The C.UTF-8 that PostgreSQL 17 and later carry themselves sorts alike on every machine and never
  // changes with the system's library, which would break indexes silently.
  const locale =
    major >= 17
      ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
      : ['--locale=C'];
  const words = [
    `--pgdata=${draft}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--data-checksums',
    '--no-instructions',
    ...locale,
    ...(durable ? [] : ['--no-sync']),
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      ...runAs,
      cwd: draft,
      env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let complaint = '';
    child.stderr.on('data', (bytes: Buffer) => (complaint += bytes.toString('utf8')));
    child.on('error', (error) => reject(new StartFailure(`initdb cannot run: ${error.message}`)));
    child.on('close', (code) => {
      if (code === 0) resolve();
      else
        reject(new StartFailure(`PostgreSQL could not make its data folder: ${complaint.trim()}`));
    });
  });
}

/** Two first starts at once both build a draft; the first to move in wins and the other's is dropped. */
function moveIn(draft: string, folder: string, parent: string): void {
  try {
    renameSync(draft, folder);
  } catch (error) {
    if (!existsSync(join(folder, 'PG_VERSION'))) throw error;
    rmSync(draft, { recursive: true, force: true });
  }
  const handle = openSync(parent, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

/** Drafts of starts that died; the initdb of a killed start may still be writing into one. */
async function sweepDrafts(folder: string): Promise<void> {
  const prefix = `${basename(folder)}.draft-`;
  for (const entry of readdirSync(dirname(folder))) {
    if (!entry.startsWith(prefix)) continue;
    const maker = Number.parseInt(entry.slice(prefix.length), 10);
    if (maker !== process.pid && processBirth(maker) !== undefined) continue;
    const draft = join(dirname(folder), entry);
    for (const pid of processesMentioning(draft)) {
      signal(pid, 'SIGKILL');
      await waitUntilGone(pid, 5_000);
    }
    rmSync(draft, { recursive: true, force: true });
  }
}
