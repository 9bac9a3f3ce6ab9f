import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { declarations } from '#domain/index';
import { settleFork } from '#sync/phone/repair';
import { tap } from '#sync/phone/tap';
import type { PhoneRow, Queued } from '#sync/phone/store';
import type { WireTable } from '#sync/wire';
import { CatalogueDb } from './db/catalogue-db';
import { PersonDb } from './db/person-db';
import { takeNewDevice } from './device';
import { newState } from './new-state';
import { DexiePhoneStore, PhoneEmptied } from './dexie-store';
import { uuid7 } from './uuid7';

const NOW = Date.UTC(2026, 10, 22, 8);
let phones = 0;
const opened: { close(): void }[] = [];

/** One database name for each simulated phone: two of one name would share Dexie's memory. */
async function newPhone() {
  phones += 1;
  const db = new PersonDb(`phone-${phones}`);
  const catalogue = new CatalogueDb(`market-${phones}`);
  opened.push(db, catalogue);
  const personId = uuid7(NOW);
  await db.state.put(newState(personId, uuid7(NOW)), 'state');
  const store = new DexiePhoneStore(
    db,
    catalogue,
    () => NOW,
    () => Promise.resolve(0),
  );
  return { db, catalogue, store, personId };
}
const openShop = (store: DexiePhoneStore, id: string, name = 'Wadai Ibu Ratna') =>
  tap(
    store,
    declarations,
    { action: 'shop.open', input: { id, village: '63.11.07.2005', name, kind: 'kue' } },
    { nowMs: () => NOW },
  );

afterEach(() => opened.splice(0).forEach((db) => db.close()));

describe('the store of a real phone', () => {
  it('asks for the flash itself whenever it writes what a person did', async () => {
    // Dexie takes hold of it when it opens a store, so it is watched from before.
    const opens = vi.spyOn(IDBDatabase.prototype, 'transaction');
    const { db, store } = await newPhone();
    await openShop(store, uuid7(NOW));
    await db.state.put(newState(uuid7(NOW), uuid7(NOW)), 'state');
    const writes = opens.mock.calls.filter(([, mode]) => mode === 'readwrite');
    opens.mockRestore();
    expect(writes.length).toBeGreaterThanOrEqual(3);
    expect(writes.map(([, , options]) => options)).toEqual(
      writes.map(() => ({ durability: 'strict' })),
    );
  });

  it('holds row, outbox line and state of a tap together', async () => {
    const { db, store, personId } = await newPhone();
    const id = uuid7(NOW);
    expect(await openShop(store, id)).toMatchObject({ ok: true });
    const [row, queue, state] = await Promise.all([
      db.rows.get(`shop/${id}`),
      db.queue.toArray(),
      db.state.get('state'),
    ]);
    expect(row?.view?.values).toMatchObject({ name: 'Wadai Ibu Ratna', ownerId: personId });
    expect(queue.map(({ seq, state }) => [seq, state])).toEqual([[1, 'waiting']]);
    expect(state?.nextSeq).toBe(2);
    expect(await db.rows.where('[noun+view.values.shopId]').equals(['listing', id]).count()).toBe(
      0,
    );
  });

  it('leaves no trace of a write that ends in the middle', async () => {
    const { db, store } = await newPhone();
    const broken = store.write(async (tx) => {
      await tx.saveState({ ...(await tx.state()), nextSeq: 99 });
      throw new Error('the battery was empty');
    });
    await expect(broken).rejects.toThrow('battery');
    expect((await db.state.get('state'))?.nextSeq).toBe(1);
  });

  it('lets writes follow each other, never mix', async () => {
    const { db, store } = await newPhone();
    const ids = Array.from({ length: 12 }, () => uuid7(NOW));
    await Promise.all(ids.map((id, n) => openShop(store, id, `Toko ${n}`)));
    expect((await db.queue.toArray()).map(({ seq }) => seq)).toEqual(ids.map((_, n) => n + 1));
  });

  it('gives the queue by device epoch, then number', async () => {
    const { store, db } = await newPhone();
    await openShop(store, uuid7(NOW));
    const [first] = await db.queue.toArray();
    const at = (deviceEpoch: number, seq: number): Queued => ({
      ...first!,
      deviceEpoch,
      seq,
      entry: { ...first!.entry, seq },
    });
    const order = await store.write(async (tx) => {
      for (const [epoch, seq] of [
        [1, 2],
        [0, 10],
        [1, 1],
        [-2, 4],
      ] as const)
        await tx.putQueued(at(epoch, seq));
      return (await tx.queue()).map(({ deviceEpoch, seq }) => [deviceEpoch, seq]);
    });
    expect(order).toEqual([
      [-2, 4],
      [0, 1],
      [0, 10],
      [1, 1],
      [1, 2],
    ]);
  });

  it('finds rows by scope and names every scope once', async () => {
    const { store } = await newPhone();
    const row = (id: string, scopes: string[]): PhoneRow => ({
      name: `shop/${id}`,
      noun: 'shop',
      id,
      scopes,
      base: null,
      position: 0,
      view: null,
      waiting: 0,
    });
    await store.write(async (tx) => {
      await tx.saveRow(row('a', ['shop:1', 'village:2']));
      await tx.saveRow(row('b', ['shop:1']));
      expect((await tx.rowsInScope('shop:1')).map(({ id }) => id)).toEqual(['a', 'b']);
      expect(await tx.rowsInScope('shop:9')).toEqual([]);
      expect((await tx.scopes()).sort()).toEqual(['shop:1', 'village:2']);
    });
  });

  it('says so when it was emptied under us', async () => {
    const { db, store } = await newPhone();
    await db.state.clear();
    await expect(openShop(store, uuid7(NOW))).rejects.toThrow(PhoneEmptied);
  });

  it('opens again by itself after the browser has closed it', async () => {
    const { db, store } = await newPhone();
    db.close({ disableAutoOpen: false });
    expect(await openShop(store, uuid7(NOW))).toMatchObject({ ok: true });
  });
});

