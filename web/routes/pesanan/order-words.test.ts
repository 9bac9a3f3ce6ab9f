import { describe, expect, it, test } from 'vitest';
import { orderStatuses } from '#domain/order-machine';
import type { OrderLineView, OrderView } from '$lib/phone/orders/order-view';
import {
  goodsWords,
  lineBefore,
  lineWords,
  isWhole,
  momentsOf,
  moneyWords,
  sayOrder,
  untilWords,
} from './order-words';

const line = (changes: Partial<OrderLineView> = {}): OrderLineView => ({
  id: 'l1',
  listingId: 'p1',
  title: 'Pisang kepok',
  unit: 'sisir',
  price: 12_000,
  wanted: 3,
  quantity: 3,
  cost: 12_000,
  why: '',
  lacks: 0,
  ...changes,
});
const order = (changes: Partial<OrderView> = {}): OrderView => ({
  id: 'o1',
  shopId: 's1',
  buyerId: 'b1',
  shopName: 'Warung Galuh',
  buyerName: 'Ibu Rina',
  trust: 'known',
  buyerPhone: '',
  number: '2005-K7-1',
  written: '2005-K7-1',
  status: 'placed',
  askedBy: '',
  reason: '',
  reasonWords: '',
  note: '',
  placedMs: 0,
  askedMs: 0,
  agreedMs: 0,
  acceptedMs: 0,
  readyMs: 0,
  endedMs: 0,
  expiresMs: 0,
  paidSum: 0,
  paidWay: '',
  paidMs: 0,
  unpaidMs: 0,
  receivedSum: 0,
  receivedMs: 0,
  unreceivedMs: 0,
  lines: [line()],
  total: 36_000,
  wantedTotal: 36_000,
  state: 'sent',
  untold: false,
  lineCount: 1,
  ...changes,
});

