/**
 * Reads the market's copy some rows at a time with the browser's own IndexedDB: ten thousand rows handed
 * over as one would hold up a cheap phone for a second, and Dexie would copy each once more.
 */
import type { CatalogueDb, PublicHeld } from './catalogue-db';

/** Rows handed over at once: some ten ms of a cheap phone. */
const PAGE = 60;

/**
 * @param take gets every row held of these nouns, noun after noun and by id within each, as they stood at one moment
 */
export async function eachPage(
  catalogue: CatalogueDb,
  nouns: readonly string[],
  take: (row: PublicHeld) => void,
): Promise<void> {
  const rows = catalogue.backendDB().transaction('rows').objectStore('rows');
  for (const noun of nouns) {
    let last = `${noun}/`;
    for (let came = PAGE; came === PAGE;) {
      // 0 comes after / and nothing between them.
      const page = await got(rows.getAll(IDBKeyRange.bound(last, `${noun}0`, true), PAGE));
      page.forEach(take);
      came = page.length;
      last = page.at(-1)?.name ?? last;
    }
  }
}

function got(request: IDBRequest<PublicHeld[]>): Promise<PublicHeld[]> {
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error ?? new Error('not read'));
  });
}
