/**
 * The ring a life is lived in: where truth is kept and what an operator can do with it. Plain maps for
 * most seeds, PostgreSQL for a share of them (bench/sim); the same life must leave the same trace.
 */
import { type Row, rowName } from '#sync/row';
import { ownDeed } from '#sync/server/own-deed';
import type { ServerDevice, ServerStore, ShelvedSnapshot } from '#sync/server/store';
import { type Backup, MemoryServerStore } from '#sync/testing/memory-server-store';
import { declarations } from '../index';
import type { OrderValues } from '../order';
import { expireOrder } from '../order-ends';
import { isOpenStatus } from '../order-machine';
import { type Erasure, forgetting } from './erasing';
import type { MakeDisk } from './phone-disk';
import type { MadeSnapshot, RingShelf } from './shelf';

export interface Ring {
  readonly store: ServerStore;
  readonly shelf: RingShelf;
  /** What the phones keep their things on; maps if absent. */
  readonly makeDisk?: MakeDisk;
  addAccount(personId: string): Promise<void>;
  addDevice(device: ServerDevice): Promise<void>;
  revokeDevice(deviceId: string): Promise<void>;
  /** Remembers everything; a later one takes its place. */
  backUp(): Promise<void>;
  /** Everything is as at the backup, under a new epoch. */
  restore(epochId: string): Promise<void>;
  /** Everything is as at the backup, and nothing says so: the epoch stays. */
  setBack(): Promise<void>;
  /**
   * Somebody is forgotten, as they were noted; what of them is back is forgotten again.
   *
   * @param gone everybody who is forgotten by then, this person in
   */
  erase(erasure: Erasure, gone: ReadonlySet<string>, nowMs: number): Promise<void>;
  /** What phones that are cut off have left for a person to look at. */
  quarantined(): Promise<readonly unknown[]>;
  /** A phone has shown that the server was set back: another epoch from here on. */
  beginEpoch(after: string, epochId: string): Promise<void>;
  /**
   * Orders whose time is over are ended.
   *
   * @param over the store as one process of the server meets it
   */
  expireOrders(over: ServerStore, nowMs: number): Promise<unknown>;
  allRows(): Promise<readonly Row[]>;
}

export function memoryRing(): Ring {
  const store = new MemoryServerStore();
  const shelf = new MemoryShelf(store);
  let backup: { rows: Backup; shelved: readonly MadeSnapshot[] } | null = null;
  return {
    store,
    shelf,
    addAccount: (id) => {
      store.people.set(id, { name: '', facts: { hasAccount: true, rights: [] } });
      return Promise.resolve();
    },
    addDevice: (device) => Promise.resolve(store.addDevice(device)),
    revokeDevice: (id) =>
      store.transaction(async (tx) => {
        const device = await tx.lockDevice(id);
        if (device) await tx.saveDevice({ ...device, revoked: true });
      }),
    backUp: () => {
      backup = { rows: store.backup(), shelved: shelf.shelved };
      return Promise.resolve();
    },
    restore: (epochId) => {
      if (backup) {
        store.restore(backup.rows, epochId);
        shelf.shelved = backup.shelved;
      }
      return Promise.resolve();
    },
    setBack: () => {
      if (backup) {
        store.putBack(backup.rows);
        shelf.shelved = backup.shelved;
      }
      return Promise.resolve();
    },
    erase: async (erasure, gone, nowMs) => {
      const rows = new Map(store.allRows().map((row) => [rowName(row), row]));
      await store.forget(forgetting(rows, erasure, gone, nowMs));
      shelf.shelved = [];
    },
    quarantined: () => Promise.resolve(store.quarantined()),
    beginEpoch: (after, epochId) => store.beginEpoch(after, epochId),
    expireOrders: async (over, nowMs) => {
      const due = store
        .allRows()
        .filter((row) => row.noun === 'order' && isDue(row.values as OrderValues, nowMs))
        .map(({ id, values }) => ({ id, atMs: (values as OrderValues).expiresMs }))
        .sort((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1));
      for (const { id } of due)
        await over.transaction((tx) => ownDeed(tx, declarations, expireOrder, { id }, nowMs));
    },
    allRows: () => Promise.resolve(store.allRows()),
  };
}

const isDue = ({ status, expiresMs }: OrderValues, nowMs: number): boolean =>
  isOpenStatus(status) && expiresMs <= nowMs;

class MemoryShelf implements RingShelf {
  /** Oldest first. Never changed: another list takes its place. */
  shelved: readonly MadeSnapshot[] = [];

  constructor(private readonly store: MemoryServerStore) {}

  keep(made: MadeSnapshot, keepsOld: boolean): Promise<void> {
    const known = this.shelved.find(({ id }) => id === made.id);
    if (!keepsOld) this.shelved = [known ?? made];
    else if (!known) this.shelved = [...this.shelved, made];
    return Promise.resolve();
  }
  newest(scope: string, epoch: string): Promise<MadeSnapshot | null> {
    const found = this.shelved.filter((one) => one.scope === scope && one.epoch === epoch);
    return Promise.resolve(found[found.length - 1] ?? null);
  }
  find(id: string, epoch: string): Promise<MadeSnapshot | null> {
    return Promise.resolve(
      this.shelved.find((one) => one.id === id && one.epoch === epoch) ?? null,
    );
  }
  beats({ rows }: ShelvedSnapshot, scope: string, cursor: string): Promise<boolean> {
    return Promise.resolve(this.store.hasManyAfter(scope, cursor, Math.max(1, rows)));
  }
  frames(id: string): Promise<readonly string[] | null> {
    return Promise.resolve(this.shelved.find((one) => one.id === id)?.texts ?? null);
  }
}
