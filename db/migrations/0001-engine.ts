/** What the engine itself keeps: devices, answers, the feed, the epoch. Frozen: later changes are new files. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table device (
      id uuid primary key,
      node text not null unique check (node ~ '^[0-9a-f]{12}$'),
      person_id uuid not null,
      public_key jsonb,
      credential_hash text unique,
      epoch integer not null default 0 check (epoch between 0 and 1295),
      last_seq integer not null default 0 check (last_seq >= 0),
      last_order text not null default '',
      entry_count integer not null default 0 check (entry_count >= 0),
      registered_at timestamptz not null default now(),
      revoked_at timestamptz,
      last_seen_at timestamptz,
      waiting_count integer not null default 0,
      oldest_age_ms bigint not null default 0
    )`.execute(db);
  await sql`create index device_person on device (person_id)`.execute(db);

  // Sent once means once: the same number of the same device is answered from here and never done again.
  await sql`
    create table outcome (
      device_id uuid not null references device,
      device_epoch integer not null,
      seq integer not null check (seq > 0),
      hash text not null,
      outcome jsonb,
      made_at timestamptz not null default now(),
      primary key (device_id, device_epoch, seq)
    )`.execute(db);
  await sql`
    create index outcome_unacknowledged on outcome (device_id, device_epoch, seq)
    where outcome is not null`.execute(db);

  // json, not jsonb: what a revoked phone sends is kept to the letter, even what jsonb cannot hold.
  await sql`
    create table quarantine (
      device_id uuid not null references device,
      device_epoch integer not null,
      seq integer not null,
      entry json not null,
      received_at timestamptz not null default now(),
      primary key (device_id, device_epoch, seq)
    )`.execute(db);

  await sql`
    create table feed (
      noun text collate "C" not null,
      row_id uuid not null,
      scope text collate "C" not null,
      gone boolean not null default false,
      position xid8 not null,
      primary key (noun, row_id, scope)
    )`.execute(db);
  await sql`create unique index feed_order on feed (scope, position, noun, row_id)`.execute(db);

  await sql`
    create table server_epoch (
      single boolean primary key default true check (single),
      id uuid not null,
      home text not null,
      written_in xid8 not null,
      begun_at timestamptz not null default now()
    )`.execute(db);

  await sql`
    create table account (
      person_id uuid primary key,
      user_id text not null unique
    )`.execute(db);
}
