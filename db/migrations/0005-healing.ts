/**
 * What a restored server needs to become whole again: how far backups cover each phone, what was honoured
 * again, what waits, and who must never come back. Frozen: later changes are new files.
 */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table device
      add covered_epoch integer,
      add covered_seq integer,
      add constraint device_covered check ((covered_epoch is null) = (covered_seq is null))`.execute(
    db,
  );

  // Entries honoured after a restore, by their stamp: later ones must know what was among them.
  await sql`
    create table healed (
      stamp text collate "C" primary key,
      result text not null,
      bases jsonb not null,
      position bigint not null,
      healed_at timestamptz not null default now()
    )`.execute(db);

  await sql`create index healed_rows on healed using gin (bases)`.execute(db);

  // Vouched for and not fitting: json, not jsonb, kept to the letter. No reference to device: it may not
  // be back yet.
  await sql`
    create table parked (
      stamp text collate "C" primary key,
      device_id uuid not null,
      person_id uuid not null,
      had_account boolean not null,
      offer json not null,
      code text not null,
      parked_at timestamptz not null default now()
    )`.execute(db);

  // Ids only: nothing personal is left in them.
  await sql`
    create table erased (
      noun text collate "C" not null,
      row_id uuid not null,
      person_id uuid not null,
      erased_at timestamptz not null default now(),
      primary key (noun, row_id)
    )`.execute(db);
}
