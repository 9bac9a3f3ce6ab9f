/**
 * Orders: what buyers want to have of which shop, and the part of the stock that is kept for them. Frozen:
 * later changes are new files.
 */
import { type Kysely, sql } from 'kysely';

const LAST_MS = sql.raw('9007199254740991');

export async function up(db: Kysely<unknown>): Promise<void> {
  await orders(db);
  await lines(db);
  await stock(db);
}

async function orders(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table market_order (
      id uuid primary key,
      shop_id uuid not null references shop,
      buyer_id uuid not null,
      village character varying(13) not null,
      number character varying(20) not null,
      alias character varying(20) not null,
      shop_name character varying(60) not null,
      buyer_name character varying(60) not null,
      line_count integer not null,
      getting text not null,
      paying text not null,
      channel text not null,
      note character varying(140) not null,
      status text not null,
      asked_by text not null,
      reason text not null,
      reason_words character varying(140) not null,
      expires_ms bigint not null,
      placed_ms bigint not null,
      asked_ms bigint not null,
      agreed_ms bigint not null,
      accepted_ms bigint not null,
      ready_ms bigint not null,
      ended_ms bigint not null,
      versions jsonb not null,
      constraint market_order_line_count_range check (line_count between 1 and 20),
      constraint market_order_getting_choice check (getting in ('pickup', 'delivery')),
      constraint market_order_paying_choice check (paying in ('cash')),
      constraint market_order_channel_choice check (channel in ('app', 'wa', 'stall')),
      constraint market_order_status_choice check (status in
        ('placed', 'asks', 'accepted', 'ready', 'done', 'refused', 'cancelled', 'expired')),
      constraint market_order_asked_by_choice check (asked_by in ('', 'stock', 'seller')),
      constraint market_order_reason_choice check (reason in
        ('', 'sold_out', 'closed', 'too_far', 'price', 'other')),
      constraint market_order_expires_ms_range check (expires_ms between 0 and ${LAST_MS}),
      constraint market_order_placed_ms_range check (placed_ms between 0 and ${LAST_MS}),
      constraint market_order_asked_ms_range check (asked_ms between 0 and ${LAST_MS}),
      constraint market_order_agreed_ms_range check (agreed_ms between 0 and ${LAST_MS}),
      constraint market_order_accepted_ms_range check (accepted_ms between 0 and ${LAST_MS}),
      constraint market_order_ready_ms_range check (ready_ms between 0 and ${LAST_MS}),
      constraint market_order_ended_ms_range check (ended_ms between 0 and ${LAST_MS})
    )`.execute(db);
  await sql`create index market_order_shop on market_order (shop_id, status)`.execute(db);
  await sql`create index market_order_buyer on market_order (buyer_id, status)`.execute(db);
  await sql`create index market_order_number on market_order (number)`.execute(db);
  // What everybody calls an order names no other one.
  await sql`
    create unique index market_order_called on market_order
    ((case when alias = '' then number else alias end))`.execute(db);
  await sql`
    create index market_order_waits on market_order (expires_ms)
    where status in ('placed', 'asks', 'accepted', 'ready')`.execute(db);

  await sql`
    create table order_contact (
      id uuid primary key,
      order_id uuid not null references market_order,
      shop_id uuid not null references shop,
      buyer_id uuid not null,
      phone character varying(16) not null,
      versions jsonb not null
    )`.execute(db);
  await sql`create index order_contact_shop on order_contact (shop_id)`.execute(db);
  await sql`create index order_contact_buyer on order_contact (buyer_id)`.execute(db);
}

async function lines(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table order_line (
      id uuid primary key,
      order_id uuid not null references market_order,
      shop_id uuid not null references shop,
      buyer_id uuid not null,
      village character varying(13) not null,
      listing_id uuid not null references listing,
      title character varying(80) not null,
      unit character varying(20) not null,
      price integer not null,
      wanted integer not null,
      quantity integer not null,
      cost integer not null,
      why text not null,
      reserved integer not null,
      lacks integer not null,
      reserved_ms bigint not null,
      versions jsonb not null,
      constraint order_line_price_range check (price between 0 and 2000000000),
      constraint order_line_wanted_range check (wanted between 1 and 9999),
      constraint order_line_quantity_range check (quantity between 0 and 9999),
      constraint order_line_cost_range check (cost between 0 and 2000000000),
      constraint order_line_why_choice check (why in
        ('', 'short', 'price', 'closed', 'gone', 'seller')),
      constraint order_line_reserved_range check (reserved between 0 and 9999),
      constraint order_line_lacks_range check (lacks between 0 and 9999),
      constraint order_line_reserved_ms_range check (reserved_ms between 0 and ${LAST_MS}),
      constraint order_line_keeps_what_it_has check (reserved + lacks <= quantity)
    )`.execute(db);
  await sql`create index order_line_order on order_line (order_id)`.execute(db);
  await sql`create index order_line_shop on order_line (shop_id)`.execute(db);
  await sql`create index order_line_buyer on order_line (buyer_id)`.execute(db);
  await sql`create index order_line_goods on order_line (listing_id, reserved)`.execute(db);
}

async function stock(db: Kysely<unknown>): Promise<void> {
  await sql`alter table listing add column reserved integer not null default 0`.execute(db);
  await sql`alter table listing alter column reserved drop default`.execute(db);
  // Of what somebody counts no more is promised than there is; what a stall has sold is not there.
  await sql`
    alter table listing
      add constraint listing_reserved_range check (reserved between 0 and 1000000000),
      add constraint listing_promises_are_there
        check (not counted or reserved <= greatest(stock, 0))`.execute(db);
  await sql`
    alter table movement add column order_id uuid references market_order`.execute(db);
  await sql`create index movement_order on movement (order_id) where order_id is not null`.execute(
    db,
  );
  // Phones that hold products hear that nothing of them is ordered yet.
  await sql`
    update feed set position = pg_current_xact_id()
    where noun = 'listing' and not gone and scope not like 'catalogue:%'`.execute(db);
}
