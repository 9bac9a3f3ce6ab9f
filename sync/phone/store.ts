/**
 * What the engine keeps on the phone, and how it asks for it. Dexie answers in the browser, plain
 * maps in simulation. One `write` is one strictly durable transaction: after a crash all of it is
 * there or nothing is.
 */
import type { Actor, Patch } from '../action';
import type { Values } from '../entity';
import type { Entry, Outcome } from '../entry';
import type { RowName, Version } from '../row';
import type { Clock, Stamp } from '../stamp';
import type { Covered, Cursor, Heard, ScopeChanges } from '../wire';

/** A row this person may hold, as the server last said it and as it looks with what waits here. */
export interface PhoneRow {
  readonly name: RowName;
  readonly noun: string;
  readonly id: string;
  /** Private scopes through which the phone holds it; empty for a row born here and not yet sent. */
  readonly scopes: readonly string[];
  /** Null until the server has sent it. */
  readonly base: Standing | null;
  /** Feed position of `base`; 0 without one, or when it is stale and waits to be sent again. */
  readonly position: number;
  /** Scopes that are being read from the beginning and have not named it yet; none if left out. */
  readonly unnamed?: readonly string[];
  /** `base` with everything that waits here on top: what screens show. Null: refused at birth. */
  readonly view: Standing | null;
  /** Entries that shape the view and whose result has not arrived yet. */
  readonly waiting: number;
}

export interface Standing {
  readonly values: Values;
  readonly versions: Readonly<Record<string, Version>>;
}

export type QueueState =
  /** Nobody has begun to send it. */
  | 'waiting'
  /** A request with it has begun; it is immutable now and is sent again until answered. */
  | 'sending'
  /** Answered; its effect stays in the view until the changed rows arrive. */
  | 'answered'
  /** Answered no. Stays until the person has decided what to do about it. */
  | 'refused';

export interface Queued {
  readonly deviceEpoch: number;
  readonly seq: number;
  readonly entry: Entry;
  readonly state: QueueState;
  /** What the action did on this phone at the tap: replayed over rows that arrive. */
  readonly patches: readonly Patch[];
  readonly rows: readonly RowName[];
  /** Phone's corrected clock at the tap. ms since epoch. */
  readonly madeMs: number;
  /** Set once answered. */
  readonly outcome: Outcome | null;
  readonly answeredMs: number | null;
  /** Who this phone was when it was answered: what the server's seal on the answer speaks of. */
  readonly saidAs?: { readonly deviceId: string; readonly personId: string };
}

export interface PhoneState {
  readonly deviceId: string;
  readonly deviceEpoch: number;
  readonly nextSeq: number;
  /** Stamp of the last entry of this device epoch that was answered; none: absent. */
  readonly answeredStamp?: Stamp;
  /** The same of each earlier device epoch, oldest first: what this phone knows it has said before. */
  readonly past?: readonly Stamp[];
  readonly clock: Clock;
  /** Server clock minus phone clock, learned from answers. Null before first contact. ms. */
  readonly offsetMs: number | null;
  /** The server's epoch this phone's cursors belong to; empty before first contact. */
  readonly serverEpoch: string;
  readonly cursors: Readonly<Record<string, Cursor>>;
  /** Highest seq of this device epoch whose outcome is stored here. */
  readonly acked: number;
  readonly actor: Actor;
  readonly session: 'none' | 'live' | 'expired';
  /** When the server last said that it had everything. ms, server clock; null: never. */
  readonly allSentMs: number | null;
  /** When the rows here were last known to be up to date. ms, server clock; null: never. */
  readonly freshMs: number | null;
  readonly missingPhotos: readonly string[];
  /** Present while a server that was set back is healed: stamp of the last entry offered again. */
  readonly offered?: Stamp | '';
  /** The last of these that the server sealed anew: shown with the next, should it be set back meanwhile. */
  readonly proof?: Stamp;
  /** What a finished backup of the server holds of this device, as it last said. */
  readonly covered?: Covered;
  /** The standing the server last told by name; absent before that. */
  readonly heard?: Heard;
}

export interface PhoneTx {
  state(): Promise<PhoneState>;
  saveState(state: PhoneState): Promise<void>;
  row(name: RowName): Promise<PhoneRow | undefined>;
  saveRow(row: PhoneRow): Promise<void>;
  dropRow(name: RowName): Promise<void>;
  rowsInScope(scope: string): Promise<PhoneRow[]>;
  /** Every private scope some row is held through. */
  scopes(): Promise<string[]>;
  /** The whole queue in the order it was made: by device epoch, then seq. */
  queue(): Promise<Queued[]>;
  putQueued(queued: Queued): Promise<void>;
  dropQueued(deviceEpoch: number, seq: number): Promise<void>;
  /** Keeps an answered entry so that it can be offered again to a server restored from a backup. */
  keepSent(queued: Queued): Promise<void>;
  /** Kept entries after this stamp, in the order of their stamps: the order in which they were made. */
  sentAfter(stamp: Stamp | '', limit: number): Promise<Queued[]>;
  dropSent(stamp: Stamp): Promise<void>;
}

export interface PhoneStore {
  write<T>(work: (tx: PhoneTx) => Promise<T>): Promise<T>;
  /** Public rows, shared by everybody on this phone and always to be had again: relaxed durability. */
  publicCursor(scope: string): Promise<Cursor>;
  /**
   * Rows first, cursor last, in one transaction. Rows with a lower position than held are skipped.
   * `fresh` makes every row held of the scope stale (position 0) before the new ones are applied; at
   * the first `complete` after that, rows still stale are dropped. Until then they stay readable.
   */
  applyPublic(changes: ScopeChanges): Promise<void>;
}
