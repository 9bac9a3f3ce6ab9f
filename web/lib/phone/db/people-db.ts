/**
 * Who uses this phone: a short list of people, each with a database of their own. Nothing about their
 * work is here, only what the "who are you?" screen needs before anybody's own store is opened.
 */
import { Dexie, type Table } from 'dexie';

export interface Profile {
  readonly profileId: string;
  /** Name of the database that holds this person's rows and outbox. */
  readonly dbName: string;
  readonly personId: string;
  readonly name: string;
  /** Cloth the screen wears: `pembeli`, `penjual`, `pendamping`, `kurir`, `dinas`. */
  readonly role: string;
  /** The local lock, if the person has set one. */
  readonly pin: LocalPin | null;
  readonly lastUsedMs: number;
}

/** A local PIN as it is kept: never the digits. */
export interface LocalPin {
  readonly saltHex: string;
  readonly hashHex: string;
  readonly iterations: number;
  /** Wrong tries since the last right one. */
  readonly wrongTries: number;
  /** No try is taken before this moment. ms since epoch. */
  readonly waitUntilMs: number;
  /** Locks by itself after this long without a touch; 0: only when asked. ms. */
  readonly autoLockMs: number;
}

export class PeopleDb extends Dexie {
  declare readonly profiles: Table<Profile, string>;

  constructor(name: string) {
    super(name, { chromeTransactionDurability: 'strict' });
    this.version(1).stores({ profiles: 'profileId' });
  }
}
