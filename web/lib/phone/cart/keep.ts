/** Where the basket is kept: in the person's own store, strictly durable, one record for each thing. */
import type { Done } from '../act';
import { isFull, surviving } from '../db/survive';
import { heart, inStoreOf } from '../heart';
import { phone } from '../phone.svelte';
import { cartKey, isCartLine, type CartLine } from './line';

/**
 * Changes one thing of the basket in one transaction.
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
    await inStoreOf(open.profileId, ({ drafts }, room) =>
      surviving(
        () =>
          drafts.db.transaction('rw', drafts, async () => {
            const key = cartKey(listingId);
            const value = (await drafts.get(key))?.value;
            before = isCartLine(value) ? value : undefined;
            const next = change(before);
            if (next) await drafts.put({ key, value: next, savedMs: Date.now() });
            else await drafts.delete(key);
          }),
        room,
      ),
    );
    return { ok: true, before };
  } catch (failure) {
    return { ok: false, code: isFull(failure) ? 'phone.full' : 'phone.broken' };
  }
}
