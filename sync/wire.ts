/**
 * What goes over the air: one request does push and pull. Every list has a bound; beyond it the
 * server answers with a code and how to go on, never with half the work.
 */
import type { Entry, Outcome, OutcomeResult } from './entry';
import type { RowName, Version } from './row';
import type { Stamp } from './stamp';
import type { UnionValue, Scalar } from './field';

/**
 * Raised whenever the meaning of the wire changes; every version ever released stays accepted.
 *   1  JSON both ways
 *   2  the same requests and answers written compactly (compact/), and snapshots for a first sync
 */
export const PROTOCOL = 2;
export const OLDEST_PROTOCOL = 1;

export const LIMITS = {
  /** Entries in one request; the phone sends the rest in the next. */
  entries: 200,
  /** Bytes of the request's body after decompression. */
  bodyBytes: 512 * 1024,
  /** Bytes of one entry's JSON. */
  entryBytes: 16 * 1024,
  /** Depth of nesting in the body. */
  depth: 8,
  /** Rows in one answer, over all scopes. */
  rows: 2_000,
  scopes: 64,
  /** Characters of one cursor. */
  cursor: 120,
  /** Earlier device epochs a phone tells of. */
  past: 16,
} as const;

/** Opaque to the phone: where it stands in a scope. Empty: it holds nothing. */
export type Cursor = string;

export interface SyncRequest {
  readonly protocol: number;
  readonly fingerprint: string;
  readonly deviceEpoch: number;
  /** The last answered stamp of each earlier device epoch this phone remembers; newest last. */
  readonly past?: readonly Stamp[];
  /** Highest seq whose outcome this phone has safely stored: the server may forget those answers. */
  readonly acked: number;
  readonly entries: readonly Entry[];
  readonly cursors: Readonly<Record<string, Cursor>>;
  /** The server's epoch the cursors belong to; empty at first contact. */
  readonly epoch: string;
  /** The phone's own clock when it sends. ms since epoch. */
  readonly sentMs: number;
  /** How far behind this phone is: entries waiting and the age of the oldest, for the supervisor. */
  readonly waiting: { readonly count: number; readonly oldestAgeMs: number };
  /** Rows the phone is willing to receive now (≤ LIMITS.rows). */
  readonly maxRows: number;
  /**
   * Present while the phone heals a server that was set back: acknowledged entries it still holds, in
   * the order in which they were made. Empty: it holds none.
   */
  readonly offers?: readonly Offer[];
  /** More offers follow in the next request: rows are not asked for before all have been heard. */
  readonly moreOffers?: boolean;
  /** Name of the standing the phone remembers: what has not changed since need not be said again. */
  readonly heard?: string;
  /** The phone can take a public scope from a snapshot (SnapshotOffer). */
  readonly takesSnapshots?: boolean;
}

/** An entry that was answered once, with the answer and the seal on it. */
export interface Offer {
  readonly entry: Entry;
  readonly deviceEpoch: number;
  readonly result: OutcomeResult;
  readonly code?: string;
  readonly order?: string;
  /** Feed position of its first commit: tells which of two was there first, and nothing else. */
  readonly position?: number;
  /** Absent if it was answered by a server that gave no seals: then it is decided anew. */
  readonly mac?: string;
  /** Who this phone spoke for and as which device at that time, where that has changed. */
  readonly personId?: string;
  readonly deviceId?: string;
}

/** Everything of earlier device epochs, and up to `seq` in this one, is in a finished backup. */
export interface Covered {
  readonly epoch: number;
  readonly seq: number;
}

/** What hardly changes from one answer to the next, under the name it was told with. */
export interface Heard {
  readonly name: string;
  readonly epoch: string;
  readonly scopes: readonly string[];
  readonly actor: WireActor;
  readonly missingPhotos: readonly string[];
}

/**
 * A public scope as it stood at `cursor`, at immutable addresses: `/api/snapshot/<id>/<frame>` gives the
 * frames from that one on. Changes of the scope in the same answer begin at `cursor`.
 */
