/** Jukung itself, as the README starts it, in a process of its own that can be killed. */
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { freePort } from '#bench/shaper';

export const projectDir = fileURLToPath(new URL('..', import.meta.url));
/** The first start of a run may have to build the pages. */
const startLimitMs = 180_000;

export interface ServerSettings {
  readonly databaseUrl: string;
  /** Secrets and pictures lie here. */
  readonly dataDir: string;
}

export interface StartWishes {
  /** What is written behind the command. */
  readonly words?: readonly string[];
  /** Where another version of the program lies. */
  readonly programDir?: string;
}

export class ServerProcess {
  private child: ChildProcess | undefined;
  private ended: Promise<void> = Promise.resolve();
  private output = '';
  private unread = 0;
  port = 0;

  constructor(private readonly settings: ServerSettings) {}

  /** Resolves when the address is open; the port stays the same from start to start. */
  async start({ words = [], programDir = projectDir }: StartWishes = {}): Promise<void> {
    this.port ||= await freePort();
    const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/start.ts', ...words], {
      cwd: programDir,
      env: {
        ...process.env,
        DATABASE_URL: this.settings.databaseUrl,
        JUKUNG_DATA: this.settings.dataDir,
        PORT: String(this.port),
        NODE_ENV: 'production',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    this.ended = new Promise((resolve) => child.once('exit', () => resolve()));
    const from = this.output.length;
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string): void =>
        reject(new Error(`${why}; it said:\n${this.output.slice(from)}`));
      const limit = setTimeout(() => fail('Jukung did not open in time'), startLimitMs);
      const listen = (bytes: Buffer): void => {
        this.output += bytes.toString('utf8');
        if (this.output.slice(from).includes('Jukung is open')) {
          clearTimeout(limit);
          resolve();
        }
      };
      child.stdout?.on('data', listen);
      child.stderr?.on('data', listen);
      child.once('exit', (code) => {
        clearTimeout(limit);
        fail(`Jukung ended with ${code ?? 'a signal'}`);
      });
    });
  }

  /** As when the power goes: no farewell, nothing put away. */
  async kill(): Promise<void> {
    this.child?.kill('SIGKILL');
    await this.ended;
  }

  /** Asks it to put everything away. */
  async stop(): Promise<void> {
    this.child?.kill('SIGTERM');
    await this.ended;
  }

  /** What it has complained of since the last look: log lines of level error and worse. */
  takeTroubles(): string[] {
    const lines = this.output.slice(this.unread).split('\n');
    this.unread = this.output.length;
    return lines.filter(
      (line) => /"level":(50|60|"error"|"fatal")/.test(line) || /^\s+at /.test(line),
    );
  }
}
