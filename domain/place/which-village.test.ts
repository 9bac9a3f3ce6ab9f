import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import polygons from './polygons.json';
import { villages } from './villages';
import { whichVillage } from './which-village';

/** The point farthest from every border, found on a grid over the original, unrounded polygons. */
const heartOfVillage: [code: string, lat: number, lng: number][] = [
  ['63.11.07.1001', -2.3737, 115.47],
  ['63.11.07.2002', -2.338, 115.5037],
  ['63.11.07.2003', -2.3772, 115.5101],
  ['63.11.07.2004', -2.3722, 115.531],
  ['63.11.07.2005', -2.3737, 115.5002],
  ['63.11.07.2006', -2.3468, 115.5194],
  ['63.11.07.2007', -2.3612, 115.4264],
  ['63.11.07.2008', -2.3652, 115.5362],
  ['63.11.07.2009', -2.3705, 115.5223],
  ['63.11.07.2010', -2.345, 115.445],
  ['63.11.07.2011', -2.36, 115.4962],
  ['63.11.07.2012', -2.34, 115.4363],
  ['63.11.07.2013', -2.339, 115.4206],
  ['63.11.07.2014', -2.3727, 115.5455],
  ['63.11.07.2015', -2.3592, 115.4508],
  ['63.11.07.2016', -2.3325, 115.4305],
];

describe('the village around a point', () => {
  test('has a border for every village, and for no other', () => {
    expect(Object.keys(polygons).sort()).toEqual(villages.map((v) => v.code).sort());
    expect(heartOfVillage).toHaveLength(16);
  });

  test.each(heartOfVillage)('in the heart of %s is that village', (code, lat, lng) => {
    expect(whichVillage({ lat, lng })).toBe(code);
  });

  test('at the centre that the register names is the village itself', () => {
    for (const village of villages) expect(whichVillage(village)).toBe(village.code);
  });

  test('in the town of Paringin, in Banjarmasin or far away is none of ours', () => {
    expect(whichVillage({ lat: -2.33, lng: 115.47 })).toBeNull();
    expect(whichVillage({ lat: -3.3194, lng: 114.5908 })).toBeNull();
    expect(whichVillage({ lat: 0, lng: 0 })).toBeNull();
    expect(whichVillage({ lat: NaN, lng: NaN })).toBeNull();
  });

  test('is never a village whose border lies elsewhere', () => {
    const boxes = new Map(Object.entries(polygons).map(([code, ring]) => [code, boxOf(ring)]));
    const nearby = fc.record({
      lat: fc.double({ min: -2.41, max: -2.31, noNaN: true }),
      lng: fc.double({ min: 115.39, max: 115.57, noNaN: true }),
    });
    fc.assert(
      fc.property(nearby, ({ lat, lng }) => {
        const code = whichVillage({ lat, lng });
        if (code === null) return;
        const box = boxes.get(code)!;
        expect(lat >= box.south && lat <= box.north && lng >= box.west && lng <= box.east).toBe(
          true,
        );
      }),
      { numRuns: 1000 },
    );
  });
});

function boxOf(ring: number[]) {
  const lngs = ring.filter((_, i) => i % 2 === 0);
  const lats = ring.filter((_, i) => i % 2 === 1);
  return {
    west: Math.min(...lngs),
    east: Math.max(...lngs),
    south: Math.min(...lats),
    north: Math.max(...lats),
  };
}