export interface SnapshotOffer {
  readonly scope: string;
  readonly id: string;
  readonly frames: number;
  readonly cursor: Cursor;
}

/** A cursor in the middle of a snapshot: this one, from this frame on. */
export const progressCursor = (id: string, frame: number): Cursor => `~${id}.${frame}`;

export function readProgress(cursor: Cursor): { id: string; frame: number } | null {
  const [, id, frame] = /^~([0-9a-f]{16})\.(\d{1,6})$/.exec(cursor) ?? [];
  return id === undefined ? null : { id, frame: Number(frame) };
}

export interface SyncAnswer {
  /** markOf() the request this answers. Absent from servers older than the mark. */
  readonly to?: string;
  readonly epoch: string;
  /** Server's clock, in the middle between receipt and answer. ms since epoch. */
  readonly serverMs: number;
  readonly outcomes: readonly Outcome[];
  readonly changes: readonly ScopeChanges[];
  /** Every scope this device may hold now; what it holds beyond them it forgets (never unsent work). */
  readonly scopes: readonly string[];
  readonly more: boolean;
  readonly actor: WireActor;
  /** Hashes of photos the server still waits for from this person's records. */
  readonly missingPhotos: readonly string[];
  /** This server was set back: offer again what it once acknowledged, then ask on. Nothing else counts. */
  readonly heal?: true;
  /** What became of the request's offers, in their order. */
  readonly offered?: readonly Outcome[];
  /** Told beside other news only: a sync without news costs nothing for it. */
  readonly covered?: Covered;
  /** Name of this standing, to be said in the next request. */
  readonly heard?: string;
  readonly snapshot?: SnapshotOffer;
}

export interface WireActor {
  readonly personId: string;
  readonly hasAccount: boolean;
  /** `none` for guests; `expired` pauses sending and hides nothing. */
  readonly session: 'none' | 'live' | 'expired';
  readonly rights: readonly { role: string; village: string; shopId: string }[];
}

export interface ScopeChanges {
  readonly scope: string;
  readonly cursor: Cursor;
  /**
   * These changes start from nothing (first contact, or a server restored from a backup): everything
   * the phone held of the scope is stale until it is sent again.
   */
  readonly fresh: boolean;
  /** Nothing more to come for now: what is still stale from before a fresh start is gone for good. */
  readonly complete: boolean;
  readonly tables: readonly WireTable[];
  readonly gone: readonly RowName[];
}

/**
 * Rows of one noun, column by column: equal things stand beside each other, which is what makes them
 * small under brotli (16.1 against 22.7 bytes a product for row-wise JSON, measured on synthetic data).
 */
export interface WireTable {
  readonly noun: string;
  readonly ids: readonly string[];
  readonly columns: Readonly<Record<string, readonly WireValue[]>>;
  /** Absent in public scopes: nobody edits from there. One list per field, in the order of `ids`. */
  readonly versions?: Readonly<Record<string, readonly (WireVersion | 0)[]>>;
  /** Feed position of each row: a phone keeps the row with the higher one. */
  readonly positions: readonly number[];
}
export type WireValue = Scalar | string[] | UnionValue;
/** [id, order or 0 when equal, person]. */
export type WireVersion = readonly [string, string | 0, string];

export const toWireVersion = (version: Version): WireVersion => [
  version.id,
  version.order === version.id ? 0 : version.order,
  version.by,
];
export const fromWireVersion = ([id, order, by]: WireVersion): Version => ({
  id,
  order: order === 0 ? id : order,
  by,
});

/** The answer when this (device, epoch, seq) was used for something else: an old image, or a clone. */
export interface ForkAnswer {
  readonly forked: true;
  /** As in SyncAnswer. */
  readonly to?: string;
  /** Seqs of the request that the server already holds with exactly this content. */
  readonly known: readonly Outcome[];
  /** The device epoch to go on with. */
  readonly nextDeviceEpoch: number;
}
