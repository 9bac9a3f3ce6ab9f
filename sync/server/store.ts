/**
 * What the engine asks of the place where truth is kept. PostgreSQL answers in production, plain maps
 * in simulation; one contract suite holds both to the same behaviour.
 */
import type { Right, Sought } from '../action';
import type { Bases, Entry, Outcome, OutcomeResult } from '../entry';
import type { Row, RowKey, RowName } from '../row';
import type { Stamp } from '../stamp';
import type { Covered, Offer } from '../wire';

export interface ServerDevice {
  readonly id: string;
  readonly personId: string;
  readonly epoch: number;
  readonly lastSeq: number;
  /** Rank of the last thing it said: the next one ranks after it. Empty at first. */
  readonly lastOrder: Stamp | '';
  readonly revoked: boolean;
  /** Entries ever taken from it. */
  readonly entryCount: number;
  /** What the last finished backup holds of it. Not the engine's to change. */
  readonly covered?: Covered;
}

/** An entry that was honoured after a restore, by its stamp: what later ones need to know of it. */
export interface Healed {
  readonly result: OutcomeResult;
  readonly bases: Bases;
  /** Feed position it first had: which of two was taken first. 0: unknown. */
  readonly position: number;
}

/** A vouched-for entry that does not fit what the restored server holds: waits for rows, or a person. */
export interface Parked {
  readonly offer: Offer;
  readonly deviceId: string;
  readonly personId: string;
  /** False if it was said by a guest. */
  readonly hadAccount: boolean;
  /** Why it could not stand when it was last tried. */
  readonly code: string;
}

export interface PersonFacts {
  readonly hasAccount: boolean;
  readonly rights: readonly Right[];
  readonly ownedShopIds: readonly string[];
}

export interface StoredOutcome {
  /** SHA-256 of the entry's canonical text, hex. */
  readonly hash: string;
  /** Null once the phone has acknowledged the answer: only the hash is kept, to notice forks. */
  readonly outcome: Outcome | null;
}

/** One transaction: all of it or nothing. */
export interface ServerTx {
  /** Feed position of everything this transaction publishes. */
  position(): Promise<number>;
  /** Locked until the end: two requests of one device never run side by side. */
  lockDevice(deviceId: string): Promise<ServerDevice | undefined>;
  saveDevice(device: ServerDevice): Promise<void>;
  outcome(deviceId: string, deviceEpoch: number, seq: number): Promise<StoredOutcome | undefined>;
  saveOutcome(deviceId: string, deviceEpoch: number, hash: string, outcome: Outcome): Promise<void>;
  /** Answers up to `acked` are no longer needed; their hashes are. */
  forgetOutcomes(deviceId: string, deviceEpoch: number, acked: number): Promise<void>;
  quarantine(deviceId: string, deviceEpoch: number, entry: Entry): Promise<void>;
  /** Of these stamps, those that were honoured after a restore. */
  healed(stamps: readonly Stamp[]): Promise<ReadonlyMap<Stamp, Healed>>;
  /** All that were honoured and changed one of these rows, by stamp. */
  healedAbout(names: readonly RowName[]): Promise<ReadonlyMap<Stamp, Healed>>;
  saveHealed(stamp: Stamp, healed: Healed): Promise<void>;
  /** Parks an entry, or notes anew why it still can't stand. */
  park(parked: Parked): Promise<void>;
  /** False if it was not parked (any more). */
  unpark(stamp: Stamp): Promise<boolean>;
  /** True if one of the rows speaks of a person whose data was erased. */
  anyErased(keys: readonly RowKey[]): Promise<boolean>;
  person(personId: string): Promise<PersonFacts>;
  /** A person's name for screens, empty if unknown. */
  nameOf(personId: string): Promise<string>;
  /** Locks existing rows in the given order; rows that do not exist are left out. */
  lockRows(keys: readonly RowKey[]): Promise<Row[]>;
  /** @throws DuplicateRow if the id, or another value that must be unique, is taken. */
  insertRow(row: Row): Promise<void>;
  updateRow(row: Row): Promise<void>;
  /** The open question about one field, locked. */
  openQuestion(noun: string, rowId: string, field: string): Promise<Row | undefined>;
  /** The row now belongs to exactly these scopes: each hears of it, those it left hear it is gone. */
  publish(key: RowKey, scopes: readonly string[]): Promise<void>;
  /**
   * As publish, of a row that itself stays as it is: only scopes it joins or leaves hear of it.
   */
  moveScopes(key: RowKey, scopes: readonly string[]): Promise<void>;
  /** A row as it stands, without locking it. */
  readRow(key: RowKey): Promise<Row | undefined>;
  /** Rows of a noun whose field holds this id, in the order of their ids, without locking them. */
  followers(noun: string, field: string, id: string): Promise<Row[]>;
  /** Ids of rows of a noun that fit, in their order, without locking them. */
  find(noun: string, sought: Sought, limit: number): Promise<string[]>;
  /** How many there are. */
  count(noun: string, sought: Sought): Promise<number>;
  /** Ids made by the server (kept values). */
  newId(): string;
  /** The same id for the same words: a question asked again after a restore is the same question. */
  idFor(words: string): string;
}

