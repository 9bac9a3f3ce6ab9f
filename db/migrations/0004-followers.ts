/**
 * Rows that follow another one: a right says the name of its person, a picture is in the market only
 * while its product shows it. Frozen: later changes are new files.
 */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table right_grant add column person_name character varying(60) not null default ''`.execute(
    db,
  );
  await sql`alter table right_grant alter column person_name drop default`.execute(db);
  await sql`
    update right_grant g
    set person_name = p.name,
      versions = g.versions || jsonb_strip_nulls(jsonb_build_object('personName', p.versions -> 'name'))
    from person p where p.id = g.person_id`.execute(db);
  await sql`
    update feed set position = pg_current_xact_id()
    where noun = 'grant' and not gone`.execute(db);

  // A value of 500 signs, each written as six, beside who said it.
  await sql`alter table kept alter column value type character varying(4000)`.execute(db);

  await sql`
    update feed f set gone = true, position = pg_current_xact_id()
    from listing l join shop s on s.id = l.shop_id
    where f.noun = 'listing' and f.scope like 'catalogue:%' and not f.gone
      and l.id = f.row_id and not s.listed`.execute(db);
  await sql`
    update feed f set gone = true, position = pg_current_xact_id()
    from photo p join listing l on l.id = p.listing_id join shop s on s.id = l.shop_id
    where f.noun = 'photo' and f.scope like 'catalogue:%' and not f.gone and p.id = f.row_id
      and not (s.listed and l.status = 'published' and l.photos -> 'live' ? p.id::text)`.execute(
    db,
  );
  // Who verified a shop and when has become a part of what everybody sees of it.
  await sql`
    update feed f set position = pg_current_xact_id()
    from shop s
    where f.noun = 'shop' and f.scope like 'catalogue:%' and not f.gone
      and s.id = f.row_id and s.verified <> ''`.execute(db);
}
