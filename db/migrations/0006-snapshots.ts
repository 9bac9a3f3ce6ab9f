/**
 * Snapshots of public scopes for phones that hold nothing yet, and devices found by their credential alone.
 * Frozen: later changes are new files.
 */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create unique index device_credential on device (credential_hash)`.execute(db);

  await sql`
    create table snapshot (
      id text primary key,
      scope text collate "C" not null,
      epoch uuid not null,
      cursor text not null,
      row_count integer not null,
      frame_count integer not null check (frame_count > 0),
      made_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index snapshot_newest on snapshot (scope, made_at desc)`.execute(db);

  // The frames from one on, packed as one stream: each is made at the first need and never changes.
  await sql`
    create table snapshot_stream (
      snapshot_id text not null references snapshot on delete cascade,
      from_frame integer not null check (from_frame >= 0),
      packed bytea not null,
      primary key (snapshot_id, from_frame)
    )`.execute(db);
  await sql`alter table snapshot_stream alter column packed set storage external`.execute(db);
}
