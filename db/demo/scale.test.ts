import { describe, expect, test } from 'vitest';
import { villages } from '#domain/place/villages';
import { scaledMarket } from './scale';
import { demoMarket } from './village-market';

const market = scaledMarket(10_000, 'bench');

describe('the market scaled up', () => {
  test('has exactly as many products as asked', () => {
    for (const count of [1, 100, 708, 709, 1000]) {
      expect(scaledMarket(count, 'bench').products).toHaveLength(count);
    }
    expect(market.products).toHaveLength(10_000);
  });

  test('is the same for the same seed and another for another', () => {
    expect(scaledMarket(10_000, 'bench')).toEqual(market);
    expect(scaledMarket(10_000, 'other').products).not.toEqual(market.products);
  });

  test('starts with the demo market, and a smaller one is the beginning of a larger', () => {
    const demo = demoMarket();
    expect(market.products.slice(0, demo.products.length)).toEqual(demo.products);
    expect(market.products.slice(0, 2000)).toEqual(scaledMarket(2000, 'bench').products);
  });

  test('has no title, id, web name or number twice', () => {
    const { people, shops, products } = market;
    const ids = [...people, ...shops, ...products].map((row) => row.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(products.map((p) => p.title)).size).toBe(10_000);
    expect(new Set(shops.map((s) => s.slug)).size).toBe(shops.length);
    expect(new Set(people.map((p) => p.phone)).size).toBe(people.length);
  });

  test('stays within what the nouns allow and what the phone may dial', () => {
    for (const { title, price, stock } of market.products) {
      expect(title.length).toBeLessThanOrEqual(80);
      expect(Number.isInteger(price) && price > 0).toBe(true);
      expect(Number.isInteger(stock) && stock >= 0).toBe(true);
    }
    for (const { phone } of market.people) expect(phone).toMatch(/^\+628110000\d{4,5}$/);
  });

  test('spreads over the villages and keeps products with their shops', () => {
    const shopsById = new Map(market.shops.map((shop) => [shop.id, shop]));
    const owners = new Set(market.people.map((person) => person.id));
    for (const product of market.products) {
      expect(shopsById.get(product.shopId)?.village).toBe(product.village);
    }
    for (const shop of market.shops) expect(owners.has(shop.ownerId)).toBe(true);
    for (const { code } of villages) {
      expect(market.shops.filter((shop) => shop.village === code).length).toBeGreaterThan(20);
    }
  });

  test('borrows no photos', () => {
    expect(market.products.filter((p) => p.photos.length > 0)).toHaveLength(36);
  });
});
