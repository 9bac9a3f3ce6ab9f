/** The real start command on the sample village, on a port and in a folder of its own, for measuring. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { StartFailure } from '#db/embedded/start-failure';
import { asAdmin, databaseUrl } from '#db/testing/admin';

import { projectDir } from '../installation';

const startLimitMs = 300_000;

/** Opens the village, lets `work` look at it, and clears everything away again. */
export async function withSampleVillage<T>(work: (address: string) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'jukung-budgets-'));
  chmodSync(dataDir, 0o755);
  const external = await externalDatabase();
  const port = await freePort();
  const server = spawn(
    process.execPath,
    ['--import', 'tsx', 'scripts/start.ts', '--demo', '--force-demo'],
    {
      cwd: projectDir,
      env: {
        ...process.env,
        DATABASE_URL: external?.url ?? '',
        JUKUNG_DATA: dataDir,
        PORT: String(port),
        LOG_LEVEL: 'error',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  try {
    await untilOpen(server);
    return await work(`http://localhost:${port}`);
  } finally {
    await stop(server);
    await external?.drop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function untilOpen(server: ChildProcess): Promise<void> {
  let output = '';
  return new Promise<void>((resolve, reject) => {
    const fail = (why: string): void => {
      reject(new StartFailure(`${output}\nThe sample village did not open: ${why}`));
    };
    const timer = setTimeout(() => fail('it took too long'), startLimitMs);
    const listen = (bytes: Buffer): void => {
      output += bytes.toString('utf8');
      if (!output.includes('Jukung is open')) return;
      clearTimeout(timer);
      resolve();
    };
    server.stdout?.on('data', listen);
    server.stderr?.on('data', listen);
    server.once('exit', (code) => {
      clearTimeout(timer);
      fail(`it ended with code ${code}`);
    });
  });
}

/** With a PostgreSQL of one's own the village lives in a database of its own there. */
async function externalDatabase(): Promise<{ url: string; drop: () => Promise<void> } | undefined> {
  const adminUrl = process.env['TEST_DATABASE_URL'] || process.env['DATABASE_URL'];
  if (!adminUrl) return undefined;
  const name = `jukung_test_${randomBytes(8).toString('hex')}`;
  await asAdmin(adminUrl, `CREATE DATABASE ${name}`);
  return {
    url: databaseUrl(adminUrl, name),
    drop: () => asAdmin(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
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

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await gone;
}
