/**
 * The engine's storage on a real phone: one tap is one transaction over row, outbox and state, on the
 * flash before the screen says "Tersimpan di HP". Public rows live in a store of their own.
 */
import type { Transaction } from 'dexie';
import type { PhoneRow, PhoneState, PhoneStore, PhoneTx, Queued } from '#sync/phone/store';
import type { RowName } from '#sync/row';
import type { Cursor, ScopeChanges } from '#sync/wire';
import type { CatalogueDb } from './db/catalogue-db';
import type { PersonDb, Sent, SetAside } from './db/person-db';
import { putPublic } from './db/put-public';
import { isSoundQueued, isSoundRow, readAllSound, readOneSound } from './db/sound';
import { isFull, surviving } from './db/survive';

/** The store was emptied while we were using it (eviction, a cleaner app): begin again from the start. */
export class PhoneEmptied extends Error {
  override readonly name = 'PhoneEmptied';
}

const IN_ONE_WRITE = ['state', 'rows', 'queue', 'sent', 'setAside'] as const;

export class DexiePhoneStore implements PhoneStore {
  /** The market's copy found no room; it is let go, so that nobody's own work is held up by it. */
  publicFull = false;

  /**
   * @param nowMs the phone's own clock, for what is put aside
   * @param makeRoom gives away what can be had again when the phone is full; bytes freed
   */
  constructor(
    private readonly person: PersonDb,
    private readonly catalogue: CatalogueDb,
    private readonly nowMs: () => number,
    readonly makeRoom: () => Promise<number>,
  ) {}

  write<T>(work: (tx: PhoneTx) => Promise<T>): Promise<T> {
    return surviving(
      () =>
        this.person.transaction('rw', [...IN_ONE_WRITE], (transaction) =>
          work(new DexieTx(transaction, this.nowMs())),
        ),
      this.makeRoom,
    );
  }

  async publicCursor(scope: string): Promise<Cursor> {
    const held = await surviving(() => this.catalogue.cursors.get(scope));
    return held?.cursor ?? '';
  }

  async applyPublic(changes: ScopeChanges): Promise<void> {
    try {
      await putPublic(this.catalogue, changes, this.makeRoom);
      this.publicFull = false;
    } catch (failure) {
      if (!isFull(failure)) throw failure;
      this.publicFull = true;
    }
  }
}

class DexieTx implements PhoneTx {
  private readonly aside;

  constructor(
    private readonly transaction: Transaction,
    private readonly nowMs: number,
  ) {
    this.aside = transaction.table<SetAside, number>('setAside');
  }

  async state(): Promise<PhoneState> {
    const state = await this.transaction.table<PhoneState, string>('state').get('state');
    if (!state) throw new PhoneEmptied();
    return state;
  }
  async saveState(state: PhoneState): Promise<void> {
    await this.transaction.table<PhoneState, string>('state').put(state, 'state');
  }
  row(name: RowName): Promise<PhoneRow | undefined> {
    return readOneSound(this.rows(), this.aside, name, isSoundRow, this.nowMs);
  }
  async saveRow(row: PhoneRow): Promise<void> {
    await this.rows().put(row);
  }
  async dropRow(name: RowName): Promise<void> {
    await this.rows().delete(name);
  }
  async rowsInScope(scope: string): Promise<PhoneRow[]> {
    const held = this.rows().where('scopes').equals(scope);
    const rows = await held.toArray().catch(() => null);
    if (rows?.every(isSoundRow)) return rows;
    const sound: PhoneRow[] = [];
    for (const name of await held.primaryKeys()) {
      const row = await this.row(name);
      if (row) sound.push(row);
    }
    return sound;
  }
  async scopes(): Promise<string[]> {
    return (await this.rows().orderBy('scopes').uniqueKeys()) as string[];
  }
  queue(): Promise<Queued[]> {
    return readAllSound(this.queued(), this.aside, isSoundQueued, this.nowMs);
  }
  async putQueued(queued: Queued): Promise<void> {
    await this.queued().put(queued);
  }
  async dropQueued(deviceEpoch: number, seq: number): Promise<void> {
    await this.queued().delete([deviceEpoch, seq]);
  }
  async keepSent(queued: Queued): Promise<void> {
    const sizeBytes = JSON.stringify(queued).length;
    await this.transaction
      .table<Sent, string>('sent')
      .put({ stamp: queued.entry.stamp, queued, sizeBytes });
  }
  async sentAfter(stamp: string, limit: number): Promise<Queued[]> {
    const sent = this.transaction.table<Sent, string>('sent');
    const kept = await sent.where('stamp').above(stamp).limit(limit).toArray();
    // By what it is kept under, whatever has become of the rest: healing leaves out what is none (heal.ts).
    return kept.map(({ stamp: own, queued }) => ({
      ...queued,
      entry: { ...queued?.entry, stamp: own },
    }));
  }
  async dropSent(stamp: string): Promise<void> {
    await this.transaction.table<Sent, string>('sent').delete(stamp);
  }

  private rows() {
    return this.transaction.table<PhoneRow, string>('rows');
  }
  private queued() {
    return this.transaction.table<Queued, [number, number]>('queue');
  }
}
