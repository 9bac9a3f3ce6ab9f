import { describe, expect, it } from 'vitest';
import {
  type Beacon,
  compareBeacon,
  dropBeacon,
  readBeacon,
  readBeacons,
  writeBeacon,
} from './beacon';

const beacon: Beacon = {
  profileId: 'p1',
  deviceId: 'd1',
  deviceEpoch: 2,
  lastSeq: 10,
  unsent: 3,
  lastSentMs: 1_795_000_000_000,
};
const found = { deviceId: 'd1', deviceEpoch: 2, nextSeq: 11 };

class Shelf implements Storage {
  [name: string]: unknown;
  private readonly kept = new Map<string, string>();
  get length() {
    return this.kept.size;
  }
  clear = () => this.kept.clear();
  getItem = (key: string) => this.kept.get(key) ?? null;
  key = (index: number) => [...this.kept.keys()][index] ?? null;
  removeItem = (key: string) => void this.kept.delete(key);
  setItem = (key: string, value: string) => void this.kept.set(key, value);
}

describe('the buoy beside the store', () => {
  it.each([
    ['no buoy yet', null, found, null],
    ['everything there', beacon, found, null],
    ['the store is ahead of the buoy', beacon, { ...found, nextSeq: 14 }, null],
    ['another device since', beacon, { ...found, deviceId: 'd2', nextSeq: 1 }, null],
    ['a newer device epoch since', beacon, { ...found, deviceEpoch: 3, nextSeq: 1 }, null],
    [
      'the store is empty',
      beacon,
      undefined,
      { code: 'lost.evicted', unsent: 3, lastSentMs: beacon.lastSentMs },
    ],
    [
      'two entries are missing',
      beacon,
      { ...found, nextSeq: 9 },
      { code: 'lost.rolled-back', unsent: 2 },
    ],
    [
      'more is missing than was unsent',
      beacon,
      { ...found, nextSeq: 2 },
      { code: 'lost.rolled-back', unsent: 3 },
    ],
    [
      'an older device epoch came back',
      beacon,
      { ...found, deviceEpoch: 1, nextSeq: 40 },
      { code: 'lost.rolled-back', unsent: 3 },
    ],
  ])('%s', (_name, held, store, expected) => {
    expect(compareBeacon(held, store)).toEqual(expected);
  });

  it('is read as it was written, one for each person, and can be taken in', () => {
    const shelf = new Shelf();
    writeBeacon(shelf, beacon);
    writeBeacon(shelf, { ...beacon, profileId: 'p2' });
    shelf.setItem('something.else', '1');
    expect(readBeacon(shelf, 'p1')).toEqual(beacon);
    expect(readBeacons(shelf)).toHaveLength(2);
    dropBeacon(shelf, 'p1');
    expect(readBeacon(shelf, 'p1')).toBeNull();
  });

  it('is nothing when it is scribbled over, and a full shelf is not our trouble', () => {
    const shelf = new Shelf();
    shelf.setItem('jukung.beacon.p1', '{"profileId":"p1"');
    expect(readBeacon(shelf, 'p1')).toBeNull();
    const full = {
      ...shelf,
      setItem: () => {
        throw new Error('full');
      },
    } as unknown as Storage;
    expect(() => writeBeacon(full, beacon)).not.toThrow();
  });
});
