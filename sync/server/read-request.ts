/** A body from the outside becomes a SyncRequest, or a code that says what is wrong with it. */
import type { Entry, OutcomeResult } from '../entry';
import { isId } from '../field';
import { isCount, isText, readEntry } from '../read-entry';
import { isStamp, MAX_DEVICE_EPOCH } from '../stamp';
import { isRecord } from '../values-fit';
import { LIMITS, type Offer, OLDEST_PROTOCOL, PROTOCOL, type SyncRequest } from '../wire';

type Read = { request: SyncRequest } | { code: RequestCode };
export type RequestCode =
  | 'sync.malformed'
  | 'sync.protocol_unknown'
  | 'sync.too_many_entries'
  | 'sync.entry_too_large'
  | 'sync.too_deep'
  | 'sync.too_many_scopes';

/** In full, or by its short name (compact/request.ts). */
const SCOPE = /^([a-z]+:[0-9a-zA-Z.-]{1,64}|#[0-9a-z]{1,11})$/;

export function readSyncRequest(body: unknown): Read {
  if (depthOf(body, LIMITS.depth + 1) > LIMITS.depth) return { code: 'sync.too_deep' };
  if (!isRecord(body)) return { code: 'sync.malformed' };
  if (!isCount(body.protocol, PROTOCOL) || (body.protocol as number) < OLDEST_PROTOCOL)
    return { code: 'sync.protocol_unknown' };
  const { fingerprint, deviceEpoch, acked, cursors, epoch, sentMs, waiting, maxRows } = body;
  const { past = [] } = body;
  if (!Array.isArray(body.entries)) return { code: 'sync.malformed' };
  if (body.entries.length > LIMITS.entries) return { code: 'sync.too_many_entries' };
  if (!isRecord(cursors) || !isRecord(waiting)) return { code: 'sync.malformed' };
  if (Object.keys(cursors).length > LIMITS.scopes * 2) return { code: 'sync.too_many_scopes' };
  const wellFormed =
    isText(fingerprint, 80) &&
    isText(epoch, 40) &&
    isCount(deviceEpoch, MAX_DEVICE_EPOCH) &&
    isCount(acked) &&
    Array.isArray(past) &&
    past.length <= LIMITS.past &&
    past.every(isStamp) &&
    isCount(sentMs) &&
    isCount(maxRows) &&
    isCount(waiting.count) &&
    isCount(waiting.oldestAgeMs) &&
    (body.heard === undefined || isText(body.heard, 40)) &&
    (body.takesSnapshots === undefined || typeof body.takesSnapshots === 'boolean') &&
    Object.entries(cursors).every(
      ([scope, cursor]) => SCOPE.test(scope) && isText(cursor, LIMITS.cursor),
    );
  if (!wellFormed) return { code: 'sync.malformed' };
  const entries: Entry[] = [];
  for (const raw of body.entries as unknown[]) {
    if (JSON.stringify(raw).length > LIMITS.entryBytes) return { code: 'sync.entry_too_large' };
    const entry = readEntry(raw);
    const previous = entries.at(-1);
    if (!entry || (previous && entry.seq !== previous.seq + 1)) return { code: 'sync.malformed' };
    entries.push(entry);
  }
  const offers = readOffers(body.offers);
  if (offers !== undefined && 'code' in offers) return offers;
  const { offers: _offers, ...rest } = body;
  const request = { ...rest, entries, ...offers } as unknown as SyncRequest;
  return { request };
}

/** Undefined if the phone heals nothing. */
function readOffers(raw: unknown): { offers: Offer[] } | { code: RequestCode } | undefined {
  if (raw === undefined) return undefined;
  if (!Array.isArray(raw)) return { code: 'sync.malformed' };
  if (raw.length > LIMITS.entries) return { code: 'sync.too_many_entries' };
  const offers: Offer[] = [];
  for (const one of raw as unknown[]) {
    if (JSON.stringify(one).length > LIMITS.entryBytes + OFFER_BYTES) {
      return { code: 'sync.entry_too_large' };
    }
    const offer = readOffer(one);
    if (!offer) return { code: 'sync.malformed' };
    offers.push(offer);
  }
  return { offers };
}

function readOffer(raw: unknown): Offer | null {
  if (!isRecord(raw)) return null;
  const { deviceEpoch, result, code, order, position, mac, personId, deviceId } = raw;
  const entry = readEntry(raw.entry);
  const wellFormed =
    entry !== null &&
    isCount(deviceEpoch, MAX_DEVICE_EPOCH) &&
    ANSWERED.has(result as OutcomeResult) &&
    (code === undefined || isText(code, 60)) &&
    (order === undefined || isStamp(order)) &&
    (position === undefined || isCount(position)) &&
    (mac === undefined || isText(mac, 40)) &&
    (personId === undefined || isId(personId)) &&
    (deviceId === undefined || isId(deviceId));
  if (!wellFormed) return null;
  const said = { deviceEpoch, result, code, order, position, mac, personId, deviceId };
  const given = Object.entries(said).filter(([, value]) => value !== undefined);
  return { entry, ...Object.fromEntries(given) } as unknown as Offer;
}

const ANSWERED = new Set<OutcomeResult>(['applied', 'merged', 'conflict', 'refused', 'done']);
/** Seal, ids and answer around an offered entry. */
const OFFER_BYTES = 512;

/** Depth of nesting, counted no further than `limit`: a bomb of brackets costs nothing. */
function depthOf(value: unknown, limit: number): number {
  if (limit === 0 || typeof value !== 'object' || value === null) return 0;
  let deepest = 0;
  for (const part of Object.values(value)) {
    deepest = Math.max(deepest, depthOf(part, limit - 1));
    if (deepest + 1 >= limit) break;
  }
  return deepest + 1;
}
