/** What a phone can only ask with a signal about an order: fetching one by its number and code. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { Hono } from 'hono';

import { claimOrder } from '#db/claim-order';
import { claimHash, claimText, readClaimCode } from '#domain/claim-code';
import { ORDER_NUMBER } from '#domain/order-number';

import { assertNotEnded } from '../account/sessions';
import type { TryKey } from '../account/tries';
import { clientAddress } from '../client-address';
import { deviceOnly } from '../device/authenticate';
import type { ApiEnv, ApiPorts } from '../ports';
import { Problem } from '../problem';
import { readFields } from '../read-body';

export function orderRoutes(ports: ApiPorts) {
  const { db, tries, originRule } = ports;
  return new Hono<ApiEnv>().use(deviceOnly(ports)).post('/claim', async (c) => {
    await assertNotEnded(ports, c.req.raw, c.get('device'));
    const { number: saidNumber, code: typed } = await readFields(c.req.raw);
    if (typeof saidNumber !== 'string' || typeof typed !== 'string') {
      throw new Problem('request.wrong_shape');
    }
    const number = saidNumber.trim().toUpperCase();
    const code = readClaimCode(typed);
    // What can't be one costs no try, and tells nothing that the app does not know.
    if (code === null || number === '' || !ORDER_NUMBER.test(number)) {
      throw new Problem('order.claim_wrong');
    }
    const deviceId = c.get('device').id;
    const keys: TryKey[] = [
      ['claim', `order.${number}`],
      ['claim', `device.${deviceId}`],
      ['address', clientAddress(c, originRule)],
    ];
    await tries.take(keys);
    const claimed = await claimOrder(db, { deviceId, number }, (orderId, hash) =>
      isSame(hash, hashOf(orderId, code)),
    );
    if (!claimed) throw new Problem('order.claim_wrong');
    await tries.giveBack(keys);
    c.header('Cache-Control', 'no-store');
    return c.json(claimed);
  });
}

const hashOf = (orderId: string, code: string): string =>
  claimHash(createHash('sha256').update(claimText(orderId, code), 'utf8').digest('hex'));

const isSame = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
