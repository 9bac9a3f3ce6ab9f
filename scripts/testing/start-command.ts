/** The start command in a process of its own, as tests run, kill and question it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

import pg from 'pg';
import { expect } from 'vitest';

import { signal, waitUntilGone } from '#db/embedded/process-facts';

import { projectDir } from '../installation';

/** One run of a command, with all it has printed so far. */
export interface Run {
  child: ChildProcess;
  output: string;
  exitCode: Promise<number | null>;
}

export interface RunWishes {
  /** Name of the script; `start` unless said otherwise. */
  readonly script?: string;
  /** What is written behind the command. */
  readonly words?: readonly string[];
  /** Settings beside those of the tests themselves; `DATABASE_URL` is never handed on. */
  readonly settings: Readonly<Record<string, string>>;
  /** Another copy of the project. */
  readonly cwd?: string;
}

export function runScript({ script = 'start', words = [], settings, cwd }: RunWishes): Run {
  const env: NodeJS.ProcessEnv = { ...process.env };
  for (const name of ['DATABASE_URL', 'JUKUNG_DATA', 'JUKUNG_BACKUPS']) delete env[name];
  const child = spawn(process.execPath, ['--import', 'tsx', `scripts/${script}.ts`, ...words], {
    cwd: cwd ?? projectDir,
    env: { ...env, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const made: Run = {
    child,
    output: '',
    exitCode: new Promise((resolve) => child.once('exit', (code) => resolve(code))),
  };
  const listen = (bytes: Buffer): void => void (made.output += bytes.toString('utf8'));
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  return made;
}

export async function untilOpen(started: Run, port: number): Promise<void> {
  await expect
    .poll(() => (started.output.includes('Jukung is open') ? 'open' : started.child.exitCode), {
      // Filling the sample village takes half a minute on two idle cores.
      timeout: 300_000,
      interval: 100,
    })
    .not.toBe(null);
  expect(started.output).toContain('Jukung is open');
  expect(await healthAt(port)).toBe(200);
}

/** Status of `/healthz`. */
export async function healthAt(port: number): Promise<number> {
  return (await fetch(`http://localhost:${port}/healthz`)).status;
}

export async function kill9({ child, exitCode }: Run): Promise<void> {
  child.kill('SIGKILL');
  await exitCode;
}

/** Asks the embedded database of a state folder, which must be running. */
export async function queryIn(
  dataDir: string,
  statement: string,
): Promise<Record<string, unknown>[]> {
  const secret = readFileSync(join(dataDir, 'secrets', 'database'), 'utf8').trim();
  const client = new pg.Client({
    host: '127.0.0.1',
    port: Number(readFileSync(join(dataDir, 'postgres.port'), 'utf8')),
    user: 'jukung',
    database: 'jukung',
    password: Buffer.from(secret, 'base64url').toString('hex'),
  });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

/** Process of the embedded database of a state folder, undefined when none left its mark. */
export function postmasterOf(dataDir: string): number | undefined {
  try {
    const lock = join(realpathSync(join(dataDir, 'postgres')), 'postmaster.pid');
    return Number(readFileSync(lock, 'utf8').split('\n')[0]);
  } catch {
    return undefined;
  }
}

export async function endDatabaseOf(dataDir: string): Promise<void> {
  const pid = postmasterOf(dataDir);
  if (pid === undefined) return;
  signal(pid, 'SIGQUIT');
  await waitUntilGone(pid, 10_000);
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
