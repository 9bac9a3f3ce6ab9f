/**
 * Two starts at once must not mend the same folder: what one takes for a dead man's lock may be the other's
 * newborn. So whoever starts or stops a database takes its turn. The token is the name of a local socket,
 * which the system gives to one process only and takes back when that process dies, however it dies.
 */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { StartFailure } from './start-failure';

const patienceMs = 600_000;
const pollMs = 50;

/**
 * Does `work` while no other process of this machine does any on the same folder.
 *
 * @throws StartFailure when the turn has not come after ten minutes
 */
export async function inTurn<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const token = await takeToken(tokenOf(folder));
  try {
    return await work();
  } finally {
    await new Promise<void>((resolve) => token.close(() => resolve()));
  }
}

async function takeToken(name: string): Promise<Server> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const token = await tryToken(name);
    if (token) return token;
    if (Date.now() > deadline) {
      throw new StartFailure('Another process has been starting this database for ten minutes.');
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

function tryToken(name: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const token = createServer((visitor) => visitor.destroy());
    token.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') reject(error);
      else void dropIfDead(name).then(() => resolve(undefined));
    });
    token.listen(name, () => resolve(token));
  });
}

/** Linux keeps such names in memory alone. Elsewhere the name is a file, which a killed process leaves behind. */
function tokenOf(folder: string): string {
  const name = `jukung-${createHash('sha256').update(folder).digest('hex').slice(0, 24)}`;
  return process.platform === 'linux' ? `\0${name}` : join(tmpdir(), `${name}.sock`);
}

function dropIfDead(name: string): Promise<void> {
  if (name.startsWith('\0')) return Promise.resolve();
  return new Promise((resolve) => {
    const caller = connect(name);
    caller.once('connect', () => resolve(void caller.destroy()));
    caller.once('error', () => {
      rmSync(name, { force: true });
      resolve();
    });
  });
}
