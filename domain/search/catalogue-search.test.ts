import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildSearch } from './catalogue-search';
import { normalise } from './normalise';
import type { SearchItem } from './word-index';

const panggung = '63.11.07.2005';
const lingsir = '63.11.07.2015';
const item = (id: string, title: string, category: string, shopName: string, village = panggung) =>
  ({ id, title, category, shopName, village }) satisfies SearchItem;

const market = [
  item('pisang-manis', 'Keripik pisang manis 250 g', 'keripik', 'Keripik Acil Siti'),
  item('pisang-asin', 'Keripik pisang asin 250 g', 'keripik', 'Keripik Acil Siti'),
  item('singkong', 'Keripik singkong bawang', 'keripik', 'Dapur Tarangan'),
  item('gumbili', 'Gumbili kayu', 'sayur', 'Pondok Sayur'),
  item('ubi', 'Ubi jalar kuning', 'sayur', 'Pondok Sayur'),
  item('ambon', 'Pisang ambon kuning', 'buah', 'Lapak Binjai'),
  item('haruan', 'Iwak haruan besar', 'ikan', 'Paman Udin', lingsir),
  item('nila', 'Nila merah hidup', 'ikan', 'Paman Udin', lingsir),
  item('wadi', 'Wadi haruan', 'ikan', 'Nini Sabariah'),
  item('abon', 'Abon haruan 100 g', 'keripik', 'Acil Jamilah', lingsir),
  item('amparan', 'Amparan tatak pisang', 'kue', 'Hj. Kamsiah'),
  item('bingka', 'Bingka kentang', 'kue', 'Mama Salasiah'),
  item('untuk', 'Untuk isi kelapa', 'kue', 'Acil Ijum'),
  item('kentang', 'Kentang kuning', 'sayur', 'Acil Masnah'),
  item('kemeja', 'Kemeja sasirangan pendek', 'jahit', 'Galuh Banua'),
];
const catalogue = buildSearch(market);
const find = (query: string, limit = 20) => catalogue.search(query, limit);

describe('searching the catalogue', () => {
  test('puts a title that begins as typed before one that only has the word', () => {
    expect(find('pisang')[0]).toBe('ambon');
    expect(find('pisang').slice(1).sort()).toEqual(['amparan', 'pisang-asin', 'pisang-manis']);
    expect(find('kentang')).toEqual(['kentang', 'bingka']);
  });

  test('answers while the word is still being typed', () => {
    expect(find('k', 3)).toHaveLength(3);
    expect(find('kerip').slice(0, 3).sort()).toEqual(['pisang-asin', 'pisang-manis', 'singkong']);
    expect(find('keripik pisang as')).toEqual(['pisang-asin']);
  });

  test('forgives slips of the thumb', () => {
    expect(find('keripk pisng').sort()).toEqual(['pisang-asin', 'pisang-manis']);
    expect(find('kripik sinkong')).toEqual(['singkong']);
    expect(find('bnigka')).toEqual(['bingka']);
    expect(find('sasriangann')).toEqual(['kemeja']);
    expect(find('aruan').slice(0, 3).sort()).toEqual(['abon', 'haruan', 'wadi']);
  });

  test('does not forgive in short words, where every slip is another word', () => {
    expect(find('ubo')).toEqual([]);
    expect(find('ubi')[0]).toBe('ubi');
  });

  test('understands Banjar and Indonesian both ways', () => {
    expect(find('wadai').sort()).toEqual(['amparan', 'bingka', 'untuk']);
    expect(find('wadai pisang')).toEqual(['amparan']);
    expect(find('iwak haruan')[0]).toBe('haruan');
    expect(find('ikan gabus').sort()).toEqual(['haruan', 'wadi']);
    expect(find('nila habang')).toEqual(['nila']);
    expect(find('ubi')).toContain('gumbili');
    expect(find('gumbili')).toEqual(expect.arrayContaining(['gumbili', 'ubi', 'singkong']));
  });

  test('finds by shelf, shop and village, after what the title says', () => {
    expect(find('ikan').sort()).toEqual(['haruan', 'nila', 'wadi']);
    expect(find('salasiah')).toEqual(['bingka']);
    expect(find('haruan lingsir').sort()).toEqual(['abon', 'haruan']);
    expect(find('keripik').at(-1)).toBe('abon');
  });

  test('weighs words that begin as typed over the same meaning, and that over a slip', () => {
    const ranked = buildSearch([
      item('slip', 'Ikat kepala', 'lainnya', 'A'),
      item('meaning', 'Iwak saluang', 'lainnya', 'A'),
      item('word', 'Kerupuk ikan', 'lainnya', 'A'),
      item('title', 'Ikan patin', 'lainnya', 'A'),
    ]);
    expect(ranked.search('ikan', 10)).toEqual(['title', 'word', 'meaning']);
    expect(ranked.search('ikam', 10).slice(0, 3).sort()).toEqual(['slip', 'title', 'word']);
    expect(ranked.search('ikam', 10).at(-1)).toBe('meaning');
  });

  test('takes "untuk" for the wadai it is here', () => {
    expect(find('untuk')).toEqual(['untuk']);
  });

  test('gives what has most of the words when nothing has all', () => {
    expect(find('keripik pisang istimewa').sort()).toEqual(['pisang-asin', 'pisang-manis']);
  });

  test('finds nothing in nothing, and nothing for what is not there', () => {
    expect(find('')).toEqual([]);
    expect(find('  ?! ')).toEqual([]);
    expect(find('helikopter')).toEqual([]);
    expect(buildSearch([]).search('ikan', 10)).toEqual([]);
  });

  test('gives no more than asked for, the same each time, whatever was asked before', () => {
    const before = find('pisang', 2);
    expect(before).toHaveLength(2);
    find('keripk pisng');
    find('x'.repeat(10_000));
    expect(find('pisang', 2)).toEqual(before);
    expect(find('pisang').slice(0, 2)).toEqual(before);
  });
});

describe('whatever the catalogue holds', () => {
  const words = ['keripik', 'pisang', 'ikan', 'bingka', 'haruan', '250', 'g', 'acil', 'ubi', 'kue'];
  const title = fc.oneof(
    fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 6 }).map((w) => w.join(' ')),
    fc.string({ minLength: 1, maxLength: 80 }),
  );
  const items = fc
    .uniqueArray(title, { maxLength: 60, selector: normalise })
    .map((titles) => titles.map((t, i) => item(`id-${i}`, t, i % 2 ? 'kue' : 'ikan', 'Acil Siti')));

  test('the exact title, in any capitals, finds its product first', () => {
    fc.assert(
      fc.property(items, (all) => {
        const search = buildSearch(all);
        for (const { id, title } of all) {
          if (normalise(title) === '') continue;
          expect(search.search(title.toUpperCase(), 20)[0]).toBe(id);
          expect(search.search(` ${title} `, 20)[0]).toBe(id);
        }
      }),
    );
  });

  test('a search gives different, known products and never more than asked', () => {
    fc.assert(
      fc.property(items, fc.string(), fc.integer({ min: 1, max: 30 }), (all, query, limit) => {
        const ids = buildSearch(all).search(query, limit);
        expect(ids.length).toBeLessThanOrEqual(limit);
        expect(new Set(ids).size).toBe(ids.length);
        for (const id of ids) expect(all.some((known) => known.id === id)).toBe(true);
      }),
    );
  });
});
