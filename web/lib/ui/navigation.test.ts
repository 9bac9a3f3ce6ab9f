import { expect, test } from 'vitest';
import { activePlace, placesOf, type Role } from './navigation';

const nothing = { waiting: 0, basket: 0, orders: 0, asked: 0 };
const roles: Role[] = ['pembeli', 'penjual', 'pendamping', 'kurir', 'dinas'];

test('every role has four places, the last of them its own', () => {
  for (const role of roles) {
    const places = placesOf(role, nothing);
    expect(places).toHaveLength(4);
    expect(new Set(places.map((place) => place.href)).size).toBe(4);
    expect(places[3]?.href).toBe('/saya');
  }
});

test('what waits is counted where it is looked after, and nothing waiting shows no count', () => {
  const counts = { waiting: 3, basket: 2, orders: 1, asked: 4 };
  const told = (role: Role) => placesOf(role, counts).map(({ href, count }) => [href, count]);
  expect(told('penjual')).toEqual([
    ['/jualan', 1],
    ['/jualan/produk', undefined],
    ['/kiriman', 3],
    ['/saya', 4],
  ]);
  expect(told('pembeli')).toEqual([
    ['/', undefined],
    ['/keranjang', 2],
    ['/pesanan', 4],
    ['/saya', 3],
  ]);
  for (const place of placesOf('pembeli', nothing)) expect(place).not.toHaveProperty('count');
});

test('a page lies in the deepest place that holds it', () => {
  const places = placesOf('penjual', nothing);
  expect(activePlace(places, '/jualan')).toBe('/jualan');
  expect(activePlace(places, '/jualan/buka')).toBe('/jualan');
  expect(activePlace(places, '/jualan/produk/baru')).toBe('/jualan/produk');
});

test('goods and shops are seen from the market', () => {
  const places = placesOf('pembeli', nothing);
  expect(activePlace(places, '/')).toBe('/');
  expect(activePlace(places, '/produk/0190')).toBe('/');
  expect(activePlace(places, '/toko/warung-siti')).toBe('/');
});

test('a page outside every place lights none of them', () => {
  expect(activePlace(placesOf('pembeli', nothing), '/bantuan')).toBeNull();
});
