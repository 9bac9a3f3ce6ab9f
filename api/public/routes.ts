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
import { LIMITS } from '#sync/wire';

import type { ApiEnv, ApiPorts } from '../ports';
import { Problem } from '../problem';
import { addresses } from './addresses';
import { IN_MARKET, marketSearch, TIER, type MarketSearch, type Wish } from './market-shelf';
import { listingFaces, photosById, shopFaces, shopsById } from './faces';
import type {
  CataloguePage,
  ProductPage,
  PublicAddresses,
  PublicListing,
  ShopPage,
} from './shapes';

/** Cards on a page: two screens of a phone, and a page of 14 KB with its head. Kit repeats them in its payload. */
const CARDS = 12;
/** Products on a shop's page. */
const SHOP_CARDS = 200;
const QUESTION_LENGTH = 80;
/** Where a page ended: the tier (looking around) or the place in the list (looking for), and the last id. */
const PLACE = /^(\d{1,3})\.([0-9a-f-]{36})$/;

export function publicRoutes({ db, store, shelf, expiry, nowMs }: ApiPorts) {
  const search = marketSearch(db, nowMs);
  return new Hono<ApiEnv>()
    .get('/changes', async (c) =>
      c.json(await changes({ store, shelf }, c.req.query(), nowMs()), 200, FRESH),
    )
    .get('/catalogue', async (c) => {
      const { village = '', category = '', q = '', after = '' } = c.req.query();
      return told(c, await catalogue(db, search, { village, category, q, after }));
    })
    .get('/addresses', async (c) => told(c, await addresses(db)))
    .get('/product/:id', async (c) => {
      await expiry.look();
      return told(c, await product(db, c.req.param('id')));
    })
    .get('/shop/:slug', async (c) => {
      await expiry.look();
      return told(c, await shop(db, c.req.param('slug')));
    });
}

/** An answer for one phone and one moment. */
const FRESH = { 'Cache-Control': 'no-store' };

/**
 * News of the market for phones without a device: the public scopes, and nothing else whatever is asked.
 *
 * @throws Problem catalogue.wrong_question
 */
async function changes(
  { store, shelf }: Pick<ApiPorts, 'store' | 'shelf'>,
  { rows = String(LIMITS.rows), snapshots = '', ...asked }: Readonly<Record<string, string>>,
  serverMs: number,
) {
  const { publicScopes } = declarations;
  const known = Object.keys(asked).every((scope) => publicScopes.includes(scope));
  const sound = Object.values(asked).every((cursor) => cursor.length <= LIMITS.cursor);
  const fits = known && sound && /^[1-9][0-9]{0,5}$/.test(rows);
  if (!fits) throw new Problem('catalogue.wrong_question');
  const epoch = await store.epoch();
  const source = { store, shelf: snapshots === '1' ? shelf : undefined, declarations, epoch };
  const pulled = await pull(source, publicScopes, { cursors: asked, maxRows: Number(rows) });
  const { settled, ...news } = pulled;
  void settled;
  return { epoch, serverMs, ...news };
}

interface Question extends Wish {
  readonly after: string;
}

/** @throws Problem catalogue.wrong_question */
async function catalogue(db: Db, search: MarketSearch, question: Question): Promise<CataloguePage> {
  const { village, category, q, after } = question;
  const place = readPlace(after);
  const fits =
    (village === '' || isVillageCode(village)) &&
    (category === '' || (categoryKeys as readonly string[]).includes(category)) &&
    place !== null &&
    q.length <= QUESTION_LENGTH &&
    !q.includes('\u0000');
  if (!fits) throw new Problem('catalogue.wrong_question');
  const { rows, next } =
    q.trim() === ''
      ? await lookAround(db, question, place)
      : await lookFor(db, await search.find(question), place);
  const listings = listingFaces(rows);
  return {
    listings,
    shops: await shopsById(
      db,
      listings.map(({ shopId }) => shopId),
    ),
    photos: await firstPhotos(db, listings),
    next,
  };
}

/** A page of goods as tables keep them, and where the next one begins. */
interface Stretch {
  readonly rows: readonly TableRow[];
  readonly next: string | null;
}

/** In the market's order; a page goes on exactly where it ended, whatever was put before it meanwhile. */
async function lookAround(db: Db, { village, category }: Wish, place: Place): Promise<Stretch> {
  const filters: RawBuilder<unknown>[] = [IN_MARKET];
  if (village !== '') filters.push(sql`l.village = ${village}`);
  if (category !== '') filters.push(sql`l.category = ${category}`);
  if (place.id !== '') {
    const { number: tier, id } = place;
    filters.push(sql`(${TIER} > ${tier} or (${TIER} = ${tier} and l.id < ${id}))`);
  }
  const { rows } = await sql<TableRow & { tier: number; id: string }>`
    select l.*, ${TIER} as tier from listing l join shop s on s.id = l.shop_id
    where ${sql.join(filters, sql` and `)}
    order by ${TIER}, l.id desc limit ${CARDS + 1}`.execute(db);
  const last = rows[CARDS - 1];
  return {
    rows: rows.slice(0, CARDS),
    next: rows.length > CARDS && last ? `${last.tier}.${last.id}` : null,
  };
}

/** By fit: what was found is counted on from the last one seen, or from its place when that one is gone. */
async function lookFor(db: Db, found: readonly string[], place: Place): Promise<Stretch> {
  const seen = place.id === '' ? 0 : found.indexOf(place.id) + 1 || place.number;
  const ids = found.slice(seen, seen + CARDS);
  const end = seen + ids.length;
  const { rows } = await sql<TableRow & { id: string }>`
    select l.* from listing l join shop s on s.id = l.shop_id
    where ${IN_MARKET} and l.id = any(${ids}::uuid[])`.execute(db);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return {
    rows: ids.flatMap((id) => byId.get(id) ?? []),
    next: end < found.length ? `${end}.${ids.at(-1)}` : null,
  };
}

interface Place {
  readonly number: number;
  /** '' at the beginning. */
  readonly id: string;
}

function readPlace(after: string): Place | null {
  if (after === '') return { number: 0, id: '' };
  const [, number = '', id = ''] = PLACE.exec(after) ?? [];
  return isId(id) ? { number: Number(number), id } : null;
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
    select l.* from listing l join shop s on s.id = l.shop_id
    where l.shop_id = ${home.id} and ${IN_MARKET}
    order by ${TIER}, l.id desc limit ${SHOP_CARDS}`.execute(db);
  const listings = listingFaces(rows);
  return { shop: home, listings, photos: await firstPhotos(db, listings) };
}

const firstPhotos = (db: Db, listings: readonly PublicListing[]) =>
  photosById(
    db,
    listings.flatMap(({ photos }) => photos.slice(0, 1)),
  );

/** The same answer is not sent twice: an ETag of its content, and half a minute without asking. */
function told(
  c: Context<ApiEnv>,
  page: CataloguePage | ProductPage | ShopPage | PublicAddresses,
): Response {
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
