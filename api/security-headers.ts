/** What every answer of this house tells the browser to forbid, whoever made the answer. */
import type { ServerResponse } from 'node:http';

const NO_FRAMES = "frame-ancestors 'none'";

/** For what has an address that anybody can open, though it is no document. */
export const NOT_SNIFFED: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
};
const always: Readonly<Record<string, string>> = {
  ...NOT_SNIFFED,
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Permissions-Policy':
    'camera=(self), geolocation=(self), microphone=(), payment=(), usb=(), browsing-topics=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
};

/** A year: long enough to be kept over a season without signal. */
const HSTS = 'max-age=31536000; includeSubDomains';

/**
 * What phones ask for all day is no document: a POST that a page can only send with a credential of its
 * own. No browser shows, frames or sniffs the answer, and a head of 390 bytes is more than what it says. The
 * time is in the answer itself; the connection stays without saying so (HTTP/1.1).
 *
 * @param kept the few headers it carries all the same
 */
export function bare(response: ServerResponse, kept: Readonly<Record<string, string>> = {}): void {
  for (const [name, value] of Object.entries(kept)) response.setHeader(name, value);
  response.sendDate = false;
  response.removeHeader('connection');
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
  response.writeHead = (status: number, ...rest: unknown[]) => {
    const headers = rest.at(-1) as Record<string, unknown> | undefined;
    // The listener calls bytes without a name "text/plain": phones know them by having none.
    if (headers?.['content-type'] === UNNAMED) delete headers['content-type'];
    return writeHead(status, ...rest);
  };
}
/** What @hono/node-server writes where nobody has named a type. */
const UNNAMED = 'text/plain; charset=UTF-8';

/**
 * Puts the headers on an answer before anybody writes it. Pages bring their own policy of script hashes
 * from SvelteKit; ours joins it as a second one when the head is written (a browser obeys both).
 */
export function secure(response: ServerResponse, options: { https: boolean }): void {
  for (const [name, value] of Object.entries(always)) response.setHeader(name, value);
  if (options.https) response.setHeader('Strict-Transport-Security', HSTS);
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
  response.writeHead = (...args: unknown[]) => {
    const theirs = response.getHeader('Content-Security-Policy');
    const policies = theirs === undefined ? [] : [theirs].flat().map(String);
    if (!policies.some((policy) => policy.includes('frame-ancestors'))) {
      response.setHeader('Content-Security-Policy', [...policies, NO_FRAMES]);
    }
    return writeHead(...args);
  };
}
