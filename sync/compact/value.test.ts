import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../testing/seeded-random';
import { NotCompact, type Plain, readCompact, writeCompact } from './value';

const ROOM = 1_000_000;
const back = (value: Plain): Plain => readCompact(writeCompact(value), ROOM);
const chance = seeded(7);
const stamp = '0mh4zk2ab00001990000d00100';

describe('a compact value', () => {
  it('comes back as it was, whatever JSON can say', () => {
    const words = fc.oneof(fc.string(), fc.uuid(), fc.constant(stamp));
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(words), (value, texts) => {
        const said = JSON.parse(JSON.stringify([value, texts, texts])) as Plain;
        expect(back(said)).toEqual(said);
      }),
      { seed: 11 },
    );
  });

  it('keeps tables, ids, stamps and row names, and the numbers at the edges', () => {
    const id = chance.id();
    const rows = [1, 2, 3].map((n) => ({ id: chance.id(), price: n * 500, name: `listing/${id}` }));
    const edges = [127, 128, -1, -0.5, 1e21, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];
    const said = {
      rows,
      edges,
      stamp,
      again: stamp,
      ['__proto__']: 'a key like any other',
      '': '',
    };
    const read = back(said);
    expect(JSON.stringify(read)).toBe(JSON.stringify(said));
  });

  it('says an id in 17 bytes, a stamp in 10 and its node, and anything again in 2', () => {
    const id = chance.id();
    expect(writeCompact(id)).toHaveLength(17);
    expect(writeCompact(stamp).length).toBeLessThanOrEqual(10 + 15);
    expect(writeCompact([id, id]).length - writeCompact([id]).length).toBe(2);
  });

  it('refuses what it did not write, at every cut and every changed byte', () => {
    const whole = writeCompact({ a: [1, 'dua', chance.id()], b: [{ c: 1 }, { c: 2 }] });
    for (let at = 0; at < whole.length; at += 1) {
      expect(() => readCompact(whole.slice(0, at), ROOM)).toThrow(NotCompact);
      for (const byte of [0x86, 0x87, 0x8d, 0xff]) {
        const bent = whole.slice();
        bent[at] = byte;
        try {
          readCompact(bent, ROOM);
        } catch (failure) {
          expect(failure).toBeInstanceOf(NotCompact);
        }
      }
    }
    expect(() => readCompact(Uint8Array.of(1, 1), ROOM)).toThrow(NotCompact);
  });

  it('holds no more than it is told to, however often a long text is named', () => {
    const long = 'x'.repeat(10_000);
    const bomb = writeCompact(Array.from({ length: 1_000 }, () => long));
    expect(bomb.length).toBeLessThan(14_000);
    expect(() => readCompact(bomb, 100_000)).toThrow(NotCompact);
    const nested = Uint8Array.from([...Array<number>(5_000).fill(0xc1), 1]);
    expect(() => readCompact(nested, ROOM)).toThrow(NotCompact);
  });
});
