import { describe } from 'vitest';
import { type Row, rowName } from '../row';
import { makeStamp, nodeOf } from '../stamp';
import { MemoryServerStore } from './memory-server-store';
import { storeContract } from './store-contract';

const NODE = nodeOf('01990000-0000-7000-8000-00000000d001', 0);
const version = (n: number) => {
  const id = makeStamp({ ms: 1000 + n, counter: 0 }, NODE);
  return { id, order: id, by: 'somebody' };
};
const id = (n: number) => `01990000-0000-7000-8000-${String(n).padStart(12, '0')}`;

describe('[S1] the store in memory', () => {
  storeContract(() => {
    const store = new MemoryServerStore();
    return Promise.resolve({
      store,
      addDevice: (device) => store.addDevice(device),
      erase: (key) => store.erase(rowName(key)),
      sampleRow: (n): Row => ({
        noun: 'person',
        id: id(n),
        values: { name: `Orang ${n}` } as never,
        versions: { name: version(n) },
      }),
      changedRow: (row, n): Row => ({
        ...row,
        values: { name: `Orang baru ${n}` } as never,
        versions: { name: version(n + 50) },
      }),
    });
  });
});
