/**
 * A sync request in as few bytes as it takes: what both sides know is not said (the phone's own node, the
 * numbers in a row), and what is usual is left out. The other side has the same request again, word for
 * word, so that an entry has the same hash however it travelled.
 */
import type { Bases, Entry } from '../entry';
import { isStamp, makeStamp, nodeOf, stampCounter, stampMs, stampNode } from '../stamp';
import { LIMITS, PROTOCOL, type SyncRequest } from '../wire';
import { type Plain, readCompact, writeCompact } from './value';

/** Characters of the epoch that begin every cursor. */
export const EPOCH_MARK = 8;

/** Signs of the app's fingerprint that travel: enough to tell which app it was. */
const FINGERPRINT_TAIL = 6;

/** Everything of a request that has no place of its own below. */
type Further = Record<string, Plain | undefined>;

/**
 * A scope by 42 bits of its name: `#<base 36>`. On the server it means the one scope of this person that
 * has it; where a phone's own scopes share one, it says them in full.
 */
export function shortScope(scope: string): string {
  return `#${(fnv1a(scope, 0x811c9dc5) + (fnv1a(scope, 0x01000193) % 1024) * 2 ** 32).toString(36)}`;
}

/** Everything of a request that has a place of its own only where it is said at all. */
function furtherOf(request: SyncRequest): Further {
  const { protocol, fingerprint, deviceEpoch, acked, entries, cursors, epoch, ...others } = request;
  void [fingerprint, deviceEpoch, acked, entries, cursors, epoch];
  const { sentMs, waiting, maxRows, heard, ...rest } = others;
  void [sentMs, waiting, heard];
  const { takesSnapshots, ...odd } = rest as Further;
  return {
    ...odd,
    ...(maxRows === LIMITS.rows ? {} : { maxRows }),
    ...(protocol === PROTOCOL ? {} : { protocol }),
    ...(takesSnapshots === true ? {} : { takesSnapshots: false }),
  };
}

/** The phone's clock as the other side reads it: a request that says nothing else leaves it out. */
export function clockSaid(request: SyncRequest): number {
  return isQuiet(request) ? 0 : request.sentMs;
}

const isQuiet = (request: SyncRequest): boolean =>
  request.entries.length + request.waiting.count + Object.keys(furtherOf(request)).length === 0;

/** @param deviceId of the phone that speaks: it travels beside the request */
export function packRequest(
  request: SyncRequest,
  deviceId: string,
  words: readonly string[] = [],
): Uint8Array<ArrayBuffer> {
  const { fingerprint, deviceEpoch, acked, entries, cursors, epoch } = request;
  const { sentMs, waiting, heard } = request;
  const node = nodeOf(deviceId, deviceEpoch);
  const further = furtherOf(request);
  const parts: Plain[] = [
    ...[deviceEpoch, acked, epoch, heard ?? 0, packCursors(cursors, epoch)],
    ...[clockSaid(request), waiting.count, waiting.oldestAgeMs],
    entries.length === 0 ? 0 : packEntries(entries, sentMs, node),
    isQuiet(request) && heard !== undefined ? 0 : fingerprint.slice(-FINGERPRINT_TAIL),
    Object.keys(further).length === 0 ? 0 : further,
  ];
  while (parts[parts.length - 1] === 0) parts.pop();
  return writeCompact(parts, [node, ...words]);
}

/**
 * The request as JSON would have brought it, not yet checked: readSyncRequest() does that.
 *
 * @throws NotCompact, or TypeError for bytes that are compact and no request
 */
export function unpackRequest(
  bytes: Uint8Array,
  deviceId: string,
  words: readonly string[] = [],
): unknown {
  const read = (epoch: number) =>
    asList(readCompact(bytes, 4 * LIMITS.bodyBytes, [nodeOf(deviceId, epoch), ...words]));
  // The device's epoch is part of the node: said in the first place, and hardly ever another than 0.
  const guess = read(0);
  const deviceEpoch = asCount(guess[0]);
  const node = nodeOf(deviceId, deviceEpoch);
  const parts = deviceEpoch === 0 ? guess : read(deviceEpoch);
  const [, acked = 0, epoch = '', heard = 0, cursors = 0, sent = 0, count = 0] = parts;
  const [oldestAgeMs = 0, entries = 0, fingerprint = 0, further = 0] = parts.slice(7);
  const sentMs = asCount(sent);
  return {
    ...{ protocol: PROTOCOL, maxRows: LIMITS.rows, takesSnapshots: true },
    ...(further as object),
    ...{ deviceEpoch, acked, epoch, sentMs, waiting: { count, oldestAgeMs } },
    ...(heard === 0 ? {} : { heard }),
    fingerprint: fingerprint === 0 ? '' : fingerprint,
    cursors: unpackCursors(cursors, String(epoch)),
    entries: entries === 0 ? [] : unpackEntries(entries, sentMs, node),
  };
}

