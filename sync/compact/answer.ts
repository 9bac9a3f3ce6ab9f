/**
 * A sync answer in as few bytes as it takes: what the phone knows by name (its scopes, its rights) is left
 * out, outcomes go column by column, and rows that are only what the phone itself has just said come back
 * as one number to check them by (echo.ts).
 */
import type { Entry, Outcome } from '../entry';
import { ForeignAnswer, markOf } from '../request-mark';
import type { Heard, ScopeChanges, SyncAnswer, SyncRequest, WireTable } from '../wire';
import type { Echo } from './echo';
import { clockSaid, packCursor, unpackCursor } from './request';
import { type Plain, readCompact, writeCompact } from './value';

/** What a phone takes in one answer: 2,000 rows of the longest kind, with room. Characters. */
const MOST_CHARS = 16 * 1024 * 1024;
/** Tables of more rows travel as JSON, which brotli packs better and browsers read faster. */
const FEW_ROWS = 12;

/** True for an answer that says nothing but the time: then an empty one with the time in its head will do. */
export const saysNothing = (answer: SyncAnswer, request: SyncRequest): boolean =>
  answer.outcomes.length + answer.changes.length === 0 &&
  !answer.more &&
  knows(request, answer) &&
  Object.keys(furtherOf(answer)).length === 0;

/** @param echo rows that were taken out of the answer because the phone can make them itself */
export function packAnswer(
  answer: SyncAnswer,
  request: SyncRequest,
  echo: Echo | null,
): Uint8Array {
  const { epoch, serverMs, outcomes, changes, scopes, actor, missingPhotos, heard } = answer;
  const further = furtherOf(answer);
  const head = { epoch, scopes, actor, missingPhotos, ...(heard === undefined ? {} : { heard }) };
  const parts: Plain[] = [
    ...[serverMs, markAndMore(answer), knows(request, answer) ? 0 : (head as unknown as Plain)],
    packOutcomes(outcomes, request.entries, epoch),
    changes.map((one) => packChanges(one, scopes, epoch)),
    echo === null ? 0 : [echo.rows, echo.scopes, echo.sum],
    Object.keys(further).length === 0 ? 0 : further,
  ];
  while (parts[parts.length - 1] === 0) parts.pop();
  return writeCompact(parts);
}

/**
 * @param heard what the phone knew by name when it asked
 * @throws NotCompact, TypeError, RangeError or ForeignAnswer for bytes that are no answer to this request
 */
export function unpackAnswer(
  bytes: Uint8Array,
  request: SyncRequest,
  heard: Heard | undefined,
): { answer: SyncAnswer; echo: Echo | null } {
  const parts = readCompact(bytes, MOST_CHARS);
  if (!Array.isArray(parts)) throw new TypeError('no answer');
  const [serverMs, marked, head, outcomes, changes, echo = 0, further = 0] = parts as Plain[];
  const to = markOf(request);
  const mark = Math.floor(Number(marked) / 2);
  const asRead = markOf({ ...request, sentMs: clockSaid(request) });
  if (mark !== 0 && mark !== shortMark(asRead)) throw new ForeignAnswer();
  const known = head === 0 ? standing(heard) : (head as unknown as Omit<SyncAnswer, 'serverMs'>);
  const answer = {
    ...known,
    ...(mark === 0 ? {} : { to }),
    ...{ serverMs, more: Number(marked) % 2 === 1 },
    outcomes: unpackOutcomes(outcomes ?? [], request.entries, known.epoch),
    changes: (changes as Plain[]).map((one) => unpackChanges(one, known.scopes, known.epoch)),
    ...(further as object),
  } as SyncAnswer;
  return { answer, echo: unpackEcho(echo) };
}

/** The request's mark in 14 bits, and whether more follows, in one small number. */
const markAndMore = ({ to, more }: SyncAnswer): number =>
  (to === undefined ? 0 : shortMark(to) * 2) + (more ? 1 : 0);
const shortMark = (mark: string): number => (parseInt(mark, 36) % 0x3fff) + 1;

function unpackEcho(packed: Plain): Echo | null {
  if (packed === 0) return null;
  const [rows, scopes, sum] = packed as unknown as [Echo['rows'], Echo['scopes'], number];
  return { rows, scopes, sum };
}

/** The answer that an empty one stands for. */
export function nothingNew(serverMs: number, heard: Heard | undefined): SyncAnswer {
  return { ...standing(heard), serverMs, more: false, outcomes: [], changes: [] };
}

function standing(
  heard: Heard | undefined,
): Omit<SyncAnswer, 'serverMs' | 'more' | 'outcomes' | 'changes'> {
  if (!heard) throw new TypeError('the answer leaves out what was never said');
  const { name, epoch, scopes, actor, missingPhotos } = heard;
  return { epoch, scopes, actor, missingPhotos, heard: name };
}

const knows = (request: SyncRequest, { heard }: SyncAnswer): boolean =>
  heard !== undefined && request.heard === heard;

/** Everything of an answer that has no place of its own. */
function furtherOf(answer: SyncAnswer): Record<string, Plain> {
  const { epoch, serverMs, outcomes, changes, scopes, more, actor, missingPhotos, ...rest } =
    answer;
  void [epoch, serverMs, outcomes, changes, scopes, more, actor, missingPhotos];
  const { heard, to, ...further } = rest;
  void [heard, to];
  return Object.fromEntries(
    Object.entries(further).filter(([, value]) => value !== undefined),
  ) as unknown as Record<string, Plain>;
}

