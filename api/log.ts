/**
 * The diary of the server, which anybody who runs it may read: what was asked, how it ended, how long
 * it took. No phone numbers, names, bodies, cookies or addresses; ids only by their first eight signs.
 */
import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { pino, type Logger } from 'pino';

export type { Logger };

export const openLog = (level: string): Logger =>
  pino({ level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime });

export const shortId = (id: string): string => id.slice(0, 8);

/** One line a request. The address is the route's pattern, never the address itself. */
export function diary(log: Logger, nowMs: () => number): MiddlewareHandler {
  return async (c, next) => {
    const fromMs = nowMs();
    await next();
    const { status, headers } = c.res;
    const line = {
      method: c.req.method,
      route: routeOf(c),
      status,
      ms: nowMs() - fromMs,
      bytes: Number(headers.get('content-length') ?? 0),
    };
    if (status >= 500) log.error(line, 'request');
    else log.info(line, 'request');
  };
}

interface PageTrouble {
  readonly status: number;
  /** The route's pattern, null when no page has this address. */
  readonly route: string | null;
  readonly failure: unknown;
}

/** One line about a page that could not be shown. An address nobody has is no failure of ours. */
export const pageDiary =
  (log: Logger) =>
  ({ status, route, failure }: PageTrouble): void => {
    if (status >= 500) log.error({ status, route, ...failureFacts(failure) }, 'page');
    else log.info({ status, route }, 'page');
  };

/** The failure without what it may quote: database messages can carry values that somebody typed. */
export function failureFacts(failure: unknown): Record<string, unknown> {
  if (!(failure instanceof Error)) return { kind: typeof failure };
  const told = failure as { code?: unknown; table?: unknown; constraint?: unknown };
  const names = Object.entries({ code: told.code, table: told.table, constraint: told.constraint });
  // A message may have lines that look like those of the stack.
  const stack = failure.stack
    ?.replace(failure.message, '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line));
  return {
    kind: failure.name,
    ...Object.fromEntries(names.filter(([, name]) => typeof name === 'string')),
    at: stack?.slice(0, 6).map((line) => line.trim()),
  };
}

/**
 * `/api/people/:id`, as the route was written: no id, hash, slug or phone number, and of an address that
 * nobody has only how far it is known (`/api/people/*`, `/*`).
 */
function routeOf(c: Context): string {
  const patterns = matchedRoutes(c).map(({ path }) => path);
  return patterns.find((pattern) => !pattern.endsWith('*')) ?? patterns.at(-1) ?? '';
}
