/** Whose picture is it? Asked of the photo records that name its hash. */
import { sql } from 'kysely';

import type { Db } from '#db/connect';
import { tendsShop } from '#domain/rights';
import type { Actor } from '#sync/action';
import { stampNode } from '#sync/stamp';

export interface NamingRecord {
  readonly shopId: string;
  readonly shop: { readonly ownerId: string; readonly village: string };
  /** Tail of the id of the device that put the picture on its product; '' once it was taken off. */
  readonly madeBy: string;
}

/** Records that name this picture; more than a handful never decide differently. */
const ENOUGH = 20;

export async function recordsNaming(db: Db, hash: string): Promise<readonly NamingRecord[]> {
  const rows = await db
    .selectFrom('photo as p')
    .innerJoin('shop as s', 's.id', 'p.shop_id')
    .innerJoin('listing as l', 'l.id', 'p.listing_id')
    .select(['p.id', 'p.shop_id', 's.owner_id', 's.village', 'l.photos'])
    .where('p.hash', '=', hash)
    .orderBy('p.id')
    .limit(ENOUGH)
    .execute();
  return rows.map((row) => ({
    shopId: row.shop_id,
    shop: { ownerId: row.owner_id, village: row.village },
    madeBy: stampNode(row.photos.live[row.id] ?? '').slice(0, 12),
  }));
}

export const tends = (actor: Actor, records: readonly NamingRecord[]): boolean =>
  records.some(({ shopId, shop }) => tendsShop(actor, shopId, shop));

/**
 * Whether buyers see this picture now, on some product of the market: pictures of drafts, of hidden
 * products and of what was taken off are nobody else's. All records are asked, so that nobody hides a
 * picture of another shop behind many of their own; each is found by the index on the hash and two keys.
 */
export async function isShown(db: Db, hash: string): Promise<boolean> {
  const { rows } = await sql<{ shown: boolean }>`
    select exists (
      select from photo p join listing l on l.id = p.listing_id join shop s on s.id = p.shop_id
      where p.hash = ${hash} and p.visibility = 'public'
        and l.status = 'published' and s.listed and l.photos -> 'live' ? p.id::text
    ) as shown`.execute(db);
  return rows[0]?.shown === true;
}

/**
 * Whether a preview may stand for this hash. Its bytes can't be checked against the hash, which names
 * the full picture, so it counts only while a single shop uses the picture at all: nobody can put
 * another face on somebody else's product by naming the same hash.
 */
export const previewCounts = (records: readonly NamingRecord[]): boolean =>
  records.length > 0 && new Set(records.map(({ shopId }) => shopId)).size === 1;

/** A preview is taken only from the phone that made the record. */
export const madeByDevice = (records: readonly NamingRecord[], deviceId: string): boolean =>
  records.some(({ madeBy }) => madeBy === deviceId.slice(-12));
