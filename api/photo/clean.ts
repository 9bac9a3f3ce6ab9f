/** Bytes that no record ever named leave after a week, so that nobody's disk fills with strangers' files. */
import { sql } from 'kysely';

import { failureFacts } from '../log';
import type { ApiPorts } from '../ports';
import { UPLOAD_LIFE_MS } from './upload';

const A_ROUND = 200;

/** Pictures without a record, older than a week. */
export async function forgetUnnamed({ db, photos, nowMs, log }: ApiPorts): Promise<void> {
  try {
    const before = new Date(nowMs() - UPLOAD_LIFE_MS);
    const { rows } = await sql<{ hash: string }>`
      select f.hash from photo_file f
      where f.stored_at < ${before} and not exists (select from photo p where p.hash = f.hash)
      limit ${A_ROUND}`.execute(db);
    for (const { hash } of rows) await photos.forget(hash);
  } catch (failure) {
    log.error(failureFacts(failure), 'unnamed pictures could not be removed');
  }
}
