/** Will trying again later help? A failure of the road is never a reason to refuse somebody's work. */
import { WorldMoved } from '#sync/server/store';

/** Two transactions stood in each other's way; one of them simply goes again. */
export function isCollision(failure: unknown): boolean {
  if (failure instanceof WorldMoved) return true;
  return codesOf(failure).some((code) => code === '40001' || code === '40P01');
}

/**
 * True for lost or refused connections, a server that is starting, stopping, full or overloaded, and
 * collisions. False for whatever will fail the same way tomorrow: also for a world that moved at every try, or
 * one entry nobody can place would keep all the others of its phone from the server for ever.
 */
export function isTransient(failure: unknown): boolean {
  return (
    codesOf(failure).some((code) => TRANSIENT_STATE.test(code) || SYSTEM_CODES.has(code)) ||
    messagesOf(failure).some((message) => POOL_MESSAGE.test(message))
  );
}

/**
 * SQLSTATEs (PostgreSQL, appendix A): 08 connection, 25006 read-only after a failover, 25P03 idle too
 * long, 40001 and 40P01 collisions, 53 out of memory, disk or connections, 55P03 lock not to be had,
 * 57014 timeout, 57P shutting down or starting, 58 system failure.
 */
const TRANSIENT_STATE = /^(08...|25006|25P03|40001|40P01|53...|55P03|57014|57P..|58...)$/;

const SYSTEM_CODES = new Set([
  ...['ECONNRESET', 'ECONNREFUSED', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'EMFILE', 'ENFILE', 'ENOENT'],
]);

/** What the driver and its pool say without a code (pg 8, pg-pool 3, kysely 0.28). */
const POOL_MESSAGE = new RegExp(
  [
    'Connection terminated',
    'timeout exceeded when trying to connect',
    'timeout expired',
    'Client has encountered a connection error',
    'Client was closed',
    'Cannot use a pool after calling end',
    'driver has already been destroyed',
    'Query read timeout',
  ].join('|'),
  'i',
);

/** The failure and what lies under it: causes, and the tries of a connection to several addresses. */
function layersOf(failure: unknown, depth = 0): object[] {
  if (typeof failure !== 'object' || failure === null || depth > 4) return [];
  const under: unknown[] = failure instanceof AggregateError ? failure.errors : [];
  const cause = 'cause' in failure ? [failure.cause] : [];
  return [failure, ...[...under, ...cause].flatMap((layer) => layersOf(layer, depth + 1))];
}

const codesOf = (failure: unknown): string[] =>
  layersOf(failure).flatMap((layer) =>
    'code' in layer && typeof layer.code === 'string' ? [layer.code] : [],
  );

const messagesOf = (failure: unknown): string[] =>
  layersOf(failure).flatMap((layer) => (layer instanceof Error ? [layer.message] : []));