function packOutcomes(
  outcomes: readonly Outcome[],
  entries: readonly Entry[],
  epoch: string,
): Plain {
  if (outcomes.length === 0) return [];
  // Answers to other entries than those of the request are never expected, and said in full.
  const inStep = outcomes.every(({ seq }, index) => entries[index]?.seq === seq);
  if (!inStep || outcomes.length !== entries.length) return { all: asPlain(outcomes) };
  let before = 0;
  const steps = outcomes.map(({ position }) => {
    if (position === undefined) return null;
    const step = position - before;
    before = position;
    return step;
  });
  const columns = [
    outcomes.map(({ result }) => (result === 'applied' ? 0 : result)),
    steps,
    outcomes.map(({ rows }, n) =>
      sameNames(rows, rowsSaid(entries[n])) ? 0 : asPlain(rows ?? null),
    ),
    outcomes.map(({ seq: _seq, result: _result, position: _at, rows: _rows, ...rest }) => {
      const { mac: _mac, ...unsealed } = rest;
      const further = isOfEpoch(rest.mac, epoch) ? unsealed : rest;
      return Object.keys(further).length === 0 ? 0 : asPlain(further);
    }),
  ].map(once);
  const seals = outcomes.map(({ mac }) => (isOfEpoch(mac, epoch) ? mac.slice(MARK_SIGNS) : ''));
  return seals.some((signs) => signs !== '') ? [...columns, seals] : columns;
}

/** A seal begins with signs of the epoch it was given in (server/receipt.ts), which go without saying. */
const MARK_SIGNS = 6;
const isOfEpoch = (mac: string | undefined, epoch: string): mac is string =>
  mac !== undefined && mac.length > MARK_SIGNS && mac.startsWith(epoch.slice(0, MARK_SIGNS));

function unpackOutcomes(packed: Plain, entries: readonly Entry[], epoch: string): Outcome[] {
  if (!Array.isArray(packed)) return (packed as unknown as { all: Outcome[] }).all;
  const [results = [], steps = [], rows = [], rest = [], seals = []] = packed as Plain[][];
  const longest = Math.max(results.length, steps.length, rows.length, rest.length);
  const count = longest <= 1 ? Math.min(longest, 1) * entries.length : longest;
  let before = 0;
  return entries.slice(0, count).map((entry, n) => {
    const [step, named] = [at(steps, n), at(rows, n)];
    if (step !== null) before += Number(step);
    const names = named === 0 ? rowsSaid(entry) : named;
    return {
      ...{ seq: entry.seq, result: (at(results, n) || 'applied') as Outcome['result'] },
      ...(at(rest, n) as object),
      ...(seals[n] ? { mac: epoch.slice(0, MARK_SIGNS) + String(seals[n]) } : {}),
      ...(names === null ? {} : { rows: names as string[] }),
      ...(step === null ? {} : { position: before }),
    };
  });
}

/** The rows an entry speaks of, as both sides read it off its text. */
function rowsSaid(entry: Entry | undefined): string[] {
  if (!entry) return [];
  const home = `${entry.action.slice(0, entry.action.indexOf('.'))}/${String(entry.input['id'])}`;
  return [...new Set([...Object.keys(entry.bases), home])].sort();
}

const sameNames = (rows: readonly string[] | undefined, said: readonly string[]): boolean =>
  rows !== undefined && [...rows].sort().join(' ') === said.join(' ');

function packChanges(one: ScopeChanges, scopes: readonly string[], epoch: string): Plain {
  const { scope, cursor, fresh, complete, tables, gone } = one;
  const known = scopes.indexOf(scope);
  const rows = tables.reduce((sum, { ids }) => sum + ids.length, 0);
  const told = rows > FEW_ROWS ? JSON.stringify(tables) : asPlain(tables);
  const flags = (fresh ? 1 : 0) + (complete ? 2 : 0);
  return [known < 0 ? scope : known, packCursor(cursor, epoch), flags, told, [...gone]];
}

function unpackChanges(packed: Plain, scopes: readonly string[], epoch: string): ScopeChanges {
  const [scope = '', cursor = '', flags, told, gone] = packed as Plain[];
  const name = typeof scope === 'number' ? scopes[scope] : scope;
  if (typeof name !== 'string') throw new TypeError('a scope nobody named');
  const tables = typeof told === 'string' ? (JSON.parse(told) as unknown) : told;
  return {
    ...{ scope: name, cursor: unpackCursor(cursor, epoch) },
    ...{ fresh: Number(flags) % 2 === 1, complete: Number(flags) >= 2 },
    ...{ tables: tables as WireTable[], gone: gone as string[] },
  };
}

const asPlain = (value: unknown): Plain => value as Plain;
const once = (column: readonly Plain[]): readonly Plain[] =>
  column.every((value) => JSON.stringify(value) === JSON.stringify(column[0])) && column.length > 1
    ? column.slice(0, 1)
    : column;
const at = (column: readonly Plain[], index: number): Plain =>
  (column.length === 1 ? column[0] : column[index]) ?? null;
