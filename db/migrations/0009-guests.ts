/** Orders of people without an account, and goods that are kept once the seller says yes. Frozen: later changes are new files. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table market_order add column trust text not null default 'known',
      add constraint market_order_trust_choice check (trust in ('known', 'unchecked', 'guest'))`.execute(
    db,
  );
  await sql`alter table market_order alter column trust drop default`.execute(db);
  await sql`alter table order_contact add column waits boolean not null default false`.execute(db);
  await sql`alter table order_contact alter column waits drop default`.execute(db);
  await sql`alter table order_contact add column claim character varying(16) not null default ''`.execute(
    db,
  );
  await sql`alter table order_contact alter column claim drop default`.execute(db);
  await sql`create index order_contact_waits on order_contact (phone) where waits`.execute(db);
}
