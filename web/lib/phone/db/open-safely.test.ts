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
const none = () => Promise.resolve(0);
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
      none,
      noWait,
    );
    expect([db.name, renamed]).toEqual(['repaired', false]);
    db.close();
  });

  it('begins a new one under another name, and remembers it', async () => {
    const names = memory();
    const first = await openSafely('broken', breaking({ broken: 99 }), names, none, noWait);
    expect([first.db.name, first.renamed]).toEqual(['broken.2', true]);
    first.db.close();
    const again = await openSafely('broken', breaking({ broken: 99 }), names, none, noWait);
    expect([again.db.name, again.renamed]).toEqual(['broken.2', false]);
    again.db.close();
    const third = await openSafely(
      'broken',
      breaking({ broken: 99, 'broken.2': 99 }),
      names,
      none,
      noWait,
    );
    expect([third.db.name, third.left]).toEqual(['broken.3', ['broken.2', 'broken']]);
    third.db.close();
  });

  it('tries the old one again at every start, and lives in it as soon as it opens', async () => {
    const names = memory();
    const first = await openSafely('left', breaking({ left: 99 }), names, none, noWait);
    expect(first.left).toEqual(['left']);
    first.db.close();
    const next = await openSafely('left', plain, names, none, noWait);
    expect([next.db.name, next.renamed, next.left]).toEqual(['left', false, ['left.2']]);
    next.db.close();
    const then = await openSafely('left', plain, names, none, noWait);
    expect([then.db.name, then.left]).toEqual(['left', ['left.2']]);
    then.db.close();
  });

  it('stays in the newer one when that holds more', async () => {
    const names = memory();
    (await openSafely('less', breaking({ less: 99 }), names, none, noWait)).db.close();
    const worth = (db: Dexie) => Promise.resolve(db.name === 'less.2' ? 2 : 1);
    const next = await openSafely('less', plain, names, worth, noWait);
    expect([next.db.name, next.left]).toEqual(['less.2', ['less']]);
    next.db.close();
  });

  it('waits for one that is merely slow', async () => {
    const slow = (name: string) => {
      const db = plain(name);
      const open = db.open.bind(db);
      db.open = (() => new Promise((go) => setTimeout(go, 200)).then(open)) as never;
      return db;
    };
    const { db, renamed } = await openSafely('slow', slow, memory(), none, noWait);
    expect([db.name, renamed]).toEqual(['slow', false]);
    db.close();
  });

  it('says that nothing can be stored when not even a new one opens', async () => {
    const names = memory();
    const all = breaking({ dead: 99, 'dead.2': 99 });
    await expect(openSafely('dead', all, names, none, noWait)).rejects.toThrow(PhoneBroken);
    expect(names.getItem('jukung.store.dead')).toBeNull();
  });
});