function packCursors(cursors: SyncRequest['cursors'], epoch: string): Plain {
  const scopes = Object.keys(cursors);
  if (scopes.length === 0) return 0;
  const shorts = scopes.map(shortScope);
  return scopes.flatMap((scope, index) => {
    const short = shorts[index] as string;
    const unique = shorts.filter((other) => other === short).length === 1;
    const name = unique ? parseInt(short.slice(1), 36) : scope;
    return [name, packCursor(cursors[scope] ?? '', epoch)];
  });
}

function unpackCursors(packed: Plain, epoch: string): Record<string, string> {
  if (packed === 0) return {};
  const list = asList(packed);
  const cursors: Record<string, string> = {};
  for (let at = 0; at + 1 < list.length; at += 2) {
    const name = list[at];
    const scope = typeof name === 'number' ? `#${name.toString(36)}` : String(name);
    cursors[scope] = unpackCursor(list[at + 1] ?? '', epoch);
  }
  return cursors;
}

/** `<mark>.<position>` under the epoch both sides know is a number. */
export function packCursor(cursor: string, epoch: string): Plain {
  const mark = `${epoch.slice(0, EPOCH_MARK)}.`;
  const position = cursor.slice(mark.length);
  return cursor.startsWith(mark) && /^(0|[1-9]\d{0,14})$/.test(position)
    ? Number(position)
    : cursor;
}

export const unpackCursor = (packed: Plain, epoch: string): string =>
  typeof packed === 'number' ? `${epoch.slice(0, EPOCH_MARK)}.${packed}` : String(packed);

/** Column by column; a column that says the same all the way down is said once. */
function packEntries(entries: readonly Entry[], sentMs: number, node: string): Plain {
  const names = entries.map(({ bases }) => Object.keys(bases));
  return [
    entries[0]?.seq ?? 0,
    once(entries.map(({ action }) => action)),
    entries.map(({ input }) => input),
    once(entries.map(({ rawMs }) => sentMs - rawMs)),
    once(entries.map(({ stamp, rawMs }) => (own(stamp, node) ? stampMs(stamp) - rawMs : stamp))),
    once(entries.map(({ stamp }) => (own(stamp, node) ? stampCounter(stamp) : 0))),
    once(entries.map(({ corrected }) => corrected)),
    once(names.map((of) => of.length)),
    names.flat(),
    entries.flatMap(({ bases }) => Object.values(bases)),
  ];
}

function unpackEntries(packed: Plain, sentMs: number, node: string): Entry[] {
  const [first, actions, inputs, ages, stamps, counters, corrected, counts, names, bases] = asList(
    packed,
  ).map((part) => (Array.isArray(part) ? (part as Plain[]) : [part]));
  const { length } = inputs ?? [];
  let base = 0;
  return Array.from({ length: Math.min(length, LIMITS.entries + 1) }, (_, index) => {
    const rawMs = sentMs - Number(at(ages, index));
    const drift = at(stamps, index);
    const clock = { ms: rawMs + Number(drift), counter: Number(at(counters, index)) };
    const until = base + asCount(at(counts, index));
    // Security: a few bytes can count further than memory reaches.
    if (until > (names?.length ?? 0)) throw new TypeError('counts names that were not said');
    const pairs: [string, Plain][] = [];
    for (; base < until; base += 1) pairs.push([String(names?.[base]), bases?.[base] ?? null]);
    return {
      seq: Number(first?.[0]) + index,
      action: at(actions, index) as string,
      input: inputs?.[index] as Entry['input'],
      stamp: typeof drift === 'string' ? drift : makeStamp(clock, node),
      rawMs,
      corrected: at(corrected, index) as boolean,
      bases: Object.fromEntries(pairs) as Bases,
    };
  });
}

const own = (stamp: string, node: string): boolean => isStamp(stamp) && stampNode(stamp) === node;

const once = (column: readonly Plain[]): readonly Plain[] =>
  column.every((value) => value === column[0]) ? column.slice(0, 1) : column;
const at = (column: readonly Plain[] | undefined, index: number): Plain =>
  (column?.length === 1 ? column[0] : column?.[index]) ?? null;

function asList(value: Plain | undefined): readonly Plain[] {
  if (!Array.isArray(value)) throw new TypeError('not a list');
  return value as readonly Plain[];
}

function asCount(value: Plain | undefined): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new TypeError('not a count');
  return value as number;
}

function fnv1a(text: string, seed: number): number {
  let hash = seed;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash;
}
