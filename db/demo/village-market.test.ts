import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { categoryKeys } from '#domain/categories';
import { toE164 } from '#domain/phone-number';
import { villageByCode, villages } from '#domain/place/villages';
import { signInPeople } from './people';
import { demoMarket } from './village-market';

const market = demoMarket();
const shopsById = new Map(market.shops.map((shop) => [shop.id, shop]));
const peopleById = new Map(market.people.map((person) => [person.id, person]));

describe('the demo market', () => {
  test('is the same whenever it is built', () => {
    expect(demoMarket()).toEqual(market);
  });

  test('has at least 64 shops and 640 products, in all sixteen villages and on every shelf', () => {
    expect(market.shops.length).toBeGreaterThanOrEqual(64);
    expect(market.products.length).toBeGreaterThanOrEqual(640);
    expect(new Set(market.shops.map((s) => s.village))).toEqual(
      new Set(villages.map((v) => v.code)),
    );
    expect(new Set(market.products.map((p) => p.category))).toEqual(new Set(categoryKeys));
    expect(new Set(market.shops.map((s) => s.kind))).toEqual(new Set(categoryKeys));
  });

  test('has no two ids, web names or numbers alike, and no title twice', () => {
    const { people, shops, products } = market;
    const ids = [...people, ...shops, ...products].map((row) => row.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(shops.map((s) => s.slug)).size).toBe(shops.length);
    expect(new Set(people.map((p) => p.phone)).size).toBe(people.length);
    expect(new Set(products.map((p) => p.title.toLowerCase())).size).toBe(products.length);
  });

  test('fits the sizes the nouns allow', () => {
    for (const shop of market.shops) {
      expect(shop.name.length).toBeLessThanOrEqual(60);
      expect(shop.about.length).toBeLessThanOrEqual(280);
      expect(shop.slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    }
    for (const product of market.products) {
      expect(product.title.length).toBeLessThanOrEqual(80);
      expect(product.unit.length).toBeLessThanOrEqual(20);
      expect(product.about.length).toBeLessThanOrEqual(500);
    }
    for (const person of market.people) expect(person.name.length).toBeLessThanOrEqual(60);
  });

  test('sells at whole rupiah above zero, with whole stock of zero or more', () => {
    for (const { price, stock } of market.products) {
      expect(Number.isInteger(price) && price > 0).toBe(true);
      expect(Number.isInteger(stock) && stock >= 0).toBe(true);
    }
  });

  test('shows plenty, a little and nothing left, so that each state can be seen', () => {
    const count = (wanted: (stock: number) => boolean) =>
      market.products.filter((p) => wanted(p.stock)).length;
    expect(count((stock) => stock === 0)).toBeGreaterThan(10);
    expect(count((stock) => stock > 0 && stock <= 3)).toBeGreaterThan(30);
    expect(count((stock) => stock > 3)).toBeGreaterThan(400);
    expect(market.products.some((p) => p.soldOut)).toBe(true);
  });

  test('places every product in its shop’s village and every shop with its owner', () => {
    for (const product of market.products) {
      expect(shopsById.get(product.shopId)?.village).toBe(product.village);
    }
    for (const shop of market.shops) {
      const owner = peopleById.get(shop.ownerId);
      expect(owner?.village).toBe(shop.village);
      expect(owner?.phone).toBe(shop.phone);
    }
  });

  test('says of itself that it is invented', () => {
    expect(market.shops.every((shop) => shop.sample)).toBe(true);
    for (const { name, phone } of market.people) {
      expect(name).toMatch(/ \(contoh\)$/);
      expect(phone).toMatch(/^\+628110000\d{4,5}$/);
      expect(toE164(phone)).toBe(phone);
    }
  });

  test('uses no word a villager should not have to meet, and promises no cure', () => {
    const words = [...market.shops, ...market.products].map((row) => row.about.toLowerCase());
    for (const about of words) {
      expect(about).not.toMatch(/server|cache|submit|error|invalid|dilarang|offline|sinkron|gagal/);
      expect(about).not.toMatch(/menyembuhkan|obat|khasiat/);
    }
  });
});

describe('the photos of the demo market', () => {
  const photoFolder = new URL('./photos/', import.meta.url);

  /** What each photographed kind is called here; a title must say it. */
  const truly: Record<string, RegExp> = {
    Aubergine: /terung.*ungu/i,
    Avocado: /alpukat/i,
    Banana: /pisang .*kuning/i,
    'Brown-Cap-Mushroom': /jamur kancing cokelat/i,
    Cabbage: /^kol /i,
    Carrots: /wortel/i,
    Cucumber: /timun/i,
    Garlic: /bawang putih/i,
    Ginger: /jahe/i,
    Lime: /(limau|jeruk) nipis/i,
    Mango: /mangga/i,
    Orange: /jeruk (manis|peras)/i,
    Papaya: /pepaya/i,
    Pineapple: /nanas/i,
    'Red-Bell-Pepper': /paprika merah/i,
    'Regular-Tomato': /tomat/i,
    'Solid-Potato': /kentang/i,
    'Sweet-Potato': /ubi jalar/i,
    Watermelon: /semangka/i,
    'Yellow-Onion': /bawang bombay/i,
  };

  test('show what the title says, and only fresh vegetables, fruit and spices', () => {
    for (const product of market.products) {
      for (const photo of product.photos) {
        expect(product.title).toMatch(truly[photo.replace(/_\d+\.jpg$/, '')]!);
        expect(['sayur', 'buah', 'bumbu']).toContain(product.category);
      }
    }
  });

  test('are all forty used, each by one product, and all there', () => {
    const used = market.products.flatMap((product) => product.photos);
    expect(new Set(used).size).toBe(used.length);
    expect(used.sort()).toEqual(
      readdirSync(photoFolder)
        .filter((file) => file.endsWith('.jpg'))
        .sort(),
    );
    for (const photo of used) expect(existsSync(new URL(photo, photoFolder))).toBe(true);
  });
});

describe('the people one can sign in as', () => {
  const signIn = market.people.filter((person) => person.pin !== null);
  const byKey = new Map(signInPeople.map(({ key }, i) => [key, signIn[i]!]));
  const shopOf = (key: string) => market.shops.find((s) => s.ownerId === byKey.get(key)!.id)!;

  test('come first, with six figures each, none alike, none a straight line or one figure', () => {
    expect(market.people.slice(0, signIn.length)).toEqual(signIn);
    expect(new Set(signIn.map((p) => p.pin)).size).toBe(signIn.length);
    for (const { pin } of signIn) {
      expect(pin).toMatch(/^(?!(\d)\1{5})\d{6}$/);
      expect('0123456789 9876543210'.includes(pin!)).toBe(false);
    }
  });

  test('sell in Panggung and in Lingsir, in shops that are open', () => {
    expect(villageByCode(shopOf('seller-panggung').village)?.name).toBe('Panggung');
    expect(villageByCode(shopOf('seller-lingsir').village)?.name).toBe('Lingsir');
    expect(shopOf('seller-panggung').open && shopOf('seller-lingsir').open).toBe(true);
  });

  test('help, accompany, carry and oversee, each with the grants for it', () => {
    expect(byKey.get('buyer')!.grants).toEqual([]);
    expect(byKey.get('helper')!.grants).toEqual([
      { role: 'helper', village: '', shopId: shopOf('seller-panggung').id },
    ]);
    expect(
      byKey.get('facilitator')!.grants.map((g) => [g.role, villageByCode(g.village)?.name]),
    ).toEqual([
      ['facilitator', 'Panggung'],
      ['facilitator', 'Lingsir'],
      ['facilitator', 'Galumbang'],
    ]);
    expect(byKey.get('courier')!.grants.map((g) => g.role)).toEqual(['courier']);
    expect(byKey.get('dinas')!.grants.map((g) => g.role)).toEqual(['dinas']);
  });
});
