/** A whole server on its own throw-away PostgreSQL, filled with a market of a given size. */
import { createHash } from 'node:crypto';
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
import { readEpoch } from '#db/server-epoch';
import { newestSnapshot, readStream } from '#db/snapshots';
import { CATALOGUE_SCOPE } from '#domain/scopes';
import type { ShelvedSnapshot } from '#sync/server/store';

export interface HeldSnapshot extends ShelvedSnapshot {
  readonly packed: Buffer;
}

export interface VillageServer {
  readonly url: string;
  readonly port: number;
  readonly db: Db;
  /** The one phones are given, and its bytes. */
  newestSnapshot(): Promise<{ snapshot: HeldSnapshot }>;
  close(): Promise<void>;
}

/** What the record of a picture weighs: 32 and 21 bytes that nobody can press together. No file behind it. */
function pictureOf(bytes: Uint8Array) {
  const hash = createHash('sha256').update(bytes).digest();
  const placeholder = createHash('sha256').update(hash).digest().subarray(0, 21).toString('base64');
  return { hash: hash.toString('hex'), width: 960, height: 720, placeholder };
}

/** @param products how many listings the market has, each with the record of one picture */
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
  const photographed = {
    ...market,
    products: market.products.map((one, n) => ({ ...one, photos: [`picture-${n}`] })),
  };
  await seedDemo(db, photographed, {
    readPhoto: (file) => Promise.resolve(Buffer.from(file)),
    storePhoto: (bytes) => Promise.resolve(pictureOf(bytes)),
    createAccount: () => Promise.resolve(),
  });
  const server = await startServer({
    databaseUrl: database.url,
    dataDir,
    port: 0,
    secrets,
    log: openLog('silent'),
  });
  await server.snapshotsMade();
  return {
    url: server.url,
    port: Number(new URL(server.url).port),
    db,
    async newestSnapshot() {
      const standing = await newestSnapshot(db, CATALOGUE_SCOPE, await readEpoch(db));
      const packed = standing && (await readStream(db, standing.id, 0));
      if (!packed) throw new Error('no snapshot was made');
      return { snapshot: { ...standing, packed } };
    },
    async close() {
      await server.close();
      await db.destroy();
      await database.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
