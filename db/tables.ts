/**
 * Every table, as Kysely sees it. The tables of nouns are read off their declarations: a new field
 * there is a new column here, and the schema test is red until a migration has made it.
 *
 * The types hold for a Kysely from `connect()`: it reads whole numbers of any width as numbers.
 */
import type { ColumnType, Generated } from 'kysely';
import type { baseline } from '#domain/baseline';
import type { grant } from '#domain/grant';
import type { listing } from '#domain/listing';
import type { movement } from '#domain/movement';
import type { order, orderContact, orderLine, orderPay } from '#domain/order';
import type { person } from '#domain/person';
import type { photo } from '#domain/photo';
import type { sale, saleLine } from '#domain/sale';
import type { shop } from '#domain/shop';
import type { shopMoney } from '#domain/shop-money';
import type { Entity, Fields, ValueOf } from '#sync/entity';
import type { Bases, Entry, Outcome, OutcomeResult } from '#sync/entry';
import type { handed } from '#sync/handed';
import type { conflict, kept } from '#sync/questions';
import type { Offer, WireVersion } from '#sync/wire';
import type { AccountTables } from './account-tables';

/** `phoneVerifiedMs` → `phone_verified_ms`. */
type SnakeCase<S extends string> = S extends `${infer Head}${infer Tail}`
  ? Tail extends Uncapitalize<Tail>
    ? `${Lowercase<Head>}${SnakeCase<Tail>}`
    : `${Lowercase<Head>}_${SnakeCase<Tail>}`
  : S;

type FieldsOf<E> = E extends Entity<string, infer F> ? F : never;

/** @typeParam Maybe fields declared `maybeRef`: the empty reference is NULL in the table */
type NounTable<E extends Entity<string, Fields>, Maybe extends string = never> = {
  id: string;
  /** What said each field: its version's id, its order (0 when equal) and the person. */
  versions: Record<string, WireVersion>;
} & {
  [K in keyof FieldsOf<E> & string as SnakeCase<K>]: K extends Maybe
    ? ValueOf<FieldsOf<E>[K]> | null
    : ValueOf<FieldsOf<E>[K]>;
};

export interface DeviceTable {
  id: string;
  /** The last twelve hex digits of the id: the name its stamps carry, so no two devices share it. */
  node: string;
  person_id: string;
  /** JWK of the key the phone proved to hold. */
  public_key: Record<string, unknown> | null;
  /** Hash of the device credential; without one the device cannot speak. */
  credential_hash: string | null;
  epoch: Generated<number>;
  last_seq: Generated<number>;
  last_order: Generated<string>;
  entry_count: Generated<number>;
  registered_at: Generated<Date>;
  revoked_at: Date | null;
  /** What it said about itself when it last spoke. */
  last_seen_at: Date | null;
  waiting_count: Generated<number>;
  oldest_age_ms: Generated<number>;
  /** What the last finished backup holds of it: this device epoch up to this seq, and all before. */
  covered_epoch: number | null;
  covered_seq: number | null;
}

export interface OutcomeTable {
  device_id: string;
  device_epoch: number;
  seq: number;
  /** SHA-256 of the entry's canonical text, hex. */
  hash: string;
  /** NULL once the phone has acknowledged the answer. */
  outcome: Outcome | null;
  made_at: Generated<Date>;
}

export interface QuarantineTable {
  device_id: string;
  device_epoch: number;
  seq: number;
  entry: ColumnType<Entry, string, string>;
  received_at: Generated<Date>;
}

/** The latest position of each row in each scope it ever belonged to. */
export interface FeedTable {
  noun: string;
  row_id: string;
  scope: string;
  /** True when the row has left the scope. */
  gone: Generated<boolean>;
  /** Transaction id (xid8) of the last change, as text: see feed.ts. */
  position: string;
}

export interface ServerEpochTable {
  /** One row only: always true. */
  single: Generated<boolean>;
  id: string;
  /** Where the database lived when the epoch began; another place means it was restored. */
  home: string;
  /** The transaction (xid8) that wrote this row. A row put back from a dump was written by another. */
  written_in: string;
  begun_at: Generated<Date>;
}

export interface HealedTable {
  stamp: string;
  result: OutcomeResult;
  bases: ColumnType<Bases, string, never>;
  /** Feed position it first had, in an earlier epoch; 0: unknown. */
  position: number;
  healed_at: Generated<Date>;
}

export interface ParkedTable {
  stamp: string;
  /** The device that said it, and for whom, at that time. */
  device_id: string;
  person_id: string;
  had_account: boolean;
  offer: ColumnType<Offer, string, never>;
  /** Why it could not stand when it was last tried. */
  code: string;
  parked_at: Generated<Date>;
}

/** Rows that spoke of an erased person. */
export interface ErasedTable {
  noun: string;
  row_id: string;
  person_id: string;
  erased_at: Generated<Date>;
}

export interface AccountTable {
  person_id: string;
  /** The user of the sign-in library that this person is. */
  user_id: string;
}

export interface PhotoFileTable {
  /** SHA-256 of the bytes the phone uploaded, hex. */
  hash: string;
  mime: string;
  size_bytes: number;
  width: number;
  height: number;
  visibility: 'public' | 'private';
  /** Smaller pictures made from it, by name. */
  variants: ColumnType<Record<string, unknown>, string | undefined, string>;
  /** The device that brought the bytes. */
  device_id: string | null;
  /** NULL while the bytes are still arriving. */
  stored_at: Date | null;
}

/** A public scope as it stood once, for phones that begin (api/snapshot). */
export interface SnapshotTable {
  id: string;
  scope: string;
  epoch: string;
  cursor: string;
  row_count: number;
  frame_count: number;
  made_at: Generated<Date>;
}

/** Its frames from one on, packed as one stream. */
export interface SnapshotStreamTable {
  snapshot_id: string;
  from_frame: number;
  packed: Buffer;
}

export interface Database extends AccountTables {
  snapshot: SnapshotTable;
  snapshot_stream: SnapshotStreamTable;
  person: NounTable<typeof person>;
  right_grant: NounTable<typeof grant, 'shopId'>;
  shop: NounTable<typeof shop>;
  listing: NounTable<typeof listing>;
  photo: NounTable<typeof photo>;
  movement: NounTable<typeof movement, 'orderId' | 'saleId'>;
  market_order: NounTable<typeof order>;
  order_line: NounTable<typeof orderLine>;
  order_contact: NounTable<typeof orderContact>;
  sale: NounTable<typeof sale, 'reverses'>;
  sale_line: NounTable<typeof saleLine, 'listingId'>;
  baseline: NounTable<typeof baseline>;
  order_pay: NounTable<typeof orderPay>;
  shop_money: NounTable<typeof shopMoney>;
  conflict: NounTable<typeof conflict>;
  kept: NounTable<typeof kept>;
  handed: NounTable<typeof handed>;
  device: DeviceTable;
  outcome: OutcomeTable;
  quarantine: QuarantineTable;
  feed: FeedTable;
  healed: HealedTable;
  parked: ParkedTable;
  erased: ErasedTable;
  server_epoch: ServerEpochTable;
  account: AccountTable;
  photo_file: PhotoFileTable;
}
