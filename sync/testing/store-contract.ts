/** What every server store must do, whoever keeps the truth: run against maps and against PostgreSQL. */
import { expect, it } from 'vitest';
import { isId } from '../field';
import type { Row, RowKey } from '../row';
import {
  DuplicateRow,
  type Parked,
  type ServerDevice,
  type ServerStore,
  type ServerTx,
  WorldMoved,
} from '../server/store';
import { entryOf } from './toy';

export interface ContractStore {
  readonly store: ServerStore;
  /** Makes a registered device of this person exist. */
  addDevice(device: ServerDevice): Promise<void> | void;
  /** A row of some noun that goes into the given scope, ready to be inserted; `n` tells them apart. */
  sampleRow(n: number): Row;
  /** The same row after a change of one `latest` field. */
  changedRow(row: Row, n: number): Row;
  /** Notes that the person this row speaks of was erased. */
  erase(key: RowKey): Promise<void> | void;
}

const DEVICE: ServerDevice = {
  id: '01990000-0000-7000-8000-00000000d001',
  personId: '01990000-0000-7000-8000-00000000e001',
  epoch: 0,
  lastSeq: 0,
  lastOrder: '',
  revoked: false,
  entryCount: 0,
};
const SCOPE = 'shop:01990000-0000-7000-8000-00000000f001';
const OTHER = 'shop:01990000-0000-7000-8000-00000000f002';

