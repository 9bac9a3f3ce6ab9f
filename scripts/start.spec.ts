import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { processBirth } from '#db/embedded/process-facts';

import {
  endDatabaseOf,
  freePort,
  healthAt,
  kill9,
  postmasterOf,
  queryIn,
  type Run,
  runScript,
  untilOpen,
} from './testing/start-command';

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
  await endDatabaseOf(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
});

function run(words: string[] = [], settings: Record<string, string> = {}): Run {
  const made = runScript({
    words,
    settings: { JUKUNG_DATA: dataDir, PORT: String(port), ...settings },
  });
  runs.push(made);
  return made;
}

describe('starting again', () => {
  it('after kill -9 goes on with everything that was there', async () => {
    const first = run();
    await untilOpen(first, port);
    await queryIn(
      dataDir,
      `CREATE TABLE harvest (fruit text); INSERT INTO harvest VALUES ('langsat')`,
    );
    await kill9(first);

    const second = run();
    await untilOpen(second, port);
    expect(second.output).toContain('Took over the database');
    expect(await queryIn(dataDir, 'SELECT fruit FROM harvest')).toEqual([{ fruit: 'langsat' }]);

    await kill9(second);
    await endDatabaseOf(dataDir);
    const third = run();
    await untilOpen(third, port);
    expect(await queryIn(dataDir, 'SELECT fruit FROM harvest')).toEqual([{ fruit: 'langsat' }]);
  });

  it('takes the place of a server that still runs, even when its note is lost', async () => {
    const orphan = run();
    await untilOpen(orphan, port);
    const heir = run();
    expect(await orphan.exitCode).toBe(0);
    await untilOpen(heir, port);

    rmSync(join(dataDir, 'server.json'));
    const heirOfHeir = run();
    expect(await heir.exitCode).toBe(0);
    await untilOpen(heirOfHeir, port);
    expect(heirOfHeir.output).toContain('Ending the Jukung of an earlier start');
  });

  it('never ends a stranger that was given the number of a dead server', async () => {
    const stranger = spawn('sleep', ['120']);
    const note = { pid: stranger.pid, birth: 'another boot/1', port };
    writeFileSync(join(dataDir, 'server.json'), JSON.stringify(note));
    await untilOpen(run(), port);
    expect(processBirth(stranger.pid ?? 0)).toBeDefined();
    stranger.kill();
  });

  it('writes what was asked in vain without the address that was asked for', async () => {
    const started = run();
    await untilOpen(started, port);
    const path = '/toko-acil-siti-081122334455';
    expect((await fetch(`http://localhost:${port}${path}`)).status).toBe(404);
    await expect.poll(() => started.output).toContain('"status":404,"route":null');
    expect(started.output).not.toMatch(/081122334455|acil-siti/);
  });

  it('puts everything away in order when it is asked to stop', async () => {
    const started = run();
    await untilOpen(started, port);
    const pid = postmasterOf(dataDir);
    started.child.kill('SIGINT');
    expect(await started.exitCode).toBe(0);
    expect(processBirth(pid ?? 0)).toBeUndefined();
    expect(postmasterOf(dataDir)).toBeUndefined();
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

  it('on a port that a stranger holds ends nobody: the running server goes on where it is', async () => {
    const healthy = run();
    await untilOpen(healthy, port);
    stranger = createServer();
    const taken = await freePort();
    await new Promise<void>((resolve) => stranger.listen(taken, resolve));
    const refused = run([], { PORT: String(taken) });
    expect(await refused.exitCode).toBe(1);
    expect(refused.output).toContain(`Port ${taken} is held by another program`);
    expect(healthy.child.exitCode).toBeNull();
    expect(healthy.output).not.toContain('Stopping');
    expect(await healthAt(port)).toBe(200);

    // With a free one it moves there.
    const moved = await freePort();
    const heir = run([], { PORT: String(moved) });
    expect(await healthy.exitCode).toBe(0);
    await untilOpen(heir, moved);
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
