/** Where a request came from, for loose ceilings only; it is never stored or logged in the clear. */
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

import type { ApiEnv } from './ports';
import type { OriginRule } from './same-origin';

export function clientAddress(c: Context<ApiEnv>, rule: OriginRule): string {
  // Security: the last hop was written by our own proxy; those before it by anybody.
  const forwarded = rule.trustProxy
    ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim()
    : '';
  if (forwarded) return forwarded;
  return c.env?.incoming ? (getConnInfo(c).remote.address ?? '') : '';
}
