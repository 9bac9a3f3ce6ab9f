/**
 * One person's own store on this phone: what they hold, what they have said and nobody has answered,
 * half-filled forms, pictures, and the key their device speaks with. Strictly durable: when a write
 * has returned, a flat battery does not take it back (Chrome 121 and later acknowledge before the
 * flush unless asked not to).
 */
import { Dexie, type Table } from 'dexie';
import type { PhoneRow, PhoneState, Queued } from '#sync/phone/store';

/** An answered entry, kept so that it can be offered again to a server restored from a backup. */
export interface Sent {
  /** Stamp of the entry: unique over every device and device epoch. */
  readonly stamp: string;
  readonly queued: Queued;
  readonly sizeBytes: number;
}

export interface Draft {
  readonly key: string;
  readonly value: unknown;
  readonly savedMs: number;
}

export type PhotoKind = 'full' | 'preview' | 'thumb';

/** Where the sending of one picture stands. */
export interface HeldPhoto {
  /** SHA-256 of the full picture, hex. */
  readonly hash: string;
  readonly width: number;
  readonly height: number;
  /** ThumbHash, base64. */
  readonly placeholder: string;
  readonly takenMs: number;
  /** Bytes of the full picture. */
  readonly sizeBytes: number;
  /** How far the sending has come: nothing yet, the preview, everything. */
  readonly sent: 'nothing' | 'preview' | 'full';
  /** Where a begun upload goes on. */
  readonly uploadUrls: Partial<Record<PhotoKind, string>>;
  readonly failures: number;
  /** Not before this moment. ms since epoch. */
  readonly nextTryMs: number;
  /** The server will never take these bytes; why. Empty: all is well. */
  readonly refused: string;
  /** The person has let it go: it counts as sent, and is not sent again when the server misses it. */
  readonly givenUp?: boolean;
}

export interface PhotoBytes {
  readonly hash: string;
  readonly kind: PhotoKind;
  readonly type: 'image/webp' | 'image/jpeg';
  /** ArrayBuffer, never Blob: 9–13 times cheaper to store and 25–45 times to read on a cheap phone. */
  readonly bytes: ArrayBuffer;
}

/** What this device proves itself with. */
export interface Credential {
  readonly id: 'device';
  readonly deviceId: string;
  /** ECDSA P-256; the private half can't leave this browser. */
  readonly keyPair: CryptoKeyPair;
  /** Told once by the server at registration; empty before. */
  readonly credential: string;
}

/** A record that could not be read as what it should be: kept for a helper, out of everybody's way. */
export interface SetAside {
  readonly id?: number;
  readonly store: string;
  readonly key: string;
  readonly record: unknown;
  readonly why: string;
  readonly atMs: number;
}

/** Entries taken in from a file, so that the same file twice changes nothing. */
export interface Imported {
  readonly stamp: string;
}

export class PersonDb extends Dexie {
  declare readonly state: Table<PhoneState, 'state'>;
  declare readonly rows: Table<PhoneRow, string>;
  declare readonly queue: Table<Queued, [number, number]>;
  declare readonly sent: Table<Sent, string>;
  declare readonly drafts: Table<Draft, string>;
  declare readonly photos: Table<HeldPhoto, string>;
  declare readonly photoBytes: Table<PhotoBytes, [string, PhotoKind]>;
  declare readonly credentials: Table<Credential, 'device'>;
  declare readonly setAside: Table<SetAside, number>;
  declare readonly imported: Table<Imported, string>;

  constructor(name: string) {
    super(name, { chromeTransactionDurability: 'strict' });
    this.version(1).stores({
      state: '',
      // Three indexes and no more: each one is paid at every tap on slow flash.
      rows: 'name, noun, *scopes, [noun+view.values.shopId]',
      queue: '[deviceEpoch+seq]',
      sent: 'stamp',
      drafts: 'key',
      photos: 'hash',
      photoBytes: '[hash+kind]',
      credentials: 'id',
      setAside: '++id',
      imported: 'stamp',
    });
  }
}