describe('a record that went bad', () => {
  it('is put aside and holds nothing up', async () => {
    const { db, store } = await newPhone();
    const [kept, lost] = [uuid7(NOW), uuid7(NOW)];
    await openShop(store, lost);
    await openShop(store, kept);
    await db.queue.update([0, 1], { entry: 'gone' } as never);
    await db.rows.put({ name: `shop/${lost}`, noun: 'shop', id: lost, scopes: null } as never);
    const left = await store.write(async (tx) => {
      expect(await tx.row(`shop/${lost}`)).toBeUndefined();
      return tx.queue();
    });
    expect(left.map(({ seq }) => seq)).toEqual([2]);
    expect((await db.setAside.toArray()).map(({ store: name }) => name).sort()).toEqual([
      'queue',
      'rows',
    ]);
    expect(await openShop(store, uuid7(NOW))).toMatchObject({ ok: true });
  });

  it('in the middle of the outbox makes a gap that a fork closes', async () => {
    const { db, store } = await newPhone();
    for (let n = 0; n < 3; n += 1) await openShop(store, uuid7(NOW));
    await db.queue.update([0, 2], { entry: null } as never);
    const request = { deviceEpoch: 0 } as Parameters<typeof settleFork>[2];
    await settleFork(
      store,
      declarations,
      request,
      { forked: true, known: [], nextDeviceEpoch: 1 },
      { nowMs: () => NOW },
    );
    const queue = await db.queue.toArray();
    expect(queue.map(({ deviceEpoch, seq }) => [deviceEpoch, seq])).toEqual([
      [1, 1],
      [1, 2],
    ]);
    expect(queue.every(({ seq, entry }) => entry.seq === seq)).toBe(true);
  });
});

