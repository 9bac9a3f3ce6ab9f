/**
 * localStorage, when there is one: a few small facts that must survive the databases. Where it is
 * forbidden or full, the facts live as long as the tab; nothing of value is kept only here.
 */
const inMemory = new Map<string, string>();

function real(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}

export type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** Never throws. */
export const shelf: Shelf = {
  get length() {
    return real()?.length ?? inMemory.size;
  },
  key: (index) => real()?.key(index) ?? [...inMemory.keys()][index] ?? null,
  getItem: (key) => inMemory.get(key) ?? real()?.getItem(key) ?? null,
  setItem: (key, value) => {
    try {
      const storage = real();
      if (!storage) throw new Error('no storage');
      storage.setItem(key, value);
      inMemory.delete(key);
    } catch {
      inMemory.set(key, value);
    }
  },
  removeItem: (key) => {
    inMemory.delete(key);
    real()?.removeItem(key);
  },
};
