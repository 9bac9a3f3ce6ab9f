import { describe, expect, test } from 'vitest';
import { readStalls } from './read-stalls';

const heading = '== Warung Uji | 2005 | Siti | Buka pagi.';
const read = (...lines: string[]) =>
  readStalls({ kind: 'kue', text: [heading, ...lines].join('\n') })[0]!;

describe('a stall table', () => {
  test('gives a shop its village, its owner and its goods', () => {
    expect(read('Untuk isi | 1.500/biji | 60 | Empuk. | a.jpg, b.jpg')).toEqual({
      name: 'Warung Uji',
      kind: 'kue',
      village: '63.11.07.2005',
      owner: 'Siti',
      about: 'Buka pagi.',
      goods: [
        {
          title: 'Untuk isi',
          category: 'kue',
          price: 1500,
          unit: 'biji',
          usualStock: 60,
          about: 'Empuk.',
          photos: ['a.jpg', 'b.jpg'],
        },
      ],
    });
  });

  test('gives one product for each choice, with its own price and unit where named', () => {
    const { goods } = read('Telur {eceran; isi 30 = 85.000/papan} itik | 3.000/biji | 60 | Segar.');
    expect(goods.map(({ title, price, unit }) => [title, price, unit])).toEqual([
      ['Telur eceran itik', 3000, 'biji'],
      ['Telur isi 30 itik', 85_000, 'papan'],
    ]);
  });

  test('lets a shop sell from another shelf', () => {
    expect(read('(minuman) Teh es | 4.000/gelas | 30 | Manis.').goods[0]).toMatchObject({
      title: 'Teh es',
      category: 'minuman',
    });
  });

  test.each([
    ['Bingka | 38.000 | 5 | Tanpa satuan.', 'no price per unit'],
    ['Bingka | mahal/loyang | 5 | Tanpa harga.', 'no price per unit'],
    ['Bingka | 38.000/loyang | banyak | Tanpa jumlah.', 'no stock'],
    ['Bingka | 38.000/loyang | 5', 'too few columns'],
    ['(emas) Cincin | 1jt/biji | 1 | Bukan wadai.', 'no such shelf'],
  ])('names the line that is not written as agreed: %s', (line, complaint) => {
    expect(() => read(line)).toThrow(`${complaint} in: ${line}`);
  });
});
