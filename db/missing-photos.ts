/** Which pictures does the server still wait for? Their records are here, their bytes are not. */
import { sql } from 'kysely';
import { isId } from '#sync/field';
import type { Db } from './connect';

/** Hashes in one answer at most: a phone at the edge of signal sends no more in one go. */
const LIMIT = 50;

/**
 * Hashes named by photos that products still show, in shops this person owns or helps in and in
 * villages they look after; the newest first.
 */
export async function missingPhotos(db: Db, personId: string): Promise<readonly string[]> {
  if (!isId(personId)) return [];
  const { rows } = await sql<{ hash: string }>`
    with mine as (
      select s.id from shop s where s.owner_id = ${personId}
      union
      select g.shop_id from right_grant g
      where g.person_id = ${personId} and g.status = 'active' and g.role = 'helper'
      union
      select s.id from right_grant g join shop s on s.village = g.village
      where g.person_id = ${personId} and g.status = 'active' and g.role = 'facilitator'
    )
    select p.hash
    from photo p join mine on mine.id = p.shop_id join listing l on l.id = p.listing_id
    where l.status <> 'removed' and l.photos -> 'live' ? p.id::text
      and not exists (
        select from photo_file f where f.hash = p.hash and f.stored_at is not null)
    group by p.hash
    order by max(p.id::text) desc
    limit ${LIMIT}`.execute(db);
  return rows.map(({ hash }) => hash);
}
