/** A value that did not win is taken up again: an ordinary edit, said now, so it shows from now on. */
import { editListing } from '#domain/listing';
import { editPerson } from '#domain/person';
import { editShop } from '#domain/shop';
import { keepMoney } from '#domain/shop-money';
import { act, type Done } from '$lib/phone/act';
import type { HistoryValue } from '$lib/phone/views';

/** @param shopId the shop of a product or of where money goes; unused for the other nouns */
export async function putBack(
  noun: string,
  id: string,
  shopId: string,
  { field, value }: HistoryValue,
): Promise<Done> {
  // The field's name and its value come from the record itself; the action checks both once more.
  const change = { [field]: value };
  if (noun === 'listing') return act(editListing, { id, shopId, ...change });
  if (noun === 'shop') return act(editShop, { id, ...change });
  if (noun === 'shopMoney') return act(keepMoney, { shopId, ...change });
  if (noun === 'person') return act(editPerson, { id, ...change });
  return { ok: false, code: 'change.unfit' };
}