describe('a phone that begins as a new device', () => {
  it('numbers what waits anew and keeps what was refused', async () => {
    const { db, store } = await newPhone();
    for (let n = 0; n < 4; n += 1) await openShop(store, uuid7(NOW), `Toko ${n}`);
    await db.queue.update([0, 1], {
      state: 'refused',
      outcome: { seq: 1, result: 'refused', code: 'row.exists' },
    });
    await db.queue.update([0, 2], { state: 'answered' });
    const before = (await db.state.get('state'))!.deviceId;
    await takeNewDevice(store, declarations, uuid7(NOW), () => NOW);
    const state = (await db.state.get('state'))!;
    expect(state.deviceId).not.toBe(before);
    expect([state.deviceEpoch, state.nextSeq]).toEqual([1, 3]);
    const queue = await db.queue.toArray();
    expect(queue.map((queued) => [queued.deviceEpoch, queued.state])).toEqual([
      [-1, 'refused'],
      [1, 'waiting'],
      [1, 'waiting'],
    ]);
    const tail = state.deviceId.slice(-12);
    expect(
      queue.filter((q) => q.state === 'waiting').every((q) => q.entry.stamp.includes(tail)),
    ).toBe(true);
    expect(await db.sent.count()).toBe(1);
  });
});

describe("the market's copy", () => {
  const table = (ids: string[], positions: number[], title: string): WireTable => ({
    noun: 'listing',
    ids,
    columns: { title: ids.map(() => title), photos: ids.map(() => []) },
    positions,
  });

  it('keeps the row with the higher position, and forgets what is gone', async () => {
    const { store, catalogue } = await newPhone();
    const scope = 'catalogue:63.11.07';
    const part = { scope, fresh: false, complete: true };
    await store.applyPublic({
      ...part,
      cursor: 'c1',
      tables: [table(['a', 'b'], [5, 6], 'new')],
      gone: [],
    });
    await store.applyPublic({
      ...part,
      cursor: 'c2',
      tables: [table(['a'], [4], 'old')],
      gone: ['listing/b'],
    });
    expect((await catalogue.rows.toArray()).map(({ id, values }) => [id, values.title])).toEqual([
      ['a', 'new'],
    ]);
    expect(await store.publicCursor(scope)).toBe('c2');
  });

  it('starts from nothing without showing nothing: what did not come again goes at the end', async () => {
    const { store, catalogue } = await newPhone();
    const ids = async () => (await catalogue.rows.toArray()).map(({ id }) => id);
    const part = { scope: 's', gone: [] };
    await store.applyPublic({
      ...part,
      cursor: 'a',
      fresh: true,
      complete: true,
      tables: [table(['a', 'b', 'c'], [7, 8, 9], 'x')],
    });
    await store.applyPublic({
      ...part,
      cursor: 'b',
      fresh: true,
      complete: false,
      tables: [table(['b'], [1], 'y')],
    });
    expect(await ids()).toEqual(['a', 'b', 'c']);
    await store.applyPublic({
      ...part,
      cursor: 'c',
      fresh: false,
      complete: true,
      tables: [table(['c'], [2], 'y')],
    });
    expect(await ids()).toEqual(['b', 'c']);
    await catalogue.rows.update('listing/b', { position: 0 });
    await store.applyPublic({ ...part, cursor: 'd', fresh: false, complete: true, tables: [] });
    expect(await ids()).toEqual(['b', 'c']);
  });

  it('takes in a thousand rows in one go', async () => {
    const { store, catalogue } = await newPhone();
    const ids = Array.from({ length: 1_000 }, (_, n) => `id-${n}`);
    await store.applyPublic({
      scope: 's',
      cursor: 'c',
      fresh: true,
      complete: true,
      tables: [
        table(
          ids,
          ids.map((_, n) => n + 1),
          'x',
        ),
      ],
      gone: [],
    });
    expect(await catalogue.rows.count()).toBe(1_000);
  });

  it('is let go when there is no room, and nobody is held up', async () => {
    const { store } = await newPhone();
    const full = Object.assign(new Error('full'), { name: 'QuotaExceededError' });
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw full;
    });
    await store.applyPublic({
      scope: 's',
      cursor: 'c',
      fresh: true,
      complete: true,
      tables: [table(['a'], [1], 'x')],
      gone: [],
    });
    put.mockRestore();
    expect(store.publicFull).toBe(true);
    expect(await store.publicCursor('s')).toBe('');
  });
});
