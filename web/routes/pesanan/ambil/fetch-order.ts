/** Fetching an order by its number and code: one question with a signal, then the order comes by itself. */
import { accountCall, type CallResult } from '$lib/phone/account';
import { sendNow } from '$lib/phone/outbox';

interface Fetched {
  readonly orderId: string;
  readonly number: string;
  readonly shopName: string;
}

/** Fetches an order that was placed elsewhere. Codes: `order.claim_wrong`, `tries.wait`, `phone.no_signal` … */
export async function fetchOrder(number: string, code: string): Promise<CallResult<Fetched>> {
  const result = await accountCall<Fetched>('/api/order/claim', { number, code });
  if (result.ok) void sendNow();
  return result;
}
