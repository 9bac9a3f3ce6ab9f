/**
 * A person asks to be forgotten. Their name, number, account, shops and pictures go; bare rows stay behind
 * so that others' histories still hold together, and whoever held them is told that they are gone. What is
 * left of the person is an id that leads nowhere.
 */
import { sql } from 'kysely';

import type { SeenValue } from '#sync/questions';
import { type RowKey, rowName, type RowName } from '#sync/row';
import { inLockOrder } from '#sync/world';

import type { Db } from './connect';
import { bareOrders } from './erase-orders';
import { publishRows } from './feed';
import { inTransaction } from './in-transaction';
import { lockRows } from './noun-rows';
import { tableOfNoun } from './noun-table';
import { dropSnapshots } from './snapshots';

export interface Erased {
  /** Every row that spoke of them. */
  readonly rows: readonly RowName[];
  /** Pictures that nobody else's product shows: their files are to be removed. */
  readonly photoHashes: readonly string[];
}

/** The rows that an erasure of this person would empty; none if nobody knows them. */
export async function rowsOfPerson(db: Db, personId: string): Promise<readonly RowName[]> {
  const { rows } = await sql<RowKey>`
    with mine as (select id from shop where owner_id = ${personId})
    select 'person' as noun, id from person where id = ${personId}
    union all select 'shop', id from mine
    union all select 'listing', id from listing where shop_id in (select id from mine)
    union all select 'photo', id from photo where shop_id in (select id from mine)
    union all select 'movement', id from movement where shop_id in (select id from mine)
    union all select 'grant', id from right_grant
      where person_id = ${personId} or shop_id in (select id from mine)
    union all select 'order', id from market_order
      where buyer_id = ${personId} or shop_id in (select id from mine)
    union all select 'orderLine', id from order_line
      where buyer_id = ${personId} or shop_id in (select id from mine)
    union all select 'orderContact', id from order_contact
      where buyer_id = ${personId} or shop_id in (select id from mine)
    union all select 'sale', id from sale where shop_id in (select id from mine)
    union all select 'saleLine', id from sale_line where shop_id in (select id from mine)
    union all select 'baseline', id from baseline where shop_id in (select id from mine)
    union all select 'orderPay', id from order_pay
      where buyer_id = ${personId} or shop_id in (select id from mine)
    union all select 'shopMoney', id from shop_money where shop_id in (select id from mine)
    order by 1, 2`.execute(db);
  return rows.map(rowName);
}

/** Whether this database has forgotten the person already. */
export async function isErased(db: Db, personId: string): Promise<boolean> {
  const found = await db
    .selectFrom('erased')
    .select('noun')
    .where('noun', '=', 'person')
    .where('row_id', '=', personId)
    .executeTakeFirst();
  return found !== undefined;
}

/**
 * Forgets the person, all of it or nothing. Done twice it changes nothing more.
 *
 * @param known rows that spoke of them when they were erased first, some perhaps not in this database
 * @param nowMs ms since epoch
 */
export async function erasePerson(
  db: Db,
  personId: string,
  known: readonly RowName[] = [],
  nowMs = Date.now(),
): Promise<Erased> {
  return inTransaction(db, async (tx) => {
    const devices = await tx
      .selectFrom('device')
      .select('id')
      .where('person_id', '=', personId)
      .orderBy('id')
      .forNoKeyUpdate()
      .execute();
    await lockAll(tx, personId);
    const found = await rowsOfPerson(tx, personId);
    const rows = [...new Set([`person/${personId}`, ...known, ...found])];
    const keys = rows.map(keyOf);
    await remember(tx, personId, keys);
    const photoHashes = await photosOnlyOf(tx, idsOf(keys, 'photo'));
    await dropQuestions(tx, keys, personId);
    await publishRows(
      tx,
      keys.map((key) => ({ ...key, scopes: [] })),
    );
    await bareOrders(tx, keys, nowMs);
    await emptyRows(tx, keys);
    // With the locks of their rows: what was being handed on to them has been by now, or never will be.
    await dropHanded(tx, keys, personId);
    await dropAccount(
      tx,
      personId,
      devices.map(({ id }) => id),
    );
    await dropWaiting(tx, rows);
    await dropSnapshots(tx);
    return { rows, photoHashes };
  });
}

/**
 * In the order in which everybody takes locks. Somebody may be ordering at this very moment: their order is
 * there by the time the locks are held, or it finds the erasure done.
 */
async function lockAll(tx: Db, personId: string): Promise<void> {
  const promised = await tx
    .selectFrom('order_line')
    .select('listing_id')
    .where('buyer_id', '=', personId)
    .where('reserved', '>', 0)
    .execute();
  const goods = promised.map(({ listing_id: id }) => ({ noun: 'listing', id }));
  const named = (await rowsOfPerson(tx, personId)).map(keyOf);
  await lockRows(tx, inLockOrder([...named, ...goods]));
}

function keyOf(name: RowName): RowKey {
  const slash = name.indexOf('/');
  return { noun: name.slice(0, slash), id: name.slice(slash + 1) };
}

const idsOf = (keys: readonly RowKey[], noun: string): string[] =>
  keys.filter((key) => key.noun === noun).map(({ id }) => id);

async function remember(tx: Db, personId: string, keys: readonly RowKey[]): Promise<void> {
  await tx
    .insertInto('erased')
    .values(keys.map(({ noun, id }) => ({ noun, row_id: id, person_id: personId })))
    .onConflict((known) => known.doNothing())
    .execute();
}

