/** Where the basket is kept: in the person's own store, strictly durable, one record for each thing. */
import type { Done } from '../act';
import { isFull, surviving } from '../db/survive';
import type { PersonDb } from '../db/person-db';
import { heart, inStoreOf } from '../heart';
import { standing } from '../orders/order-counts';
import { phone } from '../phone.svelte';
import { cartKey, isCartLine, type CartLine } from './line';

/**
 * Changes one thing of the basket in one transaction. What has become part of an order that stands is no
 * longer held, also when a battery died before it was taken out.
 *
 * @param writer whose page says it; '' before anybody's store was open
 * @param change from what is held to what shall be; undefined takes it out
 * @returns what was held before, or a code; when `ok`, it is on this phone's flash
 */
export async function changeLine(
  writer: string,
  listingId: string,
  change: (held: CartLine | undefined) => CartLine | undefined,
): Promise<{ ok: true; before: CartLine | undefined } | (Done & { ok: false })> {
  try {
    const { open } = await heart();
    // A stranger who looks at the market of a locked phone puts nothing into its owner's basket.
    if (phone.state === 'locked') return { ok: false, code: 'phone.locked' };
    if (writer !== '' && writer !== open.profileId)
      return { ok: false, code: 'phone.other_person' };
    let before: CartLine | undefined;
    await inStoreOf(open.profileId, async (db, room) => {
      const { drafts } = db;
      const key = cartKey(listingId);
      const ordered = await standingOrderOf(db, (await drafts.get(key))?.value);
      await surviving(
        () =>
          drafts.db.transaction('rw', drafts, async () => {
            const value = (await drafts.get(key))?.value;
            const held = isCartLine(value) ? value : undefined;
            before = ordered !== '' && held?.orderId === ordered ? undefined : held;
            const next = change(before);
            if (next) await drafts.put({ key, value: next, savedMs: Date.now() });
            else await drafts.delete(key);
          }),
        room,
      );
    });
    return { ok: true, before };
  } catch (failure) {
    return { ok: false, code: isFull(failure) ? 'phone.full' : 'phone.broken' };
  }
}

/** @returns the order a thing has become part of, when that order stands; else '' */
async function standingOrderOf({ rows }: PersonDb, value: unknown): Promise<string> {
  const orderId = isCartLine(value) ? value.orderId : '';
  const row = orderId === '' ? undefined : await rows.get(`order/${orderId}`);
  return row && standing([row]).length > 0 ? orderId : '';
}
