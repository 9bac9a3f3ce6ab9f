/** The addresses of everything in the market, for whoever finds pages for others. */
import { sql } from 'kysely';

import type { Db } from '#db/connect';

import { IN_MARKET } from './market-shelf';
import type { PublicAddresses } from './shapes';

/** A sitemap names at most 50,000 addresses (sitemaps.org, protocol 0.9); the market's own pages want some. */
const AT_MOST = 49_900;

/** Samples are for trying things out and are left out. Newest goods first. */
export async function addresses(db: Db): Promise<PublicAddresses> {
  const shops = await sql<{ slug: string }>`
    select slug from shop where listed and not sample order by id limit ${AT_MOST}`.execute(db);
  const slugs = shops.rows.map(({ slug }) => slug);
  const products = await sql<{ id: string }>`
    select l.id from listing l join shop s on s.id = l.shop_id
    where ${IN_MARKET} and not s.sample
    order by l.id desc limit ${AT_MOST - slugs.length}`.execute(db);
  return { shops: slugs, products: products.rows.map(({ id }) => id) };
}
