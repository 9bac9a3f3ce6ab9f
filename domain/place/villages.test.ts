import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { distanceKm, villageByCode, villages } from './villages';

const placeOnEarth = fc.record({
  lat: fc.double({ min: -90, max: 90, noNaN: true }),
  lng: fc.double({ min: -180, max: 180, noNaN: true }),
});

describe('the villages of Paringin Selatan', () => {
  test('are fifteen desa and the kelurahan Batu Piring, every code once', () => {
    expect(new Set(villages.map((v) => v.code)).size).toBe(16);
    expect(villages.filter((v) => v.kind === 'kelurahan').map((v) => v.name)).toEqual([
      'Batu Piring',
    ]);
  });

  test('say in the code whether they are desa (2xxx) or kelurahan (1xxx)', () => {
    for (const { code, kind } of villages) {
      expect(code).toMatch(kind === 'desa' ? /^63\.11\.07\.2\d{3}$/ : /^63\.11\.07\.1\d{3}$/);
    }
  });

  test('are found by code, and a code from elsewhere finds nothing', () => {
    expect(villageByCode('63.11.07.2005')?.name).toBe('Panggung');
    expect(villageByCode('63.11.01.2001')).toBeUndefined();
    expect(villageByCode('constructor')).toBeUndefined();
  });
});

describe('distance', () => {
  test('from Panggung to Lingsir is a little under seven kilometres', () => {
    const panggung = villageByCode('63.11.07.2005')!;
    const lingsir = villageByCode('63.11.07.2015')!;
    expect(distanceKm(panggung, lingsir)).toBeCloseTo(6.67, 1);
  });

  test('along a quarter of the equator is a quarter of the way round the earth', () => {
    expect(distanceKm({ lat: 0, lng: 0 }, { lat: 0, lng: 90 })).toBeCloseTo(10_007.56, 1);
    expect(distanceKm({ lat: 90, lng: 0 }, { lat: -90, lng: 0 })).toBeCloseTo(20_015.11, 1);
  });

  test('is the same there and back, zero at home, and never longer by going straight', () => {
    fc.assert(
      fc.property(placeOnEarth, placeOnEarth, placeOnEarth, (a, b, c) => {
        expect(distanceKm(a, a)).toBe(0);
        expect(distanceKm(a, b)).toBeCloseTo(distanceKm(b, a), 9);
        expect(distanceKm(a, c)).toBeLessThanOrEqual(distanceKm(a, b) + distanceKm(b, c) + 1e-3);
      }),
    );
  });
});