async function photosOnlyOf(tx: Db, photoIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ hash: string }>`
    select distinct hash from photo where id = any(${photoIds}::uuid[])
    except select hash from photo where id <> all(${photoIds}::uuid[])`.execute(tx);
  return rows.map(({ hash }) => hash);
}

/** Questions and kept values about their rows go; in those about others' rows, their name goes. */
async function dropQuestions(tx: Db, keys: readonly RowKey[], personId: string): Promise<void> {
  const ids = keys.map(({ id }) => id);
  for (const noun of ['conflict', 'kept'] as const) {
    const gone = await tx.deleteFrom(noun).where('row_id', 'in', ids).returning('id').execute();
    await publishRows(
      tx,
      gone.map(({ id }) => ({ noun, id, scopes: [] })),
    );
  }
  const mentions = `%${personId}%`;
  const kept = await tx.selectFrom('kept').selectAll().where('value', 'like', mentions).execute();
  for (const { id, value, scopes } of kept) {
    const seen = JSON.parse(value) as SeenValue;
    const nameless = JSON.stringify(withoutName(seen, personId));
    await tx.updateTable('kept').set({ value: nameless }).where('id', '=', id).execute();
    await publishRows(tx, [{ noun: 'kept', id, scopes: scopes.split(' ').filter(Boolean) }]);
  }
  const asked = await tx
    .selectFrom('conflict')
    .selectAll()
    .where('candidates', 'like', mentions)
    .execute();
  for (const { id, candidates, scopes } of asked) {
    const seen = (JSON.parse(candidates) as SeenValue[]).map((one) => withoutName(one, personId));
    const nameless = JSON.stringify(seen);
    await tx.updateTable('conflict').set({ candidates: nameless }).where('id', '=', id).execute();
    await publishRows(tx, [{ noun: 'conflict', id, scopes: scopes.split(' ').filter(Boolean) }]);
  }
}

const withoutName = (seen: SeenValue, personId: string): SeenValue =>
  seen.personId === personId ? { ...seen, personName: '' } : seen;

/** What they said too late, and what others wanted of their goods. */
async function dropHanded(tx: Db, keys: readonly RowKey[], personId: string): Promise<void> {
  const ids = keys.map(({ id }) => id);
  const gone = await sql<{ id: string }>`
    delete from handed h where h.author = ${personId}
      or exists (select from unnest(${ids}::text[]) as t (id) where position(t.id in h.said) > 0)
    returning id`.execute(tx);
  await publishRows(
    tx,
    gone.rows.map(({ id }) => ({ noun: 'handed', id, scopes: [] })),
  );
}

async function emptyRows(tx: Db, keys: readonly RowKey[]): Promise<void> {
  for (const noun of ['photo', 'grant', 'orderContact', 'orderPay', 'shopMoney'] as const) {
    await sql`delete from ${sql.table(tableOfNoun(noun))}
      where id = any(${idsOf(keys, noun)}::uuid[])`.execute(tx);
  }
  for (const noun of ['saleLine', 'baseline']) {
    await sql`delete from ${sql.table(tableOfNoun(noun))}
      where id = any(${idsOf(keys, noun)}::uuid[])`.execute(tx);
  }
  // Movements of the stock still name their sale; what came in is nobody's business any more.
  await sql`
    update sale set total = 0, line_count = 0, versions = '{}'
    where id = any(${idsOf(keys, 'sale')}::uuid[])`.execute(tx);
  await sql`
    update listing set title = '', about = '', price = 0, status = 'removed',
      photos = '{"live": {}, "dead": {}}', versions = '{}'
    where id = any(${idsOf(keys, 'listing')}::uuid[])`.execute(tx);
  await sql`
    update shop set name = '', about = '', phone = '', verified = '', open = false, listed = false,
      slug = 'dihapus-' || id, versions = '{}'
    where id = any(${idsOf(keys, 'shop')}::uuid[])`.execute(tx);
  await sql`
    update person set name = '', village = '', phone_verified_ms = 0, phone_verified_by = '',
      versions = '{}'
    where id = any(${idsOf(keys, 'person')}::uuid[])`.execute(tx);
}

/** Signing in ends for good; the phones learn that they are cut off, and nothing else. */
async function dropAccount(tx: Db, personId: string, deviceIds: readonly string[]): Promise<void> {
  const account = await tx
    .deleteFrom('account')
    .where('person_id', '=', personId)
    .returning('user_id')
    .executeTakeFirst();
  // Sessions, the PIN's hash and known devices go with the user.
  if (account) await tx.deleteFrom('auth_user').where('id', '=', account.user_id).execute();
  await tx.deleteFrom('reset_code').where('person_id', '=', personId).execute();
  await tx.deleteFrom('security_log').where('person_id', '=', personId).execute();
  await sql`
    update device set revoked_at = coalesce(revoked_at, now())
    where person_id = ${personId}`.execute(tx);
  await sql`delete from device_label where device_id = any(${deviceIds}::uuid[])`.execute(tx);
  await sql`delete from quarantine where device_id = any(${deviceIds}::uuid[])`.execute(tx);
}

/** What waits for a person to look at, by them or about them. */
async function dropWaiting(tx: Db, rows: readonly RowName[]): Promise<void> {
  const ids = rows.map((name) => keyOf(name).id);
  const about = sql`select from unnest(${ids}::text[]) as t (id) where`;
  await sql`delete from parked p
    where p.person_id::text = any(${ids}::text[])
      or exists (${about} position(t.id in p.offer::text) > 0)`.execute(tx);
  await sql`delete from quarantine q
    where exists (${about} position(t.id in q.entry::text) > 0)`.execute(tx);
}
