/** The one copy of the market that everybody on this phone shares, opened once. */
import { Dexie } from 'dexie';
import { CatalogueDb } from './db/catalogue-db';
import { CATALOGUE_DB } from './db/catalogue-name';
import { openSafely } from './db/open-safely';
import { forgetStoreName } from './db/store-name';
import { keepFirstPaint } from './keep-first-paint';
import { shelf } from './shelf';

let opening: Promise<CatalogueDb> | null = null;

/** @throws PhoneBroken when nothing can be stored on this phone */
export function openMarket(): Promise<CatalogueDb> {
  opening ??= open().catch((failure: unknown) => {
    opening = null;
    throw failure;
  });
  return opening;
}

async function open(): Promise<CatalogueDb> {
  const { db, left } = await openSafely(CATALOGUE_DB, (name) => new CatalogueDb(name), shelf);
  // It can be had again: no copy of it is worth keeping beside another.
  for (const name of left)
    void Dexie.delete(name)
      .then(() => forgetStoreName(CATALOGUE_DB, name, shelf))
      .catch(() => undefined);
  keepFirstPaint(db);
  return db;
}
