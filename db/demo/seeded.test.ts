import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seeded } from './seeded';

const draws = (seed: string, count: number) => {
  const chance = seeded(seed);
  return Array.from({ length: count }, () => chance.fraction());
};

test('the same seed throws the same dice, another seed throws others', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      expect(draws(one, 20)).toEqual(draws(one, 20));
      if (one !== other) expect(draws(one, 20)).not.toEqual(draws(other, 20));
    }),
  );
});

test('these dice are the same on every machine and in every year', () => {
  const chance = seeded('jukung');
  expect([chance.whole(1, 6), chance.whole(1, 6), chance.whole(1, 6), chance.whole(1, 6)]).toEqual([
    3, 2, 6, 3,
  ]);
  expect(chance.uuid7(1_790_000_000_000)).toBe('01a0c450-6c00-76e0-87bc-7ba9bfc9cbf5');
});

test('dice are fair enough: six faces of sixty thousand throws within three percent', () => {
  const chance = seeded('dadu');
  const faces = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < 60_000; i++) faces[chance.whole(0, 5)]!++;
  for (const count of faces) expect(Math.abs(count - 10_000)).toBeLessThan(300);
});

test('an id has the shape of UUIDv7 and carries its moment in front', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 0, max: 2 ** 47 }), (seed, ms) => {
      const id = seeded(seed).uuid7(ms);
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(ms);
    }),
  );
});

test('ids of ten thousand seeds that differ in one figure never meet', () => {
  const ids = Array.from({ length: 10_000 }, (_, i) => seeded(`product/${i}`).uuid7(0));
  expect(new Set(ids).size).toBe(10_000);
});

test('nothing can be picked from nothing', () => {
  expect(() => seeded('x').pick([])).toThrow('nothing to pick from');
});
