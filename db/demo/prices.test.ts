/**
 * The reference is Badan Pangan Nasional's daily consumer price in Bandung, September to November
 * 2025: another island, another year. It can tell a plausible price from a slip of the pen, no more,
 * so the bounds are wide.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { demoMarket } from './village-market';

const reference = readFileSync(
  new URL('./harga/harga_konsumen_bandung_bapanas.csv', import.meta.url),
  'utf8',
);
const { products } = demoMarket();

/** Median price per kilo or litre; a price of 0 in the file means that none was noted. */
function medianInBandung(commodity: string): number {
  const prices = reference
    .split('\n')
    .slice(1)
    .map((line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/))
    .filter((cells) => cells[2] === commodity && Number(cells[4]) > 0)
    .map((cells) => Number(cells[4]))
    .sort((a, b) => a - b);
  return prices[Math.floor(prices.length / 2)] ?? 0;
}

test.each([
  ['Beras medium eceran', 'Beras Medium'],
  ['Beras siam unus eceran', 'Beras Premium'],
  ['Beras siam mutiara eceran', 'Beras Premium'],
  ['Bawang merah lokal', 'Bawang Merah'],
  ['Bawang putih bonggol', 'Bawang Putih Bonggol'],
  ['Cabai keriting merah', 'Cabai Merah Keriting'],
  ['Cabai rawit merah', 'Cabai Rawit Merah'],
  ['Ayam ras potong', 'Daging Ayam Ras'],
  ['Telur ayam ras', 'Telur Ayam Ras'],
  ['Gula pasir', 'Gula Konsumsi'],
  ['Minyak goreng 1 liter', 'Minyak Goreng Kemasan'],
  ['Tepung terigu', 'Tepung Terigu Kemasan'],
  ['Garam kasar', 'Garam Konsumsi'],
])('%s costs between two thirds and one and a half of %s in Bandung', (title, commodity) => {
  const product = products.find((p) => p.title === title);
  const median = medianInBandung(commodity);
  expect(median).toBeGreaterThan(0);
  expect(product?.unit).toMatch(/^(kg|liter)$/);
  expect(product!.price / median).toBeGreaterThan(2 / 3);
  expect(product!.price / median).toBeLessThan(1.5);
});

test('a bigger pack is never dearer by weight than a small one of the same thing', () => {
  const gramsByUnit: Record<string, number> = { g: 1, kg: 1000, ml: 1, liter: 1000 };
  const packs = products.flatMap(({ title, price, category }) => {
    const [, name, amount, unit] = /^(.+?) (\d+) (g|kg|ml|liter)$/.exec(title) ?? [];
    return name
      ? [{ key: `${category}/${name}`, size: Number(amount) * gramsByUnit[unit!]!, price }]
      : [];
  });
  for (const small of packs) {
    for (const big of packs.filter((p) => p.key === small.key && p.size > small.size)) {
      expect(big.price / big.size, small.key).toBeLessThanOrEqual(small.price / small.size);
    }
  }
});
