import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { describe, expect, it } from 'vitest';
import { openSafely, PhoneBroken } from './open-safely';

const memory = () => {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
};
const noWait = () => Promise.resolve();
const plain = (name: string) => {
  const db = new Dexie(name);
  db.version(1).stores({ things: 'id' });
  return db;
};
/** Databases of these names can't be opened, so many times. */
const breaking = (failures: Record<string, number>) => (name: string) => {
  const db = plain(name);
  const left = failures[name] ?? 0;
  if (left > 0) {
    failures[name] = left - 1;
    db.open = (() => Promise.reject(new Error('Internal error opening backing store'))) as never;
  }
  return db;
};

describe('opening a database that does not want to', () => {
  it('tries again, for Chrome may have repaired it', async () => {
    const { db, renamed } = await openSafely(
      'repaired',
      breaking({ repaired: 2 }),
      memory(),
      noWait,
    );
    expect([db.name, renamed]).toEqual(['repaired', false]);
    db.close();
  });

  it('begins a new one under another name, and remembers it', async () => {
    const names = memory();
    const first = await openSafely('broken', breaking({ broken: 99 }), names, noWait);
    expect([first.db.name, first.renamed]).toEqual(['broken.2', true]);
    first.db.close();
    const again = await openSafely('broken', breaking({ broken: 99 }), names, noWait);
    expect([again.db.name, again.renamed]).toEqual(['broken.2', false]);
    again.db.close();
    const third = await openSafely('broken', breaking({ 'broken.2': 99 }), names, noWait);
    expect(third.db.name).toBe('broken.3');
    third.db.close();
  });

  it('says that nothing can be stored when not even a new one opens', async () => {
    const names = memory();
    const all = breaking({ dead: 99, 'dead.2': 99 });
    await expect(openSafely('dead', all, names, noWait)).rejects.toThrow(PhoneBroken);
    expect(names.getItem('jukung.store.dead')).toBeNull();
  });
});