export interface PositionedRow {
  readonly row: Row;
  readonly position: number;
}

export interface ScopePage {
  readonly rows: readonly PositionedRow[];
  readonly gone: readonly RowName[];
  readonly cursor: string;
  readonly more: boolean;
  /** Changes below this position can be seen; later ones may still be hidden by others under way. */
  readonly settled?: number;
  /** The cursor meant nothing here (ahead of a server that was set back): the scope begins anew. */
  readonly fresh?: true;
}

export interface ServerStore {
  /** Changes when the database is restored from a backup. */
  epoch(): Promise<string>;
  /**
   * The server has been shown that it was set back without knowing: a new epoch, for every phone.
   *
   * @param after the epoch in which it was shown; nothing happens if another one stands by now
   */
  beginEpoch(after: string): Promise<void>;
  /** Entries that still wait, oldest stamp first. */
  parked(limit: number): Promise<readonly Parked[]>;
  /**
   * Retries what may be retried (deadlock, serialization failure, WorldMoved), a few times.
   *
   * @throws WorldMoved when the world moved at every try: no failure of the road, so the entry is refused
   */
  transaction<T>(work: (tx: ServerTx) => Promise<T>): Promise<T>;
  /**
   * Changes of one scope after the cursor. The next cursor never passes a change that has not
   * committed yet: a row that commits late is still found.
   */
  pull(scope: string, cursor: string, limit: number): Promise<ScopePage>;
  /**
   * Waits, not long, until what was committed at this position can be seen in every scope: others that are
   * still under way may hide it. Absent where nothing is ever hidden.
   */
  settle?(position: number): Promise<void>;
  /** Photos named by rows of these scopes whose bytes have not arrived: hashes, bounded. */
  missingPhotos(personId: string): Promise<readonly string[]>;
  /** True if trying again later may help (lost connection, shutdown): never a reason to refuse. */
  isTransient(failure: unknown): boolean;
}

export class DuplicateRow extends Error {}

/** Something came in between that the transaction did not know of: the store runs it again. */
export class WorldMoved extends Error {}

/** A snapshot that phones may fetch, and where the feed goes on after it. */
export interface ShelvedSnapshot {
  readonly id: string;
  /** As the store writes it, without the mark of the epoch. */
  readonly cursor: string;
  readonly rows: number;
  readonly frames: number;
}

/** Where snapshots are kept. Without one every phone reads the feed from its start. */
export interface SnapshotShelf {
  /** The newest of this epoch; asking also lets a worn one be made anew, later and elsewhere. */
  newest(scope: string, epoch: string): Promise<ShelvedSnapshot | null>;
  /** One a phone has begun to fetch, while it is still kept. */
  find(id: string, epoch: string): Promise<ShelvedSnapshot | null>;
  /** True if there are so many changes after the cursor that the snapshot is smaller. */
  beats(snapshot: ShelvedSnapshot, scope: string, cursor: string): Promise<boolean>;
}

/** What the engine may not make itself: time and hashes come from outside. */
export interface ServerPorts {
  readonly store: ServerStore;
  readonly snapshots?: SnapshotShelf;
  readonly nowMs: () => number;
  /** SHA-256 of UTF-8 text, lower-case hex. */
  readonly sha256: (text: string) => string;
  /** HMAC-SHA-256 under a secret of this installation; at least the first 72 bits, base64url. */
  readonly seal: (text: string) => string;
  /** Told about entries that failed for a reason nobody declared. Never with personal data. */
  readonly onPoison: (action: string, failure: unknown) => void;
}
