/**
 * Only our own pages may change anything. A page elsewhere can make a browser send a request with our
 * cookies; it can't make the browser lie about where the request comes from.
 */
import type { MiddlewareHandler } from 'hono';

import { Problem } from './problem';

export interface OriginRule {
  /** The one public origin, `https://pasar.example`; empty: whatever address a request was sent to. */
  readonly origin: string;
  /** A proxy of ours stands in front and says the outer scheme and host in X-Forwarded-*. */
  readonly trustProxy: boolean;
}

/** The origin this request was addressed to, as a browser spells it. */
function originOf(request: Request, rule: OriginRule): string {
  if (rule.origin !== '') return rule.origin;
  const url = new URL(request.url);
  if (!rule.trustProxy) return url.origin;
  const scheme = first(request.headers.get('x-forwarded-proto')) || url.protocol.slice(0, -1);
  const host = first(request.headers.get('x-forwarded-host')) || url.host;
  return `${scheme === 'https' ? 'https' : 'http'}://${host}`;
}

export const isSecure = (request: Request, rule: OriginRule): boolean =>
  originOf(request, rule).startsWith('https://');

/**
 * Refuses changing requests from foreign pages.
 *
 * Security: a browser sends Sec-Fetch-Site (Chromium 76) or at least Origin with every POST, PATCH and
 * DELETE. A request with neither comes from no browser page: it carries no cookie but its owner's.
 */
export function sameOriginOnly(rule: OriginRule): MiddlewareHandler {
  return async (c, next) => {
    if (!['GET', 'HEAD', 'OPTIONS'].includes(c.req.method)) {
      const site = c.req.header('sec-fetch-site');
      const origin = c.req.header('origin');
      const foreignSite = site !== undefined && site !== 'same-origin' && site !== 'none';
      const foreignOrigin = origin !== undefined && origin !== originOf(c.req.raw, rule);
      const unnamed = site === undefined && origin === undefined && c.req.header('cookie');
      if (foreignSite || foreignOrigin || unnamed) throw new Problem('request.foreign_origin');
    }
    await next();
  };
}

const first = (header: string | null): string => header?.split(',')[0]?.trim() ?? '';
