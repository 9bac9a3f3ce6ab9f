import { expect, test } from 'vitest';
import { activePlace, placesOf, type Role } from './navigation';

const roles: Role[] = ['pembeli', 'penjual', 'pendamping', 'kurir', 'dinas'];

test('every role has four places, the last of them its own', () => {
  for (const role of roles) {
    const places = placesOf(role);
    expect(places).toHaveLength(4);
    expect(new Set(places.map((place) => place.href)).size).toBe(4);
    expect(places[3]?.href).toBe('/saya');
  }
});

test('what waits is counted on Kiriman, and nothing waiting shows no count', () => {
  expect(placesOf('penjual', 3)[2]).toMatchObject({ href: '/kiriman', count: 3 });
  expect(placesOf('penjual')[2]).not.toHaveProperty('count');
});

test('a page lies in the deepest place that holds it', () => {
  const places = placesOf('penjual');
  expect(activePlace(places, '/jualan')).toBe('/jualan');
  expect(activePlace(places, '/jualan/buka')).toBe('/jualan');
  expect(activePlace(places, '/jualan/produk/baru')).toBe('/jualan/produk');
});

test('goods and shops are seen from the market', () => {
  const places = placesOf('pembeli');
  expect(activePlace(places, '/')).toBe('/');
  expect(activePlace(places, '/produk/0190')).toBe('/');
  expect(activePlace(places, '/toko/warung-siti')).toBe('/');
});

test('a page outside every place lights none of them', () => {
  expect(activePlace(placesOf('pembeli'), '/bantuan')).toBeNull();
});
