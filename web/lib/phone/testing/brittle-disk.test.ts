import 'fake-indexeddb/auto';
import { Dexie, type Table } from 'dexie';
import { afterEach, expect, it } from 'vitest';
import { BrittleDisk } from './brittle-disk';

class Notes extends Dexie {
  declare readonly notes: Table<string, number>;
  declare readonly words: Table<string, number>;
  constructor(name: string, durability: 'strict' | 'relaxed') {
    super(name, { chromeTransactionDurability: durability });
    this.version(1).stores({ notes: '', words: '' });
  }
}

let disks = 0;
const opened: Dexie[] = [];
afterEach(() => opened.splice(0).forEach((db) => db.close()));

async function newDisk(durability: 'strict' | 'relaxed') {
  disks += 1;
  const disk = new BrittleDisk();
  const name = `notes-${disks}`;
  const db = disk.make(() => new Notes(name, durability));
  await disk.load(name, new Map());
  await db.open();
  opened.push(db);
  return { disk, db, name };
}
const notesOf = (image: ReadonlyMap<string, unknown> | null | undefined) => image?.get('notes');

it('loses with the battery what nobody waited for, newest first, and no more than four', async () => {
  const { disk, db, name } = await newDisk('relaxed');
  for (let n = 1; n <= 6; n += 1) await db.notes.put(`note ${n}`, n);
  expect(notesOf(disk.afterPowerLoss(name, 1))).toHaveLength(5);
  expect(notesOf(disk.afterPowerLoss(name, 3))).toHaveLength(3);
  expect(notesOf(disk.afterPowerLoss(name, 99))).toHaveLength(2);
});

it('keeps what somebody waited for', async () => {
  const { disk, db, name } = await newDisk('strict');
  await db.notes.put('a', 1);
  expect(disk.afterPowerLoss(name, 4)).toBeNull();
  expect(notesOf(disk.image().get(name))).toEqual([[1, 'a']]);
});

it('says that it is full when something is written, and lets go of things all the same', async () => {
  const { disk, db } = await newDisk('strict');
  await db.notes.put('a', 1);
  disk.full = true;
  await expect(db.notes.put('b', 2)).rejects.toMatchObject({ name: 'QuotaExceededError' });
  await db.notes.delete(1);
  expect(await db.notes.count()).toBe(0);
});

it('holds everybody off while a tab is frozen in a transaction, and nothing of it stands once it is killed', async () => {
  const { disk, db, name } = await newDisk('strict');
  await db.notes.put('a', 1);
  const kill = await disk.freeze(name, ['notes'], (begun) => begun.objectStore('notes').clear());
  let through = false;
  const waiting = db.notes.put('b', 2).then(() => (through = true));
  await db.words.put('beside', 1);
  expect(through).toBe(false);
  await kill();
  await waiting;
  expect(await db.notes.toArray()).toEqual(['a', 'b']);
});

it('is emptied under an open app, all or nothing', async () => {
  const { disk, db } = await newDisk('strict');
  await db.notes.put('a', 1);
  await disk.evict();
  expect(await db.notes.toArray()).toEqual([]);
});

it('comes back as it was on other flash', async () => {
  const { disk, db, name } = await newDisk('strict');
  await db.notes.put('a', 1);
  const image = disk.image().get(name)!;
  await db.notes.put('b', 2);
  const other = await newDisk('strict');
  await other.disk.load(other.name, image);
  expect(await other.db.notes.toArray()).toEqual(['a']);
});
