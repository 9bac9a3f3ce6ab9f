/** Forgetting a person at the terminal, and never letting a restore bring them back. */
import { connect, type Db } from '#db/connect';
import { type Erasure, noteErasure, readErasures } from '#db/backup/erasure-log';
import { type Erased, erasePerson, isErased, rowsOfPerson } from '#db/erase-person';

import { openPhotoStore } from '../photo/photo-store';

interface Place {
  readonly databaseUrl: string;
  /** Folder of the app's state, for its pictures. */
  readonly dataDir: string;
}

/**
 * Erases one person: noted in the log first, so that not even a crash in the middle leaves them in a later
 * restore.
 *
 * @param log path of the log beside the backups
 * @returns null when nothing is known of the person
 */
export async function eraseForGood(
  place: Place,
  log: string,
  personId: string,
): Promise<Erased | null> {
  return withDb(place, async (db) => {
    const rows = await rowsOfPerson(db, personId);
    const account = await db
      .selectFrom('account')
      .select('person_id')
      .where('person_id', '=', personId)
      .executeTakeFirst();
    if (rows.length === 0 && !account) return null;
    noteErasure(log, { personId, atMs: Date.now(), rows });
    return forget(db, place, { personId, rows });
  });
}

/**
 * Erases again everybody the logs name and this database still knows: after a restore, and at every start.
 *
 * @returns how many it was
 */
export async function replayErasures(
  place: Place & { readonly logs: readonly string[] },
): Promise<number> {
  const erasures = readErasures(...place.logs);
  if (erasures.length === 0) return 0;
  return withDb(place, async (db) => {
    let again = 0;
    for (const erasure of erasures) {
      if (await isErased(db, erasure.personId)) continue;
      await forget(db, place, erasure);
      again += 1;
    }
    return again;
  });
}

async function forget(
  db: Db,
  { dataDir }: Place,
  { personId, rows }: Pick<Erasure, 'personId' | 'rows'>,
): Promise<Erased> {
  const erased = await erasePerson(db, personId, rows);
  const photos = openPhotoStore(db, dataDir);
  for (const hash of erased.photoHashes) await photos.forget(hash);
  return erased;
}

async function withDb<T>({ databaseUrl }: Place, work: (db: Db) => Promise<T>): Promise<T> {
  const db = connect(databaseUrl, { max: 2 });
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}