describe('where an order stands', () => {
  it.each(orderStatuses)('%s is said to both sides, in words and in a sentence', (status) => {
    for (const side of ['buyer', 'seller'] as const) {
      const { word, body } = sayOrder(order({ status, reason: 'other' }), side);
      expect(word).not.toMatch(/^orders\./);
      expect(body).not.toMatch(/orders\.|\{|undefined/);
      expect(body).toMatch(/[.”]$/);
    }
  });

  test('one that waits for signal says that it is safe on this phone', () => {
    const said = sayOrder(order({ untold: true }), 'buyer');
    expect(said.word).toBe('Tersimpan di HP');
    expect(said.body).toContain('Terkirim sendiri');
    expect(untilWords(order({ untold: true, expiresMs: 1 }))).toBe('');
  });

  test('a yes, a no or a step that nobody else knows yet is told as kept, never as arrived', () => {
    const yes = { status: 'accepted', askedBy: 'seller', agreedMs: 3, untold: true } as const;
    expect(sayOrder(order(yes), 'buyer')).toEqual({
      word: 'Tersimpan di HP',
      body: 'Jawaban Anda terkirim sendiri saat ada sinyal. Boleh ditutup.',
      tone: 'tenang',
      icon: 'phone-check',
    });
    for (const side of ['buyer', 'seller'] as const) {
      for (const status of orderStatuses) {
        const { icon, tone, body, word } = sayOrder(order({ status, untold: true }), side);
        expect({ icon, good: tone === 'good' }).toEqual({ icon: 'phone-check', good: false });
        expect(`${word}. ${body}`).toMatch(/Tersimpan di HP/);
      }
    }
    const no = order({ status: 'refused', reason: 'closed', untold: true });
    expect(sayOrder(no, 'seller').body).toBe(
      'Warung sedang tutup. Tersimpan di HP. Pembeli tahu setelah terkirim.',
    );
    expect(sayOrder({ ...no, untold: false }, 'seller').body).toContain('Pembeli diberi tahu.');
  });

  test.each([
    [{ placedMs: 1 }, /^Penjual tidak menjawab/, /^Belum Anda jawab/],
    [{ askedMs: 2, askedBy: 'stock' }, /^Belum Anda jawab/, /^Pembeli tidak menjawab/],
    [{ askedMs: 2, agreedMs: 3, askedBy: 'stock' }, /^Penjual tidak menjawab/, /^Belum Anda/],
    [{ askedMs: 2, agreedMs: 3, askedBy: 'seller' }, /belum diserahkan/, /^Belum diserahkan/],
    [{ acceptedMs: 2 }, /belum diserahkan/, /^Belum diserahkan/],
    [{ acceptedMs: 2, askedMs: 3, askedBy: 'seller' }, /^Belum Anda/, /^Pembeli tidak/],
    [{ acceptedMs: 2, readyMs: 3 }, /belum diambil/, /^Belum diambil/],
  ] as const)(
    'an order whose time is over says who was waited for: %j',
    (moments, buyer, seller) => {
      const over = order({ ...moments, status: 'expired', endedMs: 9 });
      expect(sayOrder(over, 'buyer').body).toMatch(buyer);
      expect(sayOrder(over, 'seller').body).toMatch(seller);
    },
  );

  test('only the side that is to do something is called', () => {
    expect(sayOrder(order({ status: 'placed' }), 'seller').tone).toBe('needs');
    expect(sayOrder(order({ status: 'placed' }), 'buyer').tone).toBe('tenang');
    expect(sayOrder(order({ status: 'asks' }), 'buyer').tone).toBe('needs');
    expect(sayOrder(order({ status: 'asks' }), 'seller').tone).toBe('tenang');
  });

  test('the buyer reads why not, in the seller’s own words if there are any', () => {
    const no = order({ status: 'refused', reason: 'closed', reasonWords: 'Besok buka lagi' });
    expect(sayOrder(no, 'buyer').body).toBe('Warung sedang tutup. “Besok buka lagi”');
  });

  test('a deadline is told as a day, and none once it is over', () => {
    const endOfTuesday = Date.parse('2026-11-25T00:00:00+08:00');
    expect(untilWords(order({ expiresMs: endOfTuesday }))).toBe(
      'Ditunggu sampai akhir Selasa 24 Nov.',
    );
    expect(untilWords(order({ expiresMs: endOfTuesday, status: 'done' }))).toBe('');
  });
});

describe('a line that is not as it was ordered', () => {
  it.each([
    [{}, ''],
    [{ quantity: 1, why: 'short' }, 'Ada 1 dari 3 sisir'],
    [{ quantity: 0, why: 'short' }, 'Tidak ada lagi'],
    [{ quantity: 0, why: 'gone' }, 'Tidak ada lagi'],
    [{ cost: 13_000, why: 'price' }, 'Harga sekarang Rp13.000, tadi Rp12.000'],
    [
      { quantity: 2, cost: 13_000, why: 'short' },
      'Ada 2 dari 3 sisir. Harga sekarang Rp13.000, tadi Rp12.000',
    ],
    [{ cost: 11_000 }, 'Lebih murah: Rp11.000, tadi Rp12.000'],
    [{ why: 'closed' }, 'Warung sedang tutup'],
    [{ quantity: 2, why: 'seller' }, 'Penjual bisa memberi 2 dari 3 sisir'],
    [{ quantity: 0, why: 'seller' }, 'Penjual tidak punya'],
  ] as const)('%j', (changes, words) => expect(lineWords(line(changes))).toBe(words));
});

test('once agreed to, a line says what it was before', () => {
  expect(lineBefore(line())).toBe('');
  expect(lineBefore(line({ quantity: 1, cost: 13_000 }))).toBe(
    'Tadinya 3 sisir. Harga tadinya Rp12.000',
  );
});

test('an order is whole once all of its lines are here', () => {
  expect(isWhole(order())).toBe(true);
  expect(isWhole(order({ lines: [], lineCount: 1 }))).toBe(false);
  expect(isWhole(order({ lineCount: 2 }))).toBe(false);
});

test('a long order is told by its first thing', () => {
  expect(goodsWords({ lines: [] })).toBe('');
  expect(goodsWords(order())).toBe('3 sisir Pisang kepok');
  expect(goodsWords(order({ lines: [line(), line(), line()] }))).toBe(
    '3 sisir Pisang kepok, 2 lagi',
  );
});

test('what happened is told in the order in which it happened', () => {
  const told = momentsOf(
    order({ status: 'done', placedMs: 1, askedMs: 2, agreedMs: 3, acceptedMs: 4, endedMs: 9 }),
  );
  expect(told.map(({ word }) => word)).toEqual([
    'Dipesan',
    'Pembeli ditanya',
    'Pembeli setuju',
    'Diterima penjual',
    'Diserahkan',
  ]);
});

describe('the money of an order', () => {
  const paid = { paidSum: 36_000, paidWay: 'qris' as const, paidMs: 5 };
  it('is called received by the seller’s word alone', () => {
    expect(moneyWords(order(), 'buyer')).toBe('');
    expect(moneyWords(order(paid), 'buyer')).toBe('Sudah bayar, belum dipastikan penjual');
    expect(moneyWords(order(paid), 'seller')).toBe('Pembeli bilang sudah bayar');
    const received = order({ ...paid, receivedSum: 36_000, receivedMs: 6 });
    expect(moneyWords(received, 'buyer')).toBe('Uang sudah masuk ke penjual');
    expect(moneyWords(received, 'seller')).toBe('Uang sudah masuk');
  });

  it('is asked for at the counter until all of it has come', () => {
    const ready = { status: 'ready' as const };
    const has = (receivedSum: number) => ({ ...ready, total: 36_000, receivedSum });
    expect(sayOrder(order(has(0)), 'buyer').body).toBe('Ambil di warung, bayar Rp36.000.');
    expect(sayOrder(order(has(30_000)), 'buyer').body).toBe('Ambil di warung, bayar Rp36.000.');
    expect(sayOrder(order(has(36_000)), 'buyer').body).toBe(
      'Ambil di warung. Uangnya sudah diterima penjual.',
    );
  });

  it('is not asked for again where the buyer has said that it was paid', () => {
    const said = order({ status: 'ready', total: 36_000, paidSum: 36_000, receivedSum: 0 });
    expect(sayOrder(said, 'buyer').body).toBe('Ambil di warung. Penjual belum memastikan uangnya.');
    expect(sayOrder(said, 'seller').body).toMatch(/Pastikan uangnya sebelum/);
  });

  it('each word keeps its moment, those taken back too', () => {
    const moments = momentsOf(
      order({ placedMs: 1, acceptedMs: 2, paidMs: 5, unpaidMs: 4, receivedMs: 6, unreceivedMs: 7 }),
    );
    expect(moments.map(({ word }) => word)).toEqual([
      ...['Dipesan', 'Diterima penjual', 'Pembeli: ternyata belum bayar'],
      ...['Pembeli: sudah bayar', 'Penjual: uang sudah masuk'],
      'Penjual: uang ternyata belum masuk',
    ]);
  });
});
