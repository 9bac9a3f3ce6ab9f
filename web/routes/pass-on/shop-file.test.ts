import { expect, test } from 'vitest';
import { MOST_FILE_BYTES, shopFile, type ShopPageFacts } from './shop-file';
import { keripik, shop, someGoods } from './testing/stall';

const picture = `data:image/jpeg;base64,${'/9j/'.repeat(40)}`;
const [first] = someGoods(1);
const facts: ShopPageFacts = {
  shop,
  goods: someGoods(5),
  pictures: new Map([[first?.id ?? '', picture]]),
  origin: 'https://jukung.desa.id',
  madeMs: Date.UTC(2026, 10, 22, 3),
};

test('a shop’s page as one file', async () => {
  await expect(shopFile(facts)).toMatchFileSnapshot('./golden/shop.html');
});

test('it asks nothing of the network and runs nothing', () => {
  const html = shopFile(facts);
  expect(html).not.toMatch(/<(script|link|iframe|object|embed|base)\b|\son\w+=|@import|url\(/i);
  for (const [, address] of html.matchAll(/\ssrc="([^"]*)"/g)) expect(address).toMatch(/^data:/);
  for (const [, address] of html.matchAll(/\shref="([^"]*)"/g))
    expect(address).toMatch(/^(#|tel:\+62|https:\/\/(wa\.me|jukung\.desa\.id)\/)/);
});

test('what a seller wrote stays words', () => {
  const evil = "\"><script>alert(1)</script><img src=x onerror='alert(2)'>";
  const html = shopFile({
    ...facts,
    shop: { ...shop, name: evil, about: evil },
    goods: [{ ...keripik, title: evil, unit: evil }],
    pictures: new Map([[keripik.id, `${picture}" onload="alert(3)`]]),
  });
  expect(html).not.toMatch(/<script|<img|onload="/);
  expect(html).toContain('&#60;script&#62;');
});

test('it never grows beyond what a chat carries: pictures give way, goods stay', () => {
  const goods = Array.from({ length: 200 }, (_, index) => ({ ...keripik, id: `${index}` }));
  const heavy = `data:image/jpeg;base64,${'A'.repeat(30_000)}`;
  const html = shopFile({
    ...facts,
    goods,
    pictures: new Map(goods.map(({ id }) => [id, heavy])),
  });
  const bytes = new TextEncoder().encode(html).length;
  expect(bytes).toBeLessThanOrEqual(MOST_FILE_BYTES);
  expect(bytes).toBeGreaterThan(MOST_FILE_BYTES * 0.9);
  expect(html.match(/<li>/g)).toHaveLength(200);
});

test('nobody is told to call about a shop made for trying, nor one without a number', () => {
  for (const other of [
    { ...shop, sample: true },
    { ...shop, phone: '' },
  ]) {
    const html = shopFile({ ...facts, shop: other });
    expect(html).not.toMatch(/wa\.me|tel:/);
    expect(html).toContain('Desa Panggung');
  }
  expect(shopFile({ ...facts, goods: [] })).toContain('Belum ada barang');
});
