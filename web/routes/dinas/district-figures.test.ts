import { expect, test } from 'vitest';
import type { Catalogue, PublicProduct, PublicShop } from '$lib/phone/public-views';
import { greenOf } from '../desa/greens';
import { daysBehind } from './days-behind';
import { countDistrict, greenSteps } from './district-figures';

const shop = (village: string, verified = false): PublicShop => ({
  ...{ id: village, village, slug: 'x', sample: true, name: 'Warung', kind: 'kue', about: '' },
  ...{ phone: '', open: true, verified },
});
const product = (village: string): PublicProduct => ({
  ...{ id: village, shopId: village, village, title: 'Wadai', price: 1000, unit: 'buah' },
  ...{ category: 'kue', about: '', availability: 'ada', photos: [], shop: null },
});
const panggung = '63.11.07.2005';
const inan = '63.11.07.2003';
const elsewhere = '63.11.01.2001';

test('the whole is the sum of the villages in the list', () => {
  const market: Catalogue = {
    shops: [shop(panggung, true), shop(panggung), shop(inan), shop(elsewhere)],
    products: [product(panggung), product(panggung), product(elsewhere)],
  };
  const figures = countDistrict(market);
  expect(figures).toMatchObject({ shops: 3, checked: 1, products: 2, selling: 1, most: 2 });
  expect(figures.villages).toHaveLength(16);
  expect(figures.villages.find(({ code }) => code === panggung)).toMatchObject({
    shops: 2,
    checked: 1,
    products: 2,
  });
});

test('villages are numbered as they stand in the list', () => {
  const { villages } = countDistrict({ shops: [], products: [] });
  expect(villages.map(({ number }) => number)).toEqual(villages.map((_, i) => i + 1));
  expect(villages[0]?.name).toBe('Baruh Bahinu Dalam');
});

test('the legend says what the shades of the map mean', () => {
  for (const most of [1, 2, 3, 7, 60, 118]) {
    const steps = greenSteps(most);
    for (let goods = 1; goods <= most; goods += 1) {
      const step = steps.find(({ from, to }) => goods >= from && goods <= to);
      expect(step, `${goods} of ${most}`).toMatchObject({ shade: greenOf(goods, most) });
    }
  }
  expect(greenSteps(0)).toEqual([]);
});

test('a phone ages from the day its oldest work was made, not from when it was last seen', () => {
  const now = 10 * 86_400_000;
  expect(daysBehind(now - 3_600_000, 0, now)).toEqual({ days: 0, lateness: 'fresh' });
  expect(daysBehind(now - 86_400_000, 43_200_000, now)).toEqual({ days: 1, lateness: 'old' });
  expect(daysBehind(now - 86_400_000, 3 * 86_400_000, now)).toEqual({ days: 4, lateness: 'late' });
  expect(daysBehind(now + 5000, 0, now)).toEqual({ days: 0, lateness: 'fresh' });
});
