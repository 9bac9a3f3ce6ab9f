/**
 * Somebody drafted a shop or ordered as a guest and then signed in to the account they already had: what the
 * guest began is the person's from now on, and the guest is no more.
 */
import { sql } from 'kysely';
import { declarations } from '#domain/index';
import { personScope } from '#domain/scopes';
import { shop } from '#domain/shop';
import { mergePatch } from '#sync/merge';
import type { Row, RowKey } from '#sync/row';
import { inLockOrder } from '#sync/world';
import { publishChanges } from '#sync/server/follow';
import { makeStamp } from '#sync/stamp';
import type { Db } from './connect';
import { publishRows } from './feed';
import { giveRow } from './give-row';
import { inTransaction } from './in-transaction';
import { newId } from './new-id';
import { PgServerTx } from './server-tx';

export interface Adoption {
  /** The device that spoke for the guest until now. */
  readonly deviceId: string;
  readonly guestId: string;
  /** The person of the account. */
  readonly personId: string;
}

/**
 * The device speaks for somebody else by now: it was signed in to two accounts at once and the other
 * came first, or its guest got an account meanwhile. Nothing was changed.
 */
export class OtherPerson extends Error {}

/**
 * Gives the guest's devices, shops, orders and rights to the person, in one transaction. Phones that hold
 * them hear of their new owner; the guest leaves the facilitator's list. Done twice it changes nothing.
 *
 * @param nowMs ms since epoch, for the version of the new owner
 * @throws OtherPerson when the device does not speak for this guest, or the "guest" has an account
 */
export async function adoptGuest(
  db: Db,
  adoption: Adoption,
  nowMs: number = Date.now(),
): Promise<void> {
  const { guestId, personId } = adoption;
  await inTransaction(db, async (tx) => {
    if (!(await takeDevices(tx, adoption))) return;
    const server = new PgServerTx(tx, newId);
    const keys = await keysOf(tx, guestId);
    for (const row of await server.lockRows(keys)) {
      if (row.noun === 'grant') await giveRow(server, row, { personId });
      else if (row.noun.startsWith('order')) {
        // Fetched by its code in that very moment, it is somebody else's by now.
        if (row.values['buyerId'] === guestId) await giveRow(server, row, { buyerId: personId });
      } else if (row.noun === 'shop') await handOver(server, row, personId, nowMs);
      // The guest's name stays for histories that mention it, but belongs to nobody's lists.
      else await server.publish(row, []);
    }
    await takeLateWork(tx, guestId, personId);
  });
}

/**
 * Locks the guest's devices before anything else, as every push does: one that is under way comes
 * first and its shop is found below, a later one speaks for the person already.
 *
 * @returns false when all of this was done before
 */
async function takeDevices(tx: Db, { deviceId, guestId, personId }: Adoption): Promise<boolean> {
  const devices = await tx
    .selectFrom('device')
    .select(['id', 'person_id'])
    .where((e) => e.or([e('id', '=', deviceId), e('person_id', '=', guestId)]))
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  const device = devices.find(({ id }) => id === deviceId);
  if (device?.person_id === personId) return false;
  if (device?.person_id !== guestId)
    throw new OtherPerson('the device does not speak for this guest');
  const account = await tx
    .selectFrom('account')
    .select('person_id')
    .where('person_id', '=', guestId)
    .executeTakeFirst();
  if (account) throw new OtherPerson('a person with an account is no guest');
  await tx
    .updateTable('device')
    .set({ person_id: personId })
    .where('person_id', '=', guestId)
    .execute();
  return true;
}

/** Everything that names the guest, in the order in which locks are taken everywhere. */
async function keysOf(tx: Db, guestId: string) {
  const grants = await tx
    .selectFrom('right_grant')
    .select('id')
    .where('person_id', '=', guestId)
    .orderBy('id')
    .execute();
  const shops = await tx
    .selectFrom('shop')
    .select('id')
    .where('owner_id', '=', guestId)
    .orderBy('id')
    .execute();
  return inLockOrder([
    ...grants.map(({ id }) => ({ noun: 'grant', id })),
    ...(await orderRowsOf(tx, guestId)),
    { noun: 'person', id: guestId },
    ...shops.map(({ id }) => ({ noun: 'shop', id })),
  ]);
}

async function handOver(
  server: PgServerTx,
  row: Row,
  personId: string,
  nowMs: number,
): Promise<void> {
  // A node by chance, where a phone has the tail of its id: no phone and no other adoption shares it.
  const id = makeStamp({ ms: nowMs, counter: 0 }, `${newId().slice(-12)}00`);
  const version = { id, order: id, by: personId };
  const patch = { noun: 'shop', id: row.id, set: { ownerId: personId } };
  const merged = mergePatch(shop, row, patch, { version, bases: {} });
  await server.updateRow(merged.row);
  await publishChanges(server, declarations.entities, [{ before: row, after: merged.row }]);
}

/** Rows of orders that this person placed; how one is paid may be written only now, under the order's own id. */
async function orderRowsOf(tx: Db, buyerId: string): Promise<RowKey[]> {
  const { rows } = await sql<RowKey>`
    select 'order' as noun, id from market_order where buyer_id = ${buyerId}
    union all select 'orderLine', id from order_line where buyer_id = ${buyerId}
    union all select 'orderContact', id from order_contact where buyer_id = ${buyerId}
    union all select 'orderPay', id from market_order where buyer_id = ${buyerId}`.execute(tx);
  return rows;
}

/** What the guest said too late is the person's: they go on hearing what became of it. */
async function takeLateWork(tx: Db, guestId: string, personId: string): Promise<void> {
  const { rows } = await sql<{ id: string; scopes: string }>`
    update handed set author = ${personId},
      scopes = replace(scopes, ${personScope(guestId)}, ${personScope(personId)})
    where author = ${guestId} returning id, scopes`.execute(tx);
  await publishRows(
    tx,
    rows.map(({ id, scopes }) => ({ noun: 'handed', id, scopes: scopes.split(' ') })),
  );
}
