/** The bytes behind photo records. Frozen: later changes are new files. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // No reference to photo: a record is valid without its bytes, and one picture may serve two records.
  await sql`
    create table photo_file (
      hash text primary key check (hash ~ '^[0-9a-f]{64}$'),
      mime text not null,
      size_bytes integer not null check (size_bytes > 0),
      width integer not null check (width > 0),
      height integer not null check (height > 0),
      visibility text not null check (visibility in ('public', 'private')),
      variants jsonb not null default '{}',
      device_id uuid,
      stored_at timestamptz
    )`.execute(db);
}
