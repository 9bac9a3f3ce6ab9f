/**
 * Orders of somebody who is forgotten. They are the other one's too: whoever waits for goods, or for somebody
 * to fetch them, is told that it came to nothing. What stays is bare: no name, no number, no words.
 */
import { sql } from 'kysely';
import { personScope, shopScope, villageScope } from '#domain/scopes';
import type { RowKey } from '#sync/row';
import type { Db } from './connect';
import { publishRows } from './feed';

/**
 * @param erased every row that is being erased, noted as such and told as gone already
 * @param nowMs when orders that were open end. ms since epoch
 */
export async function bareOrders(tx: Db, erased: readonly RowKey[], nowMs: number): Promise<void> {
  const idsOf = (noun: string) => erased.filter((key) => key.noun === noun).map(({ id }) => id);
  const [orders, lines] = [idsOf('order'), idsOf('orderLine')];
  await releaseGoods(tx, lines);
  await sql`delete from order_contact where id = any(${idsOf('orderContact')}::uuid[])`.execute(tx);
  // The name of a product is the shop's word.
  await sql`
    update order_line set reserved = 0, lacks = 0, versions = '{}',
      title = case when ${isErased('shop', 'shop_id')} then '' else title end
    where id = any(${lines}::uuid[])`.execute(tx);
  await sql`
    with standing as (
      select id, status in ('placed', 'asks', 'accepted', 'ready') as open from market_order
      where id = any(${orders}::uuid[])
    )
    update market_order o set shop_name = '', buyer_name = '', note = '', reason_words = '', versions = '{}',
      status = case when open then 'cancelled' else status end,
      ended_ms = case when open then ${nowMs}::bigint else ended_ms end
    from standing where o.id = standing.id`.execute(tx);
  await tellOthers(tx, 'order', sql.table('market_order'), orders);
  await tellOthers(tx, 'orderLine', sql.table('order_line'), lines);
}

/** Whoever of the two is not forgotten keeps what is left. */
async function tellOthers(
  tx: Db,
  noun: string,
  table: ReturnType<typeof sql.table>,
  ids: readonly string[],
): Promise<void> {
  const { rows } = await sql<Left>`
    select id, buyer_id, shop_id, village, ${isErased('person', 'buyer_id')} as buyer_gone,
      ${isErased('shop', 'shop_id')} as shop_gone
    from ${table} where id = any(${ids}::uuid[])`.execute(tx);
  await publishRows(
    tx,
    rows.map((row) => ({ noun, id: row.id, scopes: scopesLeft(row) })),
  );
}

interface Left {
  readonly id: string;
  readonly buyer_id: string;
  readonly shop_id: string;
  readonly village: string;
  readonly buyer_gone: boolean;
  readonly shop_gone: boolean;
}

function scopesLeft({ buyer_id, shop_id, village, buyer_gone, shop_gone }: Left): string[] {
  const shops = shop_gone ? [] : [shopScope(shop_id), villageScope(village)];
  return buyer_gone ? shops : [personScope(buyer_id), ...shops];
}

const isErased = (noun: string, column: string) => sql<boolean>`exists (
  select from erased e where e.noun = ${noun} and e.row_id = ${sql.ref(column)})`;

/** What others' products kept for these lines is free again, and their phones hear it. */
async function releaseGoods(tx: Db, lineIds: readonly string[]): Promise<void> {
  const { rows } = await sql<{ id: string; scope: string }>`
    with goods as (
      select l.id from listing l
      where l.id in (select listing_id from order_line where id = any(${lineIds}::uuid[]) and reserved > 0)
      order by l.id for no key update
    ), freed as (
      update listing l set reserved = l.reserved - kept.units
      from (
        select listing_id, sum(reserved)::integer as units from order_line
        where id = any(${lineIds}::uuid[]) and listing_id in (select id from goods)
        group by listing_id
      ) kept
      where l.id = kept.listing_id and kept.units > 0
      returning l.id
    )
    select freed.id, feed.scope from freed
    join feed on feed.noun = 'listing' and feed.row_id = freed.id and not feed.gone
    order by 1, 2`.execute(tx);
  const ids = [...new Set(rows.map(({ id }) => id))];
  const scopesOf = (id: string) => rows.filter((row) => row.id === id).map(({ scope }) => scope);
  await publishRows(
    tx,
    ids.map((id) => ({ noun: 'listing', id, scopes: scopesOf(id) })),
  );
}
