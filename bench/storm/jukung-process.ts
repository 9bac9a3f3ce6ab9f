/** The start command as a process of its own that can be shot: `npm start`, kill -9, `npm start`. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { signal, waitUntilGone } from '#db/embedded/process-facts';
import { projectDir } from '#scripts/installation';

const START_MS = 120_000;

export interface JukungOptions {
  readonly dataDir: string;
  readonly port: number;
  /** Undefined: the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
}

export interface JukungProcess {
  readonly pid: number;
  /** Waits until it answers. @throws Error with what it printed, when it ended instead */
  untilOpen(): Promise<void>;
  kill9(): Promise<void>;
  /** As Ctrl-C does; waits until it has put everything away. */
  stop(): Promise<void>;
}

export function startJukung({ dataDir, port, databaseUrl }: JukungOptions): JukungProcess {
  const env: NodeJS.ProcessEnv = { ...process.env, JUKUNG_DATA: dataDir, PORT: String(port) };
  delete env['DATABASE_URL'];
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/start.ts'], {
    cwd: projectDir,
    env: { ...env, LOG_LEVEL: 'silent', ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const listen = (bytes: Buffer): void => void (output += bytes.toString('utf8'));
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    pid: child.pid ?? 0,
    async untilOpen() {
      for (const fromMs = Date.now(); Date.now() - fromMs < START_MS; await sleep(50)) {
        if (output.includes('Jukung is open')) return;
        if (hasEnded(child)) break;
      }
      throw new Error(`Jukung did not open:\n${output}`);
    },
    async kill9() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) =>
  exitCode !== null || signalCode !== null;

/** Kills the PostgreSQL that lives in this folder, as a power cut would: no word to anybody. */
export async function shootPostmaster(folder: string): Promise<void> {
  const lock = readFileSync(join(realpathSync(folder), 'postmaster.pid'), 'utf8');
  const pid = Number(lock.split('\n')[0]);
  signal(pid, 'SIGKILL');
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
