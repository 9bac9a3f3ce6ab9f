/**
 * Asking the air with an end to it: a tower at its edge may hold the line for minutes, and a page that
 * waits for it is a white page.
 */

/** Nobody waits longer for a page; EDGE answers within five seconds, 2G within fifteen. */
const PATIENCE_MS = 20_000;

/** The same `fetch`, given up after a while. On the server it is left alone. */
export function patient(fetch: typeof globalThis.fetch, onPhone: boolean): typeof globalThis.fetch {
  if (!onPhone) return fetch;
  return (input, init) => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
    return fetch(input, { ...init, signal: stop.signal }).finally(() => clearTimeout(timer));
  };
}
