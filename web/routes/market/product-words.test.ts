import { expect, test } from 'vitest';
import type { PublicProduct, PublicShop } from '$lib/phone/public-views';
import { productInChat, productSummary, shopInChat } from './product-words';

const shop = {
  name: 'Warung Galuh',
  village: '63.11.07.1001',
  kind: 'kue',
  about: '',
} as PublicShop;
const product = {
  title: 'Pisang kepok',
  price: 12500,
  unit: 'sisir',
  village: '63.11.07.2005',
  about: '',
  shop,
} as PublicProduct;

test('a product tells its price, its measure, who and where', () => {
  expect(productSummary(product)).toBe('Rp12.500 per sisir di Warung Galuh, Desa Panggung');
});

test('a product whose shop is not here yet still says something', () => {
  expect(productSummary({ ...product, shop: null })).toBe('Rp12.500 per sisir, Desa Panggung');
});

test('a chat gets two lines, cut between words', () => {
  const said = productInChat({ ...product, about: 'Dipetik tadi pagi dari kebun sendiri di hulu' });
  expect(said).toBe('Rp12.500 per sisir di Warung Galuh, Desa Panggung. Dipetik tadi pagi dari…');
  expect(said.length).toBeLessThanOrEqual(80);
});

test('a shop tells what it sells and where', () => {
  expect(shopInChat(shop)).toBe('Warung kue di Kelurahan Batu Piring, Paringin Selatan');
});
