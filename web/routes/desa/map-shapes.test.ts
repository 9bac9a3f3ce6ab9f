import { expect, test } from 'vitest';
import { villages } from '#domain/place/villages';
import { drawDistrict } from './map-shapes';

const map = drawDistrict();

test('every village is drawn once', () => {
  expect(map.shapes.map((shape) => shape.code).toSorted()).toEqual(
    villages.map((village) => village.code).toSorted(),
  );
});

test('the numbers stand on the paper and not on one another', () => {
  for (const one of map.shapes) {
    expect(one.x).toBeGreaterThan(0);
    expect(one.x).toBeLessThan(map.width);
    expect(one.y).toBeGreaterThan(0);
    expect(one.y).toBeLessThan(map.height);
    for (const other of map.shapes) {
      if (other !== one) expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(35);
    }
  }
});

test('north is up and east is right', () => {
  const at = (code: string) => map.shapes.find((shape) => shape.code === code)!;
  const [murungJambu, telagaPurun] = [at('63.11.07.2013'), at('63.11.07.2014')];
  expect(murungJambu.y).toBeLessThan(telagaPurun.y);
  expect(murungJambu.x).toBeLessThan(telagaPurun.x);
});

test('the whole drawing is small enough to travel inside the page', () => {
  expect(map.shapes.map((shape) => shape.path).join('').length).toBeLessThan(6000);
});
