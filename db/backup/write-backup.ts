/**
 * A backup beside the running server: one REPEATABLE READ transaction sees every table at one moment, COPY
 * streams them into one file. When the file is whole on disk, the database notes how far it covers each
 * phone: from then on phones may let go of what they only kept for us.
 */
import { createHash } from 'node:crypto';

import type pg from 'pg';

import { carriedSecrets, type Secrets } from '../embedded/secrets';
import { StartFailure } from '../embedded/start-failure';
import { type ArchiveWriter, writeArchive } from './archive';
import { copyOut } from './copy';
import { withClient } from './one-client';
import { type KeptPhoto, keepPhotos } from './photo-pool';
import { carriedTables, copyOf, counters } from './tables';

/** Raised when an older program could not read the file. */
export const BACKUP_VERSION = 1;

export interface BackupHeader {
  readonly kind: 'jukung-backup';
  readonly version: number;
  /** ISO 8601. */
  readonly madeAt: string;
  readonly postgres: string;
  /** Names of the migrations that had run: the shape of every table in this file. */
  readonly migrations: readonly string[];
}

export interface BackupMade {
  readonly tables: number;
  readonly rows: number;
  readonly photos: number;
  /** Photos that were not in the pool before. */
  readonly newPhotos: number;
}

export interface BackupPlan {
  readonly url: string;
  readonly secrets: Secrets;
  /** Folder of the app's state, for its photos. */
  readonly dataDir: string;
  /** The file to write; it must not exist. Photos go into `photos/` beside it. */
  readonly path: string;
  readonly poolDir: string;
}

export async function writeBackup(plan: BackupPlan): Promise<BackupMade> {
  const archive = writeArchive(plan.path);
  try {
    return await withClient(plan.url, async (client) => {
      await client.query('begin isolation level repeatable read read only');
      const { tables, rows } = await writeTables(client, archive);
      const covered = await coveredNow(client);
      await client.query('commit');
      for (const name of carriedSecrets) {
        await archive.json('S', { name, value: plan.secrets.secret(name).toString('base64url') });
      }
      const { photos, fresh } = await keepPhotos(plan.dataDir, plan.poolDir);
      await writePhotoList(archive, photos);
      await archive.finish();
      await noteCoverage(client, covered);
      return { tables, rows, photos: photos.length, newPhotos: fresh };
    });
  } catch (failure) {
    await archive.abandon();
    throw failure;
  }
}

async function writeTables(client: pg.Client, archive: ArchiveWriter) {
  const tables = await carriedTables(client);
  // Nobody changes the shape of a table from here on; reading and writing go on.
  const names = tables.map(({ table }) => `public."${table}"`).join(', ');
  await client.query(`lock table ${names} in access share mode`);
  if (!tables.some(({ table }) => table === 'kysely_migration')) {
    throw new StartFailure('The database is empty: there is nothing to back up yet.');
  }
  const { rows: ran } = await client.query<{ name: string }>(
    'select name from kysely_migration order by timestamp, name',
  );
  const { rows: shown } = await client.query<{ server_version: string }>('show server_version');
  const header: BackupHeader = {
    kind: 'jukung-backup',
    version: BACKUP_VERSION,
    madeAt: new Date().toISOString(),
    postgres: shown[0]?.server_version ?? '',
    migrations: ran.map(({ name }) => name),
  };
  await archive.json('H', header);
  let rows = 0;
  for (const table of tables) {
    await archive.json('T', table);
    const hash = createHash('sha256');
    let count = 0;
    await copyOut(client, copyOf(table, 'to stdout'), async (piece, some) => {
      count += some;
      hash.update(piece);
      await archive.frame('D', piece);
    });
    await archive.json('E', { rows: count, sha256: hash.digest('hex') });
    rows += count;
  }
  for (const counter of await counters(client)) await archive.json('Q', counter);
  return { tables: tables.length, rows };
}

interface CoveredDevice {
  readonly id: string;
  readonly epoch: number;
  readonly last_seq: number;
}

async function coveredNow(client: pg.Client): Promise<readonly CoveredDevice[]> {
  const { rows } = await client.query<CoveredDevice>('select id, epoch, last_seq from device');
  return rows;
}

async function noteCoverage(client: pg.Client, devices: readonly CoveredDevice[]): Promise<void> {
  // A database that this program has not brought up to date yet has no place for it.
  const { rowCount } = await client.query(
    `select from information_schema.columns where table_name = 'device' and column_name = 'covered_seq'`,
  );
  if (!rowCount) return;
  await client.query(
    `update device d set covered_epoch = c.epoch, covered_seq = c.seq
     from unnest($1::uuid[], $2::int[], $3::int[]) as c (id, epoch, seq)
     where d.id = c.id and (d.covered_epoch, d.covered_seq) is distinct from (c.epoch, c.seq)`,
    [
      devices.map(({ id }) => id),
      devices.map(({ epoch }) => epoch),
      devices.map(({ last_seq }) => last_seq),
    ],
  );
}

const PHOTOS_A_FRAME = 500;

async function writePhotoList(archive: ArchiveWriter, photos: readonly KeptPhoto[]) {
  for (let from = 0; from < photos.length; from += PHOTOS_A_FRAME) {
    await archive.json('P', photos.slice(from, from + PHOTOS_A_FRAME));
  }
}
