/**
 * A buoy outside the boat: a few figures in localStorage, which is not thrown away together with the
 * databases. When a store comes up empty or older than it was, the buoy says so, and the person is
 * told honestly what was lost instead of wondering.
 */
import type { PhoneState } from '#sync/phone/store';

export interface Beacon {
  readonly profileId: string;
  readonly deviceId: string;
  readonly deviceEpoch: number;
  /** Highest seq this device had written. */
  readonly lastSeq: number;
  /** Entries without an answer at that time. */
  readonly unsent: number;
  /** When the server last said it had everything. ms, server clock; null: never. */
  readonly lastSentMs: number | null;
}

export type Loss =
  | { readonly code: 'lost.evicted'; readonly unsent: number; readonly lastSentMs: number | null }
  | { readonly code: 'lost.rolled-back'; readonly unsent: number };

/**
 * @param found what the store holds now; undefined when it is empty or gone
 * @returns what the person must be told, or null when nothing is missing
 */
export function compareBeacon(
  beacon: Beacon | null,
  found: Pick<PhoneState, 'deviceId' | 'deviceEpoch' | 'nextSeq'> | undefined,
): Loss | null {
  if (!beacon) return null;
  if (!found) return { code: 'lost.evicted', unsent: beacon.unsent, lastSentMs: beacon.lastSentMs };
  if (found.deviceId !== beacon.deviceId || found.deviceEpoch > beacon.deviceEpoch) return null;
  const missing =
    found.deviceEpoch < beacon.deviceEpoch ? beacon.lastSeq : beacon.lastSeq - (found.nextSeq - 1);
  if (missing <= 0) return null;
  // What had been answered is with the server; only the newest, unanswered ones can really be gone.
  return { code: 'lost.rolled-back', unsent: Math.min(missing, beacon.unsent) };
}

const KEY = 'jukung.beacon.';
type BeaconStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export function readBeacon(storage: BeaconStorage, profileId: string): Beacon | null {
  return parse(storage.getItem(KEY + profileId));
}

/** Every buoy on this phone, also those whose person is no longer in the list. */
export function readBeacons(storage: Pick<Storage, 'getItem' | 'key' | 'length'>): Beacon[] {
  const beacons: Beacon[] = [];
  for (let index = 0; index < storage.length; index += 1) {
    const key = storage.key(index);
    const beacon = key?.startsWith(KEY) ? parse(storage.getItem(key)) : null;
    if (beacon) beacons.push(beacon);
  }
  return beacons;
}

/** Never throws: a phone without localStorage only loses the warning, not the work. */
export function writeBeacon(storage: BeaconStorage, beacon: Beacon): void {
  try {
    storage.setItem(KEY + beacon.profileId, JSON.stringify(beacon));
  } catch {
    // Full or forbidden: the work itself is elsewhere.
  }
}

export function dropBeacon(storage: BeaconStorage, profileId: string): void {
  try {
    storage.removeItem(KEY + profileId);
  } catch {
    // As above.
  }
}

function parse(text: string | null): Beacon | null {
  if (text === null) return null;
  try {
    const read = JSON.parse(text) as Partial<Beacon>;
    const { deviceEpoch, lastSeq, unsent, lastSentMs } = read;
    const fits =
      typeof read.profileId === 'string' &&
      typeof read.deviceId === 'string' &&
      [deviceEpoch, lastSeq, unsent].every(isCount) &&
      (lastSentMs === null || Number.isFinite(lastSentMs));
    return fits ? (read as Beacon) : null;
  } catch {
    return null;
  }
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
