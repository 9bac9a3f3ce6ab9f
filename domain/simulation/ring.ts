/**
 * The ring a life is lived in: where truth is kept and what an operator can do with it. Plain maps for
 * most seeds, PostgreSQL for a share of them (bench/sim); the same life must leave the same trace.
 */
import type { Row } from '#sync/row';
import type { ServerDevice, ServerStore } from '#sync/server/store';
import { type Backup, MemoryServerStore } from '#sync/testing/memory-server-store';
import type { MakeDisk } from './phone-disk';

export interface Ring {
  readonly store: ServerStore;
  /** What the phones keep their things on; maps if absent. */
  readonly makeDisk?: MakeDisk;
  addAccount(personId: string): Promise<void>;
  addDevice(device: ServerDevice): Promise<void>;
  revokeDevice(deviceId: string): Promise<void>;
  /** Remembers everything; a later one takes its place. */
  backUp(): Promise<void>;
  /** Everything is as at the backup, under a new epoch. */
  restore(epochId: string): Promise<void>;
  /** A phone has shown that the server was set back: another epoch from here on. */
  beginEpoch(after: string, epochId: string): Promise<void>;
  allRows(): Promise<readonly Row[]>;
}

export function memoryRing(): Ring {
  const store = new MemoryServerStore();
  let backup: Backup | null = null;
  return {
    store,
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
      backup = store.backup();
      return Promise.resolve();
    },
    restore: (epochId) => {
      if (backup) store.restore(backup, epochId);
      return Promise.resolve();
    },
    beginEpoch: (after, epochId) => store.beginEpoch(after, epochId),
    allRows: () => Promise.resolve(store.allRows()),
  };
}
