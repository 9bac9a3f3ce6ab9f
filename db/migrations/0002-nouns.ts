/** The nouns of the village as tables. Frozen: later changes are new files. */
import { type Kysely, sql } from 'kysely';

const categories = sql.raw(
  `'sayur', 'buah', 'kue', 'keripik', 'ikan', 'beras', 'madu', 'anyaman', 'minuman', 'bumbu',
   'ternak', 'jahit', 'bengkel', 'jasa', 'lainnya'`,
);

export async function up(db: Kysely<unknown>): Promise<void> {
  await people(db);
  await market(db);
  await questions(db);
}

/** A shop or a right may arrive before its person has said a name: those are no foreign keys. */
async function people(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table person (
      id uuid primary key,
      name character varying(60) not null,
      village character varying(13) not null,
      phone_verified_ms bigint not null,
      phone_verified_by character varying(36) not null,
      versions jsonb not null,
      constraint person_phone_verified_ms_range check (phone_verified_ms between 0 and 9007199254740991)
    )`.execute(db);

  await sql`
    create table right_grant (
      id uuid primary key,
      person_id uuid not null,
      role text not null,
      village character varying(13) not null,
      shop_id uuid,
      given_by uuid not null,
      status text not null,
      versions jsonb not null,
      constraint right_grant_role_choice check (role in ('facilitator', 'courier', 'dinas', 'helper')),
      constraint right_grant_status_choice check (status in ('active', 'revoked'))
    )`.execute(db);
  await sql`create index right_grant_person on right_grant (person_id)`.execute(db);
  await sql`create index right_grant_shop on right_grant (shop_id)`.execute(db);
}

async function market(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table shop (
      id uuid primary key,
      owner_id uuid not null,
      village character varying(13) not null,
      slug character varying(80) not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
      sample boolean not null,
      name character varying(60) not null,
      kind text not null,
      about character varying(280) not null,
      phone character varying(16) not null,
      open boolean not null,
      listed boolean not null,
      verified character varying(200) not null,
      versions jsonb not null,
      constraint shop_kind_choice check (kind in (${categories}))
    )`.execute(db);
  await sql`create index shop_owner on shop (owner_id)`.execute(db);

  await sql`
    create table listing (
      id uuid primary key,
      shop_id uuid not null references shop,
      village character varying(13) not null,
      title character varying(80) not null,
      price integer not null,
      unit character varying(20) not null,
      category text not null,
      about character varying(500) not null,
      sold_out boolean not null,
      counted boolean not null,
      photos jsonb not null,
      stock integer not null,
      status text not null,
      versions jsonb not null,
      constraint listing_price_range check (price between 0 and 2000000000),
      constraint listing_category_choice check (category in (${categories})),
      constraint listing_stock_range check (stock between -1000000000 and 1000000000),
      constraint listing_status_choice check (status in ('draft', 'published', 'hidden', 'removed'))
    )`.execute(db);
  await sql`create index listing_shop on listing (shop_id)`.execute(db);

  await sql`
    create table photo (
      id uuid primary key,
      listing_id uuid not null references listing,
      shop_id uuid not null references shop,
      village character varying(13) not null,
      hash character varying(64) not null check (hash ~ '^[0-9a-f]{64}$'),
      width integer not null,
      height integer not null,
      placeholder character varying(48) not null,
      visibility text not null,
      versions jsonb not null,
      constraint photo_width_range check (width between 1 and 4096),
      constraint photo_height_range check (height between 1 and 4096),
      constraint photo_visibility_choice check (visibility in ('public', 'private'))
    )`.execute(db);
  await sql`create index photo_listing on photo (listing_id)`.execute(db);
  await sql`create index photo_shop on photo (shop_id)`.execute(db);
  await sql`create index photo_village on photo (village)`.execute(db);
  await sql`create index photo_hash on photo (hash)`.execute(db);

  await sql`
    create table movement (
      id uuid primary key,
      listing_id uuid not null references listing,
      shop_id uuid not null references shop,
      village character varying(13) not null,
      quantity integer not null check (quantity <> 0),
      reason text not null,
      versions jsonb not null,
      constraint movement_quantity_range check (quantity between -100000 and 100000),
      constraint movement_reason_choice
        check (reason in ('opening', 'restock', 'sale', 'loss', 'recount', 'undo'))
    )`.execute(db);
  await sql`create index movement_listing on movement (listing_id)`.execute(db);
  await sql`create index movement_shop on movement (shop_id)`.execute(db);
}

async function questions(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table conflict (
      id uuid primary key,
      noun character varying(30) not null,
      row_id character varying(36) not null,
      field character varying(30) not null,
      scopes character varying(400) not null,
      candidates character varying(8000) not null,
      status text not null,
      chosen character varying(1000) not null,
      decided_by character varying(36) not null,
      versions jsonb not null,
      constraint conflict_status_choice check (status in ('open', 'decided'))
    )`.execute(db);
  await sql`create index conflict_row on conflict (row_id)`.execute(db);
  // A person is asked about one field once, however many phones disagree.
  await sql`
    create unique index conflict_open on conflict (row_id, noun, field)
    where status = 'open'`.execute(db);

  await sql`
    create table kept (
      id uuid primary key,
      noun character varying(30) not null,
      row_id character varying(36) not null,
      field character varying(30) not null,
      scopes character varying(400) not null,
      value character varying(2500) not null,
      lost_to character varying(30) not null,
      versions jsonb not null
    )`.execute(db);
  await sql`create index kept_row on kept (row_id)`.execute(db);
}
