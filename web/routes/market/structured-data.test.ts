import { expect, test } from 'vitest';
import type { PublicProduct, PublicShop } from '$lib/phone/public-views';
import { siteData } from './site-data';
import { dataScript, productData, shopData } from './structured-data';

const origin = 'https://jukung.test';
const shop: PublicShop = {
  id: 's1',
  village: '63.11.07.2005',
  slug: 'warung-galuh-0a1b2c',
  sample: false,
  name: 'Warung Galuh',
  kind: 'buah',
  about: '',
  phone: '+6281234567890',
  open: true,
  verified: true,
};
const product: PublicProduct = {
  id: 'p1',
  shopId: 's1',
  village: '63.11.07.2005',
  title: 'Pisang kepok',
  price: 12500,
  unit: 'sisir',
  category: 'buah',
  about: 'Manis',
  availability: 'sedikit',
  photos: [
    { id: 'f1', listingId: 'p1', hash: 'aa', width: 9, height: 9, placeholder: '', rank: 'full' },
    { id: 'f2', listingId: 'p1', hash: 'bb', width: 9, height: 9, placeholder: '', rank: 'none' },
  ],
  shop,
};

test('a product says its price in rupiah without dots, and who sells it where', () => {
  expect(productData(product, origin, 'Manis')).toEqual({
    '@context': 'https://schema.org',
    '@type': 'Product',
    name: 'Pisang kepok',
    image: ['https://jukung.test/photo/aa/og.jpg'],
    description: 'Manis',
    sku: 'p1',
    url: 'https://jukung.test/produk/p1',
    brand: { '@type': 'Brand', name: 'Warung Galuh' },
    offers: {
      '@type': 'Offer',
      price: '12500',
      priceCurrency: 'IDR',
      availability: 'https://schema.org/InStock',
      itemCondition: 'https://schema.org/NewCondition',
      url: 'https://jukung.test/produk/p1',
      seller: {
        '@type': 'Store',
        name: 'Warung Galuh',
        url: 'https://jukung.test/toko/warung-galuh-0a1b2c',
        telephone: '+6281234567890',
        address: {
          '@type': 'PostalAddress',
          streetAddress: 'Kecamatan Paringin Selatan, Kabupaten Balangan',
          addressLocality: 'Panggung',
          addressRegion: 'Kalimantan Selatan',
          addressCountry: 'ID',
        },
        geo: { '@type': 'GeoCoordinates', latitude: -2.367254, longitude: 115.509364 },
      },
    },
  });
});

test('what has run out is out of stock', () => {
  const { offers } = productData({ ...product, availability: 'habis' }, origin, 'x');
  expect(offers).toMatchObject({ availability: 'https://schema.org/OutOfStock' });
});

test('a product whose shop has not arrived yet still stands alone', () => {
  const node = productData({ ...product, shop: null }, origin, 'x');
  expect(node).not.toHaveProperty('brand');
  expect(node.offers).not.toHaveProperty('seller');
});

test('a shop without a public number has none in its data', () => {
  const node = shopData({ ...shop, phone: '' }, origin, 'Warung buah');
  expect(node).toMatchObject({ '@type': 'LocalBusiness', description: 'Warung buah' });
  expect(node).not.toHaveProperty('telephone');
});

test('no name a seller can write ends the element or the line', () => {
  const script = dataScript({ name: '</script><script>alert(1)</script>\u2028' });
  expect(script.match(/</g)).toHaveLength(2);
  expect(script).not.toContain('\u2028');
  const json = script.replace(/^<script[^>]*>/, '').replace(/<\/script>$/, '');
  expect(JSON.parse(json)).toEqual({ name: '</script><script>alert(1)</script>\u2028' });
});

test('the market says which site it is, and how it is searched', () => {
  expect(siteData(origin)).toMatchObject({
    '@type': 'WebSite',
    url: 'https://jukung.test/',
    potentialAction: {
      target: { urlTemplate: 'https://jukung.test/?q={search_term_string}' },
      'query-input': 'required name=search_term_string',
    },
  });
});
