/**
 * Fills a database with a demo market: through the same tables and the same feed as everybody's rows,
 * so that phones find nothing strange about it. What is there already stays as it is, changed or not.
 */
import { readFile } from 'node:fs/promises';
import { declarations } from '#domain/index';
import { scopesOfRow } from '#sync/server/follow';
import { type Row, type RowKey, rowName } from '#sync/row';
import type { Entity } from '#sync/entity';
import type { Db } from './connect';
import type { DemoMarket, DemoPerson } from './demo/demo-types';
import { demoPhotoId, demoRows, type StoredPhoto } from './demo-rows';
import { publishRows } from './feed';
import { inTransaction } from './in-transaction';
import { insertRows } from './noun-rows';

export interface DemoAccount {
  readonly personId: string;
  readonly name: string;
  /** E.164. */
  readonly phone: string;
  /** Six digits. */
  readonly pin: string;
}

export interface DemoPorts {
  /** Makes the sizes of a picture and keeps them. Called once for each file. */
  readonly storePhoto: (bytes: Uint8Array) => Promise<StoredPhoto>;
  /** Bytes of a picture by its file name; those that lie in demo/photos unless said otherwise. */
  readonly readPhoto?: (file: string) => Promise<Uint8Array>;
  /** Opens an account for somebody one can sign in as; called only for those without one. */
  readonly createAccount: (account: DemoAccount) => Promise<void>;
}

export interface Seeded {
  /** New rows by noun. */
  readonly rows: Readonly<Record<string, number>>;
  /** New pictures stored. */
  readonly photos: number;
  /** New accounts. */
  readonly accounts: number;
}

const PHOTO_FOLDER = new URL('./demo/photos/', import.meta.url);
/** Rows in one statement. */
const BATCH = 1000;

/**
 * Puts the market in: pictures first, then all rows in one transaction, then the accounts. Cut short,
 * the next run does what is missing; run again, it changes nothing.
 */
export async function seedDemo(db: Db, market: DemoMarket, ports: DemoPorts): Promise<Seeded> {
  const { photosByFile, stored } = await storePhotos(db, market, ports);
  const rows = await inTransaction(db, async (tx) => {
    const counts: Record<string, number> = {};
    const nouns = demoRows(market, photosByFile);
    const byName = new Map(nouns.flatMap(({ rows }) => rows.map((row) => [rowName(row), row])));
    const leaderOf = (key: RowKey) => byName.get(rowName(key));
    for (const { entity, rows } of nouns) {
      counts[entity.noun] = await putRows(tx, entity, rows, leaderOf);
    }
    return counts;
  });
  return { rows, photos: stored, accounts: await openAccounts(db, market.people, ports) };
}

/** @returns how many were new; only those are published, so that nobody fetches the rest again */
async function putRows(
  tx: Db,
  entity: Entity,
  rows: readonly Row[],
  leaderOf: (key: RowKey) => Row | undefined,
): Promise<number> {
  let count = 0;
  for (let from = 0; from < rows.length; from += BATCH) {
    const batch = rows.slice(from, from + BATCH);
    const fresh = new Set(await insertRows(tx, entity, batch));
    const births = batch.filter(({ id }) => fresh.has(id));
    await publishRows(
      tx,
      births.map((row) => ({
        noun: row.noun,
        id: row.id,
        scopes: scopesOfRow(declarations.entities, row, leaderOf),
      })),
    );
    count += births.length;
  }
  return count;
}

/** Pictures whose bytes and records are here already are read from the records. */
async function storePhotos(db: Db, market: DemoMarket, ports: DemoPorts) {
  const { storePhoto, readPhoto = (file) => readFile(new URL(file, PHOTO_FOLDER)) } = ports;
  const known = await storedPhotos(db);
  const photosByFile = new Map<string, StoredPhoto>();
  let stored = 0;
  for (const product of market.products) {
    for (const file of product.photos) {
      if (photosByFile.has(file)) continue;
      let photo = known.get(demoPhotoId(product, file));
      if (!photo) {
        photo = await storePhoto(await readPhoto(file));
        stored += 1;
      }
      photosByFile.set(file, photo);
    }
  }
  return { photosByFile, stored };
}

/** By the id of the record. */
async function storedPhotos(db: Db): Promise<ReadonlyMap<string, StoredPhoto>> {
  const records = await db
    .selectFrom('photo')
    .innerJoin('photo_file', 'photo_file.hash', 'photo.hash')
    .select(['photo.id', 'photo.hash', 'photo.width', 'photo.height', 'photo.placeholder'])
    .where('photo_file.stored_at', 'is not', null)
    .execute();
  return new Map(records.map(({ id, ...photo }) => [id, photo]));
}

async function openAccounts(
  db: Db,
  people: readonly DemoPerson[],
  { createAccount }: DemoPorts,
): Promise<number> {
  const accounts = await db.selectFrom('account').select('person_id').execute();
  const known = new Set(accounts.map((account) => account.person_id));
  let opened = 0;
  for (const { id: personId, name, phone, pin } of people) {
    if (pin === null || known.has(personId)) continue;
    await createAccount({ personId, name, phone, pin });
    opened += 1;
  }
  return opened;
}
