/** An order that a guest placed, fetched by whoever shows its number and its code. */
import { sql } from 'kysely';
import { orderContact, orderPay, type OrderContactValues, type OrderValues } from '#domain/order';
import { contactIdOf, lineIdOf } from '#domain/order-lines';
import { calledNumber } from '#domain/order-number';
import { inLockOrder } from '#sync/world';
import type { Db } from './connect';
import { giveRow } from './give-row';
import { inTransaction } from './in-transaction';
import { newId } from './new-id';
import { PgServerTx } from './server-tx';

export interface Claimed {
  readonly orderId: string;
  /** What everybody calls it. */
  readonly number: string;
  readonly shopName: string;
}

/**
 * Gives the order to the device's person, in one transaction; the code is used up by it. Whoever has the order
 * already and shows its number may ask again (a lost answer).
 *
 * @param isCode whether what was shown hashes to what the order keeps
 * @returns null when there is no such order, or the code is not its code
 */
export async function claimOrder(
  db: Db,
  { deviceId, number }: { readonly deviceId: string; readonly number: string },
  isCode: (orderId: string, hash: string) => boolean,
): Promise<Claimed | null> {
  return inTransaction(db, async (tx) => {
    // Before the rows, as every push does: a phone that is signed in meanwhile takes the order along.
    const device = await tx
      .selectFrom('device')
      .select('person_id')
      .where('id', '=', deviceId)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow();
    const personId = device.person_id;
    const { rows } = await sql<{ id: string; lines: number }>`
      select id, line_count as lines from market_order
      where (case when alias = '' then number else alias end) = ${number}`.execute(tx);
    const [found] = rows;
    if (!found) return null;
    const { id } = found;
    const lines = Array.from({ length: found.lines }, (_, index) => lineIdOf(id, index));
    const server = new PgServerTx(tx, newId);
    const locked = await server.lockRows(
      inLockOrder([
        { noun: 'order', id },
        { noun: orderContact.noun, id: contactIdOf(id) },
        // Where its money can go, once the shop has accepted it.
        { noun: orderPay.noun, id },
        ...lines.map((lineId) => ({ noun: 'orderLine', id: lineId })),
      ]),
    );
    const order = locked.find((row) => row.noun === 'order')?.values as OrderValues | undefined;
    const contact = locked.find((row) => row.noun === orderContact.noun)?.values as
      OrderContactValues | undefined;
    if (!order || !contact) return null;
    const claimed = { orderId: id, number: calledNumber(order), shopName: order.shopName };
    if (contact.claim === '') return order.buyerId === personId ? claimed : null;
    if (!isCode(id, contact.claim)) return null;
    for (const row of locked) {
      const whose = { buyerId: personId };
      await giveRow(server, row, row.noun === 'orderContact' ? { ...whose, claim: '' } : whose);
    }
    return claimed;
  });
}
