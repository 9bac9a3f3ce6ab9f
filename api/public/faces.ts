/**
 * Rows as everybody may see them. The only way from a table to a public page leads through the face
 * its noun declares, so a field nobody declared public can't slip out with a convenient `select *`.
 */
import { sql } from 'kysely';

import type { Db } from '#db/connect';
import { tableOfNoun } from '#db/noun-table';
import { columnsToRow, type TableRow } from '#db/row-columns';
import { listing } from '#domain/listing';
import { photo } from '#domain/photo';
import { shop } from '#domain/shop';
import type { Entity } from '#sync/entity';

import type { PublicListing, PublicPhoto, PublicShop } from './shapes';

/** Faces of table rows, in their order; rows without a public face fall out. */
function facesOf<Face>(entity: Entity, rows: readonly TableRow[]): Face[] {
  return rows.flatMap((columns) => {
    const { id, values } = columnsToRow(entity, columns);
    const face = entity.publicFace?.show(id, values);
    return face ? [{ id, ...face } as Face] : [];
  });
}

export const listingFaces = (rows: readonly TableRow[]): PublicListing[] => facesOf(listing, rows);
export const shopFaces = (rows: readonly TableRow[]): PublicShop[] => facesOf(shop, rows);

export async function shopsById(db: Db, ids: readonly string[]): Promise<PublicShop[]> {
  return shopFaces(await rowsById(db, shop, ids));
}

/** Photo records with what the server holds of their bytes, in the order of `ids`. */
export async function photosById(db: Db, ids: readonly string[]): Promise<PublicPhoto[]> {
  const faces = facesOf<Omit<PublicPhoto, 'rank'>>(photo, await rowsById(db, photo, ids));
  const hashes = faces.map(({ hash }) => hash);
  const files = await db
    .selectFrom('photo_file')
    .select(['hash', 'stored_at'])
    .where('hash', 'in', hashes.length > 0 ? hashes : [''])
    .execute();
  const ranks = new Map(files.map((f) => [f.hash, f.stored_at ? 'full' : 'preview'] as const));
  const byId = new Map(faces.map((face) => [face.id, face]));
  return ids.flatMap((id) => {
    const face = byId.get(id);
    return face ? [{ ...face, rank: ranks.get(face.hash) ?? 'none' }] : [];
  });
}

async function rowsById(db: Db, entity: Entity, ids: readonly string[]): Promise<TableRow[]> {
  if (ids.length === 0) return [];
  const table = sql.table(tableOfNoun(entity.noun));
  const { rows } = await sql<TableRow>`
    select * from ${table} where id = any(${[...new Set(ids)]}::uuid[])`.execute(db);
  return rows;
}
