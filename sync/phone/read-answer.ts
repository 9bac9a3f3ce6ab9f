/**
 * Is this an answer of our server, whole and undamaged? A portal answers 200 with JSON of its own, a line
 * turns bits, a cache mixes two. What is put away stays: one cursor that is no cursor and the server could
 * never read a request of this phone again. So everything is looked at before anything of it is believed.
 * What a newer server adds is left alone.
 */
import type { Declarations } from '../declarations';
import type { Outcome, OutcomeResult } from '../entry';
import { isId } from '../field';
import { isStamp, MAX_DEVICE_EPOCH, MAX_MS } from '../stamp';
import { areValuesOf, isRecord } from '../values-fit';
import { type ForkAnswer, LIMITS, type SyncAnswer } from '../wire';

type Check = (value: unknown) => boolean;

export const isText = (value: unknown, most = 400): value is string =>
  typeof value === 'string' && value.length <= most;
export const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isFlag: Check = (value) => typeof value === 'boolean';
const maybe =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
export const all =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && (value as unknown[]).every((part) => check(part));
export const texts = all((text) => isText(text));

/** As the server reads them in a request (server/read-request.ts). */
export const isScope: Check = (value) =>
  typeof value === 'string' && /^[a-z]+:[0-9a-zA-Z.-]{1,64}$/.test(value);

export function isAnswer(body: unknown, declarations: Declarations): body is SyncAnswer {
  if (!isRecord(body)) return false;
  const { epoch, serverMs, heard, snapshot, covered, to } = body;
  return (
    isText(epoch, 40) &&
    isCount(serverMs) &&
    (serverMs as number) <= MAX_MS &&
    isFlag(body.more) &&
    maybe((name) => isText(name, 40))(heard) &&
    maybe((mark) => isText(mark, 40))(to) &&
    maybe((heal) => heal === true)(body.heal) &&
    all(isOutcome)(body.outcomes) &&
    maybe(all(isOutcome))(body.offered) &&
    all((changes) => areChanges(changes, declarations))(body.changes) &&
    all(isScope)(body.scopes) &&
    texts(body.missingPhotos) &&
    isActor(body.actor) &&
    maybe((part) => isRecord(part) && isCount(part.epoch) && isCount(part.seq))(covered) &&
    maybe(isSnapshot)(snapshot)
  );
}

export function isFork(body: unknown): body is ForkAnswer {
  if (!isRecord(body) || body.forked !== true) return false;
  const { known, nextDeviceEpoch } = body;
  return (
    all(isOutcome)(known) &&
    isCount(nextDeviceEpoch) &&
    (nextDeviceEpoch as number) <= MAX_DEVICE_EPOCH
  );
}

const RESULTS: readonly OutcomeResult[] = [
  ...(['applied', 'merged', 'conflict', 'refused', 'quarantined', 'done', 'parked'] as const),
];

export function isOutcome(value: unknown): value is Outcome {
  return (
    isRecord(value) &&
    isCount(value.seq) &&
    RESULTS.includes(value.result as OutcomeResult) &&
    maybe((code) => isText(code))(value.code) &&
    maybe(texts)(value.rows) &&
    maybe(isCount)(value.position) &&
    maybe(isStamp)(value.order) &&
    maybe((mac) => isText(mac, 40))(value.mac)
  );
}

const isActor: Check = (value) =>
  isPerson(value) && ['none', 'live', 'expired'].includes((value as SyncAnswer['actor']).session);

/** Who somebody is and what they may, as the phone remembers it. */
export const isPerson: Check = (value) =>
  isRecord(value) &&
  isText(value.personId) &&
  isFlag(value.hasAccount) &&
  all((right) => isRecord(right) && texts([right.role, right.village, right.shopId]))(value.rights);

function isSnapshot(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { scope, id, frames, cursor } = value;
  const isNamed = typeof id === 'string' && /^[0-9a-f]{16}$/.test(id);
  return isScope(scope) && isNamed && isCount(frames) && isText(cursor, LIMITS.cursor);
}

function areChanges(value: unknown, declarations: Declarations): boolean {
  if (!isRecord(value)) return false;
  const { scope, cursor, fresh, complete, tables, gone } = value;
  const isOpen = declarations.publicScopes.includes(scope as string);
  return (
    isScope(scope) &&
    isText(cursor, LIMITS.cursor) &&
    isFlag(fresh) &&
    isFlag(complete) &&
    texts(gone) &&
    all((table) => isTable(table, declarations, isOpen))(tables)
  );
}

/** @param isOpen in a public scope rows are faces: other fields, no versions */
function isTable(value: unknown, { entities }: Declarations, isOpen: boolean): boolean {
  if (!isRecord(value)) return false;
  const { noun, ids, columns, versions = {}, positions } = value;
  if (!isText(noun) || !all(isId)(ids) || !isRecord(columns) || !isRecord(versions)) return false;
  const { length } = ids as string[];
  const isFull = (column: unknown): column is unknown[] =>
    Array.isArray(column) && column.length === length;
  const whole =
    isFull(positions) &&
    positions.every(isCount) &&
    Object.values(columns).every(isFull) &&
    Object.values(versions).every((column) => isFull(column) && column.every(isVersion));
  const entity = entities.get(noun);
  if (!whole || !entity || isOpen) return whole;
  const rows = columns as Record<string, unknown[]>;
  return (ids as string[]).every((_id, index) =>
    areValuesOf(
      entity,
      Object.fromEntries(Object.entries(rows).map(([field, column]) => [field, column[index]])),
    ),
  );
}

function isVersion(value: unknown): boolean {
  if (value === 0) return true;
  if (!Array.isArray(value)) return false;
  const [id, order, by] = value as unknown[];
  return isStamp(id) && (order === 0 || isStamp(order)) && isText(by, 40);
}
