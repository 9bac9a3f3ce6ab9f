import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { categoryKeys } from '#domain/categories';
import { shelfOf, unitOf } from './shelf-of';

describe('the shelf is read from the name', () => {
  test.each([
    ['Keripik pisang', 'keripik'],
    ['Pisang kepok', 'buah'],
    ['Pisang goreng', 'kue'],
    ['Bolu pisang', 'kue'],
    ['Iwak haruan', 'ikan'],
    ['Bawang goreng 100 g', 'bumbu'],
    ['Madu kelulut', 'madu'],
    ['Madu hutan Telaga Purun', 'madu'],
    ['Bakul purun', 'anyaman'],
    ['Jus mangga', 'minuman'],
    ['Kelapa muda', 'minuman'],
    ['Beras siam unus', 'beras'],
    ['Telur asin', 'ternak'],
    ['Permak celana', 'jahit'],
    ['Servis motor', 'bengkel'],
    ['Ganti oli', 'bengkel'],
    ['Bibit durian', 'lainnya'],
    ['  SAYUR   bening ', 'sayur'],
  ])('%s: %s', (title, shelf) => expect(shelfOf(title)).toBe(shelf));

  test.each(['', '   ', 'Xyz', '12345', 'é😀'])('%s says nothing', (title) => {
    expect(shelfOf(title)).toBeNull();
  });

  test('right nine times in ten for what is sold here, the kind of the shop filling in', () => {
    const folder = fileURLToPath(new URL('../../../../db/demo/stalls', import.meta.url));
    const goods = readdirSync(folder)
      .filter((file) => categoryKeys.some((key) => `${key}.ts` === file))
      .flatMap((file) => goodsOf(file.slice(0, -3), readFileSync(`${folder}/${file}`, 'utf8')));
    expect(goods.length).toBeGreaterThan(400);
    const right = goods.filter(({ title, shop, shelf }) => (shelfOf(title) ?? shop) === shelf);
    expect(right.length / goods.length).toBeGreaterThan(0.9);
  });
});

test('every shelf has a unit people know', () => {
  for (const key of categoryKeys) expect(unitOf(key)).toMatch(/^[a-z]+$/);
});

/** Lines of a demo stall, `(shelf) Name {kinds} | price/unit | …`, as name and shelf. */
function goodsOf(shop: string, text: string) {
  return text.split('\n').flatMap((line) => {
    const found = /^(?:\((\w+)\) )?([A-Z][^|]*?) \| [\d.]+\/\w+/.exec(line);
    if (!found) return [];
    const title = (found[2] ?? '').replace(/\{([^;}]*)[^}]*\}/, '$1');
    return { title, shop, shelf: found[1] ?? shop };
  });
}