export function storeContract(open: () => Promise<ContractStore>): void {
  const put = (tx: ServerTx, row: Row, scopes: string[]) =>
    tx.insertRow(row).then(() => tx.publish(row, scopes));

  it('leaves no trace of a transaction that throws', async () => {
    const { store, sampleRow } = await open();
    const work = store.transaction(async (tx) => {
      await put(tx, sampleRow(1), [SCOPE]);
      throw new Error('on purpose');
    });
    await expect(work).rejects.toThrow('on purpose');
    expect((await store.pull(SCOPE, '', 10)).rows).toEqual([]);
    expect(await store.transaction((tx) => tx.lockRows([sampleRow(1)]))).toEqual([]);
  });

  it('tries again when the world moved, and knows when no other try will help', async () => {
    const { store, sampleRow } = await open();
    let tries = 0;
    await store.transaction(async (tx) => {
      await put(tx, sampleRow(1), [SCOPE]);
      tries += 1;
      if (tries < 3) throw new WorldMoved('on purpose');
    });
    expect(tries).toBe(3);
    const always = store.transaction(() => Promise.reject(new WorldMoved('always')));
    const failure: unknown = await always.catch((one: unknown) => one);
    expect(failure).toBeInstanceOf(WorldMoved);
    expect(store.isTransient(failure)).toBe(false);
  });

  it('gives a row back exactly as it was put, and puts an id only once', async () => {
    const { store, sampleRow, changedRow } = await open();
    const row = sampleRow(1);
    await store.transaction((tx) => put(tx, row, [SCOPE]));
    expect(await store.transaction((tx) => tx.lockRows([row]))).toEqual([row]);
    await expect(store.transaction((tx) => tx.insertRow(row))).rejects.toThrow(DuplicateRow);
    await store.transaction((tx) => tx.updateRow(changedRow(row, 2)));
    expect(await store.transaction((tx) => tx.lockRows([row]))).toEqual([changedRow(row, 2)]);
  });

  it('pages through a scope without missing or repeating a row, and then has nothing new', async () => {
    const { store, sampleRow } = await open();
    const rows = Array.from({ length: 25 }, (_, n) => sampleRow(n));
    await store.transaction(async (tx) => {
      for (const row of rows.slice(0, 20)) await put(tx, row, [SCOPE]);
    });
    for (const row of rows.slice(20)) await store.transaction((tx) => put(tx, row, [SCOPE]));
    const seen: string[] = [];
    let cursor = '';
    for (let page = 0; page < 10; page += 1) {
      const answer = await store.pull(SCOPE, cursor, 7);
      seen.push(...answer.rows.map(({ row }) => row.id));
      cursor = answer.cursor;
      if (!answer.more) break;
    }
    expect(seen.toSorted()).toEqual(rows.map((row) => row.id).toSorted());
    const again = await store.pull(SCOPE, cursor, 7);
    expect([again.rows, again.gone, again.more]).toEqual([[], [], false]);
  });

  it('tells a scope that a row has left it, but not a phone that never had it', async () => {
    const { store, sampleRow } = await open();
    const row = sampleRow(1);
    await store.transaction((tx) => put(tx, row, [SCOPE]));
    const { cursor } = await store.pull(SCOPE, '', 10);
    await store.transaction((tx) => tx.publish(row, [OTHER]));
    const left = await store.pull(SCOPE, cursor, 10);
    expect([left.rows, left.gone]).toEqual([[], [`${row.noun}/${row.id}`]]);
    const joined = await store.pull(OTHER, '', 10);
    expect(joined.rows.map((positioned) => positioned.row.id)).toEqual([row.id]);
    expect((await store.pull(SCOPE, '', 10)).gone).toEqual([]);
  });

  it('lets a row join and leave scopes without telling those that hold it already', async () => {
    const { store, sampleRow } = await open();
    const row = sampleRow(1);
    await store.transaction((tx) => put(tx, row, [SCOPE]));
    const held = await store.pull(SCOPE, '', 10);
    await store.transaction((tx) => tx.moveScopes(row, [SCOPE, OTHER]));
    const joined = await store.pull(OTHER, '', 10);
    expect(joined.rows.map((positioned) => positioned.row.id)).toEqual([row.id]);
    expect((await store.pull(SCOPE, held.cursor, 10)).rows).toEqual([]);
    await store.transaction((tx) => tx.moveScopes(row, [SCOPE]));
    expect((await store.pull(OTHER, joined.cursor, 10)).gone).toEqual([`${row.noun}/${row.id}`]);
    expect((await store.pull(SCOPE, held.cursor, 10)).rows).toEqual([]);
    await store.transaction((tx) => tx.moveScopes(row, [SCOPE, OTHER]));
    expect((await store.pull(OTHER, joined.cursor, 10)).rows).toHaveLength(1);
  });

  it('finds a row, and the rows whose field names another', async () => {
    const { store, sampleRow } = await open();
    const [one, two] = [sampleRow(1), sampleRow(2)];
    const { name } = one.values as unknown as { name: string };
    await store.transaction((tx) => tx.insertRow(one).then(() => tx.insertRow(two)));
    expect(await store.transaction((tx) => tx.readRow(two))).toEqual(two);
    expect(await store.transaction((tx) => tx.readRow({ ...one, id: 'nobody' }))).toBeUndefined();
    expect(await store.transaction((tx) => tx.followers(one.noun, 'name', name))).toEqual([one]);
  });

  it('moves the position of a row forward when it changes', async () => {
    const { store, sampleRow, changedRow } = await open();
    const row = sampleRow(1);
    await store.transaction((tx) => put(tx, row, [SCOPE]));
    const before = await store.pull(SCOPE, '', 10);
    const position = await store.transaction(async (tx) => {
      await tx.updateRow(changedRow(row, 2));
      await tx.publish(row, [SCOPE]);
      return tx.position();
    });
    const after = await store.pull(SCOPE, before.cursor, 10);
    expect(after.rows.map((positioned) => positioned.position)).toEqual([position]);
    expect(position).toBeGreaterThan(before.rows[0]?.position ?? Infinity);
  });

  it('keeps outcomes once, and of acknowledged ones only the hash', async () => {
    const { store, addDevice } = await open();
    await addDevice(DEVICE);
    const outcome = { seq: 1, result: 'applied' as const };
    await store.transaction((tx) => tx.saveOutcome(DEVICE.id, 0, 'aa', outcome));
    const twice = store.transaction((tx) => tx.saveOutcome(DEVICE.id, 0, 'bb', outcome));
    await expect(twice).rejects.toThrow();
    const read = () => store.transaction((tx) => tx.outcome(DEVICE.id, 0, 1));
    expect(await read()).toEqual({ hash: 'aa', outcome });
    await store.transaction((tx) => tx.forgetOutcomes(DEVICE.id, 0, 1));
    expect(await read()).toEqual({ hash: 'aa', outcome: null });
  });

  it('remembers where a device stands', async () => {
    const { store, addDevice } = await open();
    await addDevice(DEVICE);
    const moved = {
      ...DEVICE,
      epoch: 1,
      lastSeq: 4,
      lastOrder: '0mh00000000000000000d00101',
      entryCount: 9,
    };
    await store.transaction((tx) => tx.saveDevice(moved));
    expect(await store.transaction((tx) => tx.lockDevice(DEVICE.id))).toEqual(moved);
    expect(await store.transaction((tx) => tx.lockDevice(DEVICE.personId))).toBeUndefined();
  });

  it('remembers what was honoured after a restore, as it was honoured first', async () => {
    const { store } = await open();
    const healed = { result: 'applied' as const, bases: { 'shop/x': { name: 'a' } }, position: 7 };
    const [one, two] = [entryOf(1, 1).stamp, entryOf(1, 2).stamp];
    await store.transaction((tx) => tx.saveHealed(one, healed));
    const found = await store.transaction((tx) => tx.healed([one, two]));
    expect([...found]).toEqual([[one, healed]]);
    expect([...(await store.transaction((tx) => tx.healed([])))]).toEqual([]);
    const about = (...names: string[]) => store.transaction((tx) => tx.healedAbout(names));
    expect([...(await about('shop/y', 'shop/x'))]).toEqual([[one, healed]]);
    expect([(await about('shop/y')).size, (await about()).size]).toEqual([0, 0]);
  });

  it('parks an entry once, oldest first, and gives it to one who takes it away', async () => {
    const { store } = await open();
    const parked = (seq: number, code: string): Parked => ({
      offer: { entry: entryOf(1, seq), deviceEpoch: 0, result: 'applied', mac: 'abcdef' },
      ...{ deviceId: DEVICE.id, personId: DEVICE.personId, hadAccount: true, code },
    });
    await store.transaction((tx) => tx.park(parked(2, 'shop.unknown')));
    await store.transaction((tx) => tx.park(parked(1, 'shop.unknown')));
    await store.transaction((tx) => tx.park(parked(2, 'listing.unknown')));
    expect(await store.parked(9)).toEqual([
      parked(1, 'shop.unknown'),
      parked(2, 'listing.unknown'),
    ]);
    expect(await store.parked(1)).toHaveLength(1);
    const { stamp } = entryOf(1, 1);
    const take = () => store.transaction((tx) => tx.unpark(stamp));
    expect([await take(), await take()]).toEqual([true, false]);
    expect(await store.parked(9)).toEqual([parked(2, 'listing.unknown')]);
  });

  it('knows rows of erased people, whether they are there or not', async () => {
    const { store, sampleRow, erase } = await open();
    const [gone, here] = [sampleRow(1), sampleRow(2)];
    await store.transaction((tx) => put(tx, here, [SCOPE]));
    await erase(gone);
    const any = (...keys: Row[]) => store.transaction((tx) => tx.anyErased(keys));
    expect([await any(gone), await any(here), await any(here, gone), await any()]).toEqual([
      ...[true, false, true, false],
    ]);
  });

  it('gives the same words the same id, and others another', async () => {
    const { store } = await open();
    const id = (words: string) => store.transaction(async (tx) => tx.idFor(words));
    expect(await id('a b')).toBe(await id('a b'));
    expect(await id('a b')).not.toBe(await id('a c'));
    expect(isId(await id('a b'))).toBe(true);
  });

  it('begins a new epoch when it is told that it was set back, and keeps every row in reach', async () => {
    const { store, sampleRow } = await open();
    const row = sampleRow(1);
    await store.transaction((tx) => put(tx, row, [SCOPE]));
    const before = await store.epoch();
    await Promise.all([store.beginEpoch(before), store.beginEpoch(before)]);
    const begun = await store.epoch();
    expect(begun).not.toBe(before);
    await store.beginEpoch(before);
    expect(await store.epoch()).toBe(begun);
    expect((await store.pull(SCOPE, '', 10)).rows.map((held) => held.row.id)).toEqual([row.id]);
  });
}
