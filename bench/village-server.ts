/** A whole server on its own throw-away PostgreSQL, filled with a market of a given size. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openLog } from '#api/log';
import { startServer } from '#api/main';
import { connect, type Db } from '#db/connect';
import { seedDemo } from '#db/demo-seed';
import { scaledMarket } from '#db/demo/scale';
import { openDatabase } from '#db/embedded/database-url';
import { openSecrets } from '#db/embedded/secrets';
import { migrate } from '#db/migrate';

export interface VillageServer {
  readonly url: string;
  readonly port: number;
  readonly db: Db;
  close(): Promise<void>;
}

/** @param products how many listings the market has; pictures are left out, they are not measured here */
export async function villageServer(products: number): Promise<VillageServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'jukung-bench-'));
  chmodSync(dataDir, 0o755);
  const secrets = openSecrets(dataDir);
  const database = await openDatabase({
    dataDir,
    secrets,
    externalUrl: undefined,
    say: () => undefined,
  });
  await migrate(database.url);
  const db = connect(database.url, { max: 4 });
  const market = scaledMarket(products, 'bench');
  const withoutPictures = {
    ...market,
    products: market.products.map((one) => ({ ...one, photos: [] })),
  };
  await seedDemo(db, withoutPictures, {
    storePhoto: () => Promise.reject(new Error('no pictures in this market')),
    createAccount: () => Promise.resolve(),
  });
  const server = await startServer({
    databaseUrl: database.url,
    dataDir,
    port: 0,
    secrets,
    log: openLog('silent'),
  });
  return {
    url: server.url,
    port: Number(new URL(server.url).port),
    db,
    async close() {
      await server.close();
      await db.destroy();
      await database.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
