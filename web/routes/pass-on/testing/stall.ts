/** A stall for the tests of what is passed on; its people and goods are invented. */
import type { ProductFacts, ShopFacts } from '../told';

export const shop: ShopFacts = {
  slug: 'keripik-acil-siti-1a2b3c',
  name: 'Keripik Acil Siti',
  village: '63.11.07.2005',
  kind: 'keripik',
  about: 'Digoreng tiap pagi, tanpa pengawet.',
  phone: '+6281234567890',
  open: true,
  sample: false,
};

export const keripik: ProductFacts = {
  id: '01a17faa-6c44-7b5b-a0af-3b68a6fb4df0',
  title: 'Keripik pisang manis',
  price: 12_500,
  unit: 'bungkus',
  category: 'keripik',
  village: '63.11.07.2005',
  availability: 'ada',
  photos: [{ hash: 'a'.repeat(64) }],
};

const names = [
  'Keripik pisang',
  'Keripik singkong',
  'Wadai cincin',
  'Rempeyek kacang',
  'Madu kelulut',
];

/** The third has run out, every second has a photo. */
export function someGoods(count: number): ProductFacts[] {
  return Array.from({ length: count }, (_, index) => ({
    ...keripik,
    id: `01a17faa-6c44-7b5b-a0af-3b68a6fb4d${(16 + index).toString(16)}`,
    title: `${names[index % names.length]} ${index + 1}`,
    price: 5_000 + 2_500 * index,
    category: index % 5 === 4 ? 'madu' : 'keripik',
    availability: index === 2 ? 'habis' : 'ada',
    photos: index % 2 === 0 ? [{ hash: index.toString(16).repeat(64).slice(0, 64) }] : [],
  }));
}
