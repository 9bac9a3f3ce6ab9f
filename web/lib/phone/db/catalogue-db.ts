/**
 * The public market as this phone last heard it, shared by everybody who uses the phone. It can always
 * be had again, so it is written without waiting for the flash, and it goes first when room is short.
 */
import { Dexie, type Table } from 'dexie';
import type { PublicValue } from '#sync/entity';
import { CATALOGUE_DB } from './catalogue-name';

export interface PublicHeld {
  /** `listing/0198…` */
  readonly name: string;
  readonly noun: string;
  readonly id: string;
  readonly position: number;
  readonly values: Readonly<Record<string, PublicValue>>;
}

export interface HeldCursor {
  readonly scope: string;
  readonly cursor: string;
  /** A fresh start is under way: rows at position 0 go when it is complete, unless they came again. */
  readonly hasStale: boolean;
}

/** A picture a buyer has already paid for: kept small, so that hundreds fit. */
export interface HeldThumb {
  readonly hash: string;
  readonly type: string;
  readonly bytes: ArrayBuffer;
  /** When it was last fetched or needed, by the phone's clock: the oldest goes first. */
  readonly usedMs: number;
}

/** The first screen of the market in one record: read before Dexie itself has loaded. */
export interface FirstPaintRecord {
  readonly id: 'market';
  readonly json: string;
}

/** Pictures larger than this are shown and not kept. */
export const MAX_THUMB_BYTES = 16 * 1024;
export const MAX_THUMBS = 600;

export class CatalogueDb extends Dexie {
  declare readonly rows: Table<PublicHeld, string>;
  declare readonly cursors: Table<HeldCursor, string>;
  declare readonly thumbs: Table<HeldThumb, string>;
  declare readonly firstPaint: Table<FirstPaintRecord, string>;

  constructor(name: string = CATALOGUE_DB) {
    super(name, { chromeTransactionDurability: 'relaxed' });
    this.version(1).stores({
      rows: 'name, noun',
      cursors: 'scope',
      thumbs: 'hash, usedMs',
      firstPaint: 'id',
    });
  }
}
