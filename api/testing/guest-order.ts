/** An order by somebody without an account, placed the way her phone does it, with a code of its own. */
import { createHash } from 'node:crypto';

import { newId } from '#db/new-id';
import { claimHash, claimText } from '#domain/claim-code';
import { toE164 } from '#domain/phone-number';
import { writeLines } from '#domain/order-lines';

import { PANGGUNG } from './people';
import { someNumber, type TestPhone } from './test-phone';

export interface GuestOrder {
  readonly id: string;
  readonly number: string;
  readonly code: string;
}

let orders = 0;

/** @param guest a registered device that has said nothing yet, or has ordered this way before */
export async function orderAsGuest(
  guest: TestPhone,
  shopId: string,
  listingId: string,
): Promise<GuestOrder> {
  const [id, code] = [newId(), 'K7M29XQP4TRW'];
  const number = `2005-K7-${(orders += 1)}`;
  const hash = createHash('sha256').update(claimText(id, code)).digest('hex');
  const line = { listingId, title: 'Wadai', unit: 'biji', price: 5_000, quantity: 1 };
  const who = { id: guest.personId, name: 'Acil Imah', village: PANGGUNG };
  const said = { phone: toE164(someNumber()) ?? '', claim: claimHash(hash) };
  await guest.mustApply([
    guest.entry('person.introduce', who),
    guest.entry('order.place', { id, shopId, number, lines: writeLines([line]), ...said }),
  ]);
  return { id, number, code };
}
