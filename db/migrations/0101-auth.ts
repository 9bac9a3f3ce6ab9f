/**
 * Accounts. The four auth_ tables are better-auth's (1.7 with username and multi-session), as its own
 * generator spells them for our configuration; the others are ours. Frozen: later changes are new files.
 */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await signIn(db);
  await limits(db);
  await traces(db);
}

async function signIn(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table auth_user (
      id text not null primary key,
      name text not null,
      email text not null unique,
      email_verified boolean not null,
      image text,
      created_at timestamptz default current_timestamp not null,
      updated_at timestamptz default current_timestamp not null,
      username text unique
    )`.execute(db);
  await sql`
    create table auth_session (
      id text not null primary key,
      expires_at timestamptz not null,
      token text not null unique,
      created_at timestamptz default current_timestamp not null,
      updated_at timestamptz not null,
      ip_address text,
      user_agent text,
      user_id text not null references auth_user (id) on delete cascade,
      device_id text
    )`.execute(db);
  await sql`create index auth_session_user_id_idx on auth_session (user_id)`.execute(db);
  await sql`
    create table auth_credential (
      id text not null primary key,
      account_id text not null,
      provider_id text not null,
      user_id text not null references auth_user (id) on delete cascade,
      access_token text,
      refresh_token text,
      id_token text,
      access_token_expires_at timestamptz,
      refresh_token_expires_at timestamptz,
      scope text,
      password text,
      created_at timestamptz default current_timestamp not null,
      updated_at timestamptz not null
    )`.execute(db);
  await sql`create index auth_credential_user_id_idx on auth_credential (user_id)`.execute(db);
  await sql`
    create table auth_verification (
      id text not null primary key,
      identifier text not null,
      value text not null,
      expires_at timestamptz not null,
      created_at timestamptz default current_timestamp not null,
      updated_at timestamptz default current_timestamp not null
    )`.execute(db);
  await sql`
    create index auth_verification_identifier_idx on auth_verification (identifier)`.execute(db);
}

async function limits(db: Kysely<unknown>): Promise<void> {
  // Keys are sealed (HMAC): the table says how often something was tried, not by or on whom.
  await sql`
    create table try_count (
      key text primary key,
      tries integer not null check (tries > 0),
      first_ms bigint not null,
      last_ms bigint not null,
      next_ms bigint not null
    )`.execute(db);
  await sql`create index try_count_last on try_count (last_ms)`.execute(db);

  // A phone that was signed in to an account before keeps its own allowance while others guess.
  await sql`
    create table known_device (
      device_id uuid not null references device,
      user_id text not null references auth_user (id) on delete cascade,
      since timestamptz not null default now(),
      primary key (device_id, user_id)
    )`.execute(db);

  await sql`
    create table reset_code (
      person_id uuid primary key,
      code_hash text not null,
      made_by uuid not null,
      expires_ms bigint not null,
      tries_left integer not null check (tries_left >= 0)
    )`.execute(db);
}

async function traces(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table security_log (
      id uuid primary key,
      person_id uuid not null,
      kind text not null check (kind in ('signed_up', 'signed_in', 'pin_changed',
        'reset_code_made', 'reset_used', 'device_revoked')),
      at_ms bigint not null,
      by_person uuid not null,
      device_id uuid
    )`.execute(db);
  await sql`create index security_log_person on security_log (person_id, at_ms)`.execute(db);

  // What kind of phone it is, so that its owner can tell it from the others.
  await sql`
    create table device_label (
      device_id uuid primary key references device,
      label text not null
    )`.execute(db);
}
