/**
 * Paying: where a shop's money goes, where an order's can go, and what its two sides say of it. Frozen:
 * later changes are new files.
 */
import { type Kysely, sql } from 'kysely';

const LAST_MS = sql.raw('9007199254740991');

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table shop_money (
      id uuid primary key,
      shop_id uuid not null references shop,
      qris character varying(512) not null,
      account character varying(140) not null,
      versions jsonb not null
    )`.execute(db);
  await sql`create unique index shop_money_shop on shop_money (shop_id)`.execute(db);
  await sql`
    create table order_pay (
      id uuid primary key,
      order_id uuid not null references market_order,
      shop_id uuid not null references shop,
      buyer_id uuid not null,
      qris character varying(512) not null,
      account character varying(140) not null,
      versions jsonb not null
    )`.execute(db);
  await sql`create index order_pay_shop on order_pay (shop_id)`.execute(db);
  await sql`create index order_pay_buyer on order_pay (buyer_id)`.execute(db);
  await sql`
    alter table market_order
      add column paid_sum integer not null default 0,
      add column paid_way text not null default '',
      add column paid_ms bigint not null default 0,
      add column unpaid_ms bigint not null default 0,
      add column received_sum integer not null default 0,
      add column received_ms bigint not null default 0,
      add column unreceived_ms bigint not null default 0,
      add constraint market_order_paid_sum_range check (paid_sum between 0 and 2000000000),
      add constraint market_order_paid_way_choice
        check (paid_way in ('', 'cash', 'qris', 'transfer')),
      add constraint market_order_paid_ms_range check (paid_ms between 0 and ${LAST_MS}),
      add constraint market_order_unpaid_ms_range check (unpaid_ms between 0 and ${LAST_MS}),
      add constraint market_order_received_sum_range
        check (received_sum between 0 and 2000000000),
      add constraint market_order_received_ms_range check (received_ms between 0 and ${LAST_MS}),
      add constraint market_order_unreceived_ms_range
        check (unreceived_ms between 0 and ${LAST_MS})`.execute(db);
  await sql`
    alter table market_order
      alter column paid_sum drop default,
      alter column paid_way drop default,
      alter column paid_ms drop default,
      alter column unpaid_ms drop default,
      alter column received_sum drop default,
      alter column received_ms drop default,
      alter column unreceived_ms drop default`.execute(db);
  // Phones that hold orders hear that nothing is said of their money yet.
  await sql`
    update feed set position = pg_current_xact_id()
    where noun = 'order' and not gone`.execute(db);
}
