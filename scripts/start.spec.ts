import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { processBirth, signal, waitUntilGone } from '#db/embedded/process-facts';

import { projectDir } from './installation';

/** One run of the start command, with all it has printed so far. */
interface Run {
  child: ChildProcess;
  output: string;
  exitCode: Promise<number | null>;
}

let dataDir: string;
let port: number;
let runs: Run[];

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'jukung-start-'));
  chmodSync(dataDir, 0o755);
  port = await freePort();
  runs = [];
});

afterEach(async () => {
  for (const { child, exitCode } of runs) {
    child.kill('SIGTERM');
    await exitCode;
  }
  await endDatabase();
  rmSync(dataDir, { recursive: true, force: true });
});

function run(words: string[] = [], settings: Record<string, string> = {}): Run {
  const env: NodeJS.ProcessEnv = { ...process.env, JUKUNG_DATA: dataDir, PORT: String(port) };
  delete env['DATABASE_URL'];
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/start.ts', ...words], {
    cwd: projectDir,
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
  runs.push(made);
  return made;
}

async function untilOpen(started: Run): Promise<void> {
  await expect
    .poll(() => (started.output.includes('Jukung is open') ? 'open' : started.child.exitCode), {
      timeout: 120_000,
      interval: 100,
    })
    .not.toBe(null);
  expect(started.output).toContain('Jukung is open');
  const health = await fetch(`http://localhost:${port}/healthz`);
  expect(health.status).toBe(200);
}

async function kill9({ child, exitCode }: Run): Promise<void> {
  child.kill('SIGKILL');
  await exitCode;
}

async function query(statement: string): Promise<Record<string, unknown>[]> {
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

function postmaster(): number | undefined {
  try {
    return Number(
      readFileSync(join(realpathSync(join(dataDir, 'postgres')), 'postmaster.pid'), 'utf8').split(
        '\n',
      )[0],
    );
  } catch {
    return undefined;
  }
}

async function endDatabase(): Promise<void> {
  const pid = postmaster();
  if (pid === undefined) return;
  signal(pid, 'SIGQUIT');
  await waitUntilGone(pid, 10_000);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

describe('starting again', () => {
  it('after kill -9 goes on with everything that was there', async () => {
    const first = run();
    await untilOpen(first);
    await query(`CREATE TABLE harvest (fruit text); INSERT INTO harvest VALUES ('langsat')`);
    await kill9(first);

    const second = run();
    await untilOpen(second);
    expect(second.output).toContain('Took over the database');
    expect(await query('SELECT fruit FROM harvest')).toEqual([{ fruit: 'langsat' }]);

    await kill9(second);
    await endDatabase();
    const third = run();
    await untilOpen(third);
    expect(await query('SELECT fruit FROM harvest')).toEqual([{ fruit: 'langsat' }]);
  });

  it('takes the place of a server that still runs, even when its note is lost', async () => {
    const orphan = run();
    await untilOpen(orphan);
    const heir = run();
    expect(await orphan.exitCode).toBe(0);
    await untilOpen(heir);

    rmSync(join(dataDir, 'server.json'));
    const heirOfHeir = run();
    expect(await heir.exitCode).toBe(0);
    await untilOpen(heirOfHeir);
    expect(heirOfHeir.output).toContain('Ending the Jukung of an earlier start');
  });

  it('never ends a stranger that was given the number of a dead server', async () => {
    const stranger = spawn('sleep', ['120']);
    const note = { pid: stranger.pid, birth: 'another boot/1', port };
    writeFileSync(join(dataDir, 'server.json'), JSON.stringify(note));
    await untilOpen(run());
    expect(processBirth(stranger.pid ?? 0)).toBeDefined();
    stranger.kill();
  });

  it('puts everything away in order when it is asked to stop', async () => {
    const started = run();
    await untilOpen(started);
    const pid = postmaster();
    started.child.kill('SIGINT');
    expect(await started.exitCode).toBe(0);
    expect(processBirth(pid ?? 0)).toBeUndefined();
    expect(postmaster()).toBeUndefined();
  });
});

describe('not starting', () => {
  let stranger: Server;
  afterEach(() => stranger?.close());

  it('says who holds the port when it is a stranger, and leaves it alone', async () => {
    stranger = createServer();
    await new Promise<void>((resolve) => stranger.listen(port, resolve));
    const refused = run();
    expect(await refused.exitCode).toBe(1);
    expect(refused.output).toMatch(
      new RegExp(`Port ${port} is held by another program \\(process ${process.pid}`),
    );
    expect(stranger.listening).toBe(true);
  });

  it('keeps sample people out of a PostgreSQL of your own, unless forced', async () => {
    const refused = run(['--demo'], { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/real' });
    expect(await refused.exitCode).toBe(1);
    expect(refused.output).toContain('sample people do not belong into real data');
    const forced = run(['--demo', '--force-demo'], {
      DATABASE_URL: 'postgres://nobody@127.0.0.1:9/real',
    });
    expect(await forced.exitCode).toBe(1);
    expect(forced.output).toContain('DATABASE_URL is set, but that PostgreSQL cannot be used');
  });

  it('explains a PORT that is no port', async () => {
    const refused = run([], { PORT: 'tiga ribu' });
    expect(await refused.exitCode).toBe(1);
    expect(refused.output).toContain('PORT must be a number from 1 to 65535');
  });
});
