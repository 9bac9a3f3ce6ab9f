/** Sales that needed no order, and what a shop sold before Jukung. Frozen: later changes are new files. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table sale (
      id uuid primary key,
      shop_id uuid not null references shop,
      village character varying(13) not null,
      channel text not null,
      total integer not null,
      line_count integer not null,
      reverses uuid references sale,
      assisted boolean not null,
      versions jsonb not null,
      constraint sale_channel_choice check (channel in ('stall', 'wa')),
      constraint sale_total_range check (total between 0 and 2000000000),
      constraint sale_line_count_range check (line_count between 0 and 21)
    )`.execute(db);
  await sql`create index sale_shop on sale (shop_id)`.execute(db);
  // A mistake is taken back once, whoever notices it.
  await sql`
    create unique index sale_reversed_once on sale (reverses) where reverses is not null`.execute(
    db,
  );

  await sql`
    create table sale_line (
      id uuid primary key,
      sale_id uuid not null references sale,
      shop_id uuid not null references shop,
      village character varying(13) not null,
      listing_id uuid references listing,
      title character varying(80) not null,
      unit character varying(20) not null,
      cost integer not null,
      quantity integer not null,
      assisted boolean not null,
      versions jsonb not null,
      constraint sale_line_cost_range check (cost between 0 and 2000000000),
      constraint sale_line_quantity_range check (quantity between 1 and 9999)
    )`.execute(db);
  await sql`create index sale_line_sale on sale_line (sale_id)`.execute(db);
  await sql`create index sale_line_shop on sale_line (shop_id)`.execute(db);

  await sql`alter table movement add column sale_id uuid references sale`.execute(db);
  await sql`create index movement_sale on movement (sale_id) where sale_id is not null`.execute(db);

  await sql`
    create table baseline (
      id uuid primary key,
      shop_id uuid not null references shop,
      low integer not null,
      high integer not null,
      versions jsonb not null,
      constraint baseline_low_range check (low between 0 and 2000000000),
      constraint baseline_high_range check (high between 0 and 2000000000),
      constraint baseline_in_order check (low <= high)
    )`.execute(db);
  await sql`create index baseline_shop on baseline (shop_id)`.execute(db);
}
