/** The data of public pages: what the server renders for crawlers, old phones and first visits. */
import { createHash } from 'node:crypto';
import { Hono, type Context } from 'hono';
import { sql, type RawBuilder } from 'kysely';

import type { Db } from '#db/connect';
import type { TableRow } from '#db/row-columns';
import { categoryKeys } from '#domain/categories';
import { declarations } from '#domain/index';
import { isVillageCode } from '#domain/village-code';
import { isId } from '#sync/field';
import { pull } from '#sync/server/pull';
import type { ServerStore } from '#sync/server/store';
import { LIMITS } from '#sync/wire';

import type { ApiEnv, ApiPorts } from '../ports';
import { Problem } from '../problem';
import { listingFaces, photosById, shopFaces, shopsById } from './faces';
import type { CataloguePage, ProductPage, PublicListing, ShopPage } from './shapes';

/** Cards on a page: what fits the first screens; Kit repeats them in its payload. */
const CARDS = 24;
/** Products on a shop's page. */
const SHOP_CARDS = 200;
const QUESTION_LENGTH = 80;
const WORDS = 6;

export function publicRoutes({ db, store, nowMs }: ApiPorts) {
  return new Hono<ApiEnv>()
    .get('/changes', async (c) => c.json(await changes(store, c.req.query(), nowMs()), 200, FRESH))
    .get('/catalogue', async (c) => {
      const { village = '', category = '', q = '', after = '' } = c.req.query();
      return told(c, await catalogue(db, { village, category, q, after }));
    })
    .get('/product/:id', async (c) => told(c, await product(db, c.req.param('id'))))
    .get('/shop/:slug', async (c) => told(c, await shop(db, c.req.param('slug'))));
}

/** An answer for one phone and one moment. */
const FRESH = { 'Cache-Control': 'no-store' };

/**
 * News of the market for phones without a device: the public scopes, and nothing else whatever is asked.
 *
 * @throws Problem catalogue.wrong_question
 */
async function changes(
  store: ServerStore,
  { rows = String(LIMITS.rows), ...asked }: Readonly<Record<string, string>>,
  serverMs: number,
) {
  const { publicScopes } = declarations;
  const known = Object.keys(asked).every((scope) => publicScopes.includes(scope));
  const sound = Object.values(asked).every((cursor) => cursor.length <= LIMITS.cursor);
  const fits = known && sound && /^[1-9][0-9]{0,5}$/.test(rows);
  if (!fits) throw new Problem('catalogue.wrong_question');
  const epoch = await store.epoch();
  const news = await pull(store, declarations, epoch, publicScopes, asked, Number(rows));
  return { epoch, serverMs, ...news };
}

interface Question {
  readonly village: string;
  readonly category: string;
  readonly q: string;
  readonly after: string;
}

/** @throws Problem catalogue.wrong_question */
async function catalogue(
  db: Db,
  { village, category, q, after }: Question,
): Promise<CataloguePage> {
  const fits =
    (village === '' || isVillageCode(village)) &&
    (category === '' || (categoryKeys as readonly string[]).includes(category)) &&
    (after === '' || isId(after)) &&
    q.length <= QUESTION_LENGTH &&
    !q.includes('\u0000');
  if (!fits) throw new Problem('catalogue.wrong_question');
  const filters: RawBuilder<unknown>[] = [sql`status = 'published'`];
  if (village !== '') filters.push(sql`village = ${village}`);
  if (category !== '') filters.push(sql`category = ${category}`);
  if (after !== '') filters.push(sql`id < ${after}`);
  for (const word of wordsOf(q)) {
    filters.push(sql`(title || ' ' || about || ' ' || category) ilike ${`%${word}%`}`);
  }
  // Ids made on phones sort by birth: the newest first, and a page goes on exactly where it ended.
  const { rows } = await sql<TableRow>`
    select * from listing where ${sql.join(filters, sql` and `)}
    order by id desc limit ${CARDS + 1}`.execute(db);
  const listings = listingFaces(rows.slice(0, CARDS));
  return {
    listings,
    shops: await shopsById(
      db,
      listings.map(({ shopId }) => shopId),
    ),
    photos: await firstPhotos(db, listings),
    next: rows.length > CARDS ? (listings.at(-1)?.id ?? null) : null,
  };
}

/** @throws Problem listing.not_shown */
async function product(db: Db, id: string): Promise<ProductPage> {
  if (!isId(id)) throw new Problem('listing.not_shown');
  const { rows } = await sql<TableRow>`select * from listing where id = ${id}`.execute(db);
  const listing = listingFaces(rows)[0];
  const home = listing && (await shopsById(db, [listing.shopId]))[0];
  if (!listing || !home) throw new Problem('listing.not_shown');
  return { listing, shop: home, photos: await photosById(db, listing.photos) };
}

/** @throws Problem shop.not_shown */
async function shop(db: Db, slug: string): Promise<ShopPage> {
  if (!/^[a-z0-9-]{1,80}$/.test(slug)) throw new Problem('shop.not_shown');
  const found = await sql<TableRow>`select * from shop where slug = ${slug}`.execute(db);
  const home = shopFaces(found.rows)[0];
  if (!home) throw new Problem('shop.not_shown');
  const { rows } = await sql<TableRow>`
    select * from listing where shop_id = ${home.id} and status = 'published'
    order by id desc limit ${SHOP_CARDS}`.execute(db);
  const listings = listingFaces(rows);
  return { shop: home, listings, photos: await firstPhotos(db, listings) };
}

const firstPhotos = (db: Db, listings: readonly PublicListing[]) =>
  photosById(
    db,
    listings.flatMap(({ photos }) => photos.slice(0, 1)),
  );

/** Words of a question, as LIKE patterns that match them literally. */
const wordsOf = (q: string): string[] =>
  q
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, WORDS)
    .map((word) => word.replace(/[\\%_]/g, '\\$&'));

/** The same answer is not sent twice: an ETag of its content, and half a minute without asking. */
function told(c: Context<ApiEnv>, page: CataloguePage | ProductPage | ShopPage): Response {
  const body = JSON.stringify(page);
  const etag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const headers = {
    'Content-Type': 'application/json',
    'Cache-Control': 'public, max-age=30, stale-while-revalidate=600',
    ETag: etag,
  };
  if (c.req.header('if-none-match') === etag) return c.body(null, 304, headers);
  return c.body(body, 200, headers);
}
