/**
 * Nearly everything can be taken back: the undo of an action is another action, said a moment later.
 * It travels like any other change, so it works with and without signal.
 */
import type { EntryInput } from '#sync/entry';
import type { Call } from '#sync/phone/tap';

/** Values of the row as it was shown before the action, or undefined if there was none. */
export type Before = (noun: string, id: string) => Readonly<Record<string, unknown>> | undefined;

/**
 * @param before what was shown when the person tapped
 * @returns the action that takes `call` back, or null when there is none
 */
export function undoOf(call: Call, before: Before, newId: () => string): Call | null {
  const { action, input } = call;
  const { id = '', shopId = '' } = input;
  const row = before(action.slice(0, action.indexOf('.')), String(id));
  switch (action) {
    case 'listing.add':
      return { action: 'listing.remove', input: { id, shopId } };
    case 'handed.aside':
      return { action, input: { ...input, aside: input.aside !== true } };
    case 'listing.publish':
    case 'listing.hide':
    case 'listing.remove':
    case 'listing.restore':
      return backToStatus(row?.status, id, shopId);
    case 'listing.edit':
      return backToValues(call, row, ['id', 'shopId']);
    case 'shop.edit':
    case 'person.edit':
      return backToValues(call, row, ['id']);
    case 'photo.add':
    case 'photo.restore':
      return { action: 'photo.remove', input: { id, shopId, listingId: input.listingId ?? '' } };
    case 'photo.remove':
      return { action: 'photo.restore', input };
    case 'movement.record': {
      const quantity = -Number(input.quantity);
      return { action, input: { ...input, id: newId(), quantity, reason: 'undo' } };
    }
    case 'sale.record':
      return { action: 'sale.take-back', input: { id, shopId } };
    case 'order.pay':
      return { action: 'order.unpay', input: { id } };
    case 'order.receive':
      return { action: 'order.unreceive', input: { id, shopId } };
    case 'grant.give':
      return { action: 'grant.revoke', input: shopId === '' ? { id } : { id, shopId } };
    default:
      return null;
  }
}

function backToStatus(
  status: unknown,
  id: EntryInput[string],
  shopId: EntryInput[string],
): Call | null {
  if (status === 'removed') return { action: 'listing.remove', input: { id, shopId } };
  if (typeof status !== 'string') return null;
  return { action: 'listing.restore', input: { id, shopId, as: status } };
}

/** The fields that were changed, as they were. */
function backToValues(
  { action, input }: Call,
  row: Readonly<Record<string, unknown>> | undefined,
  named: readonly string[],
): Call | null {
  if (!row) return null;
  const back: Record<string, EntryInput[string]> = {};
  for (const [field, value] of Object.entries(input)) {
    if (named.includes(field)) back[field] = value;
    else if (row[field] !== value) back[field] = row[field] as EntryInput[string];
  }
  return Object.keys(back).length > named.length ? { action, input: back } : null;
}
