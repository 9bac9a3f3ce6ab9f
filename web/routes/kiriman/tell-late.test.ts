import { describe, expect, it } from 'vitest';
import { writeLines } from '#domain/order-lines';
import type { HandedView } from '$lib/phone/handed-views';
import '$lib/words/id/common';
import '$lib/words/id/when';
import { stillTold } from './still-told';
import { fateOf, tellLate } from './tell-late';

const NOW = Date.UTC(2026, 10, 23, 4);
const DAY = 86_400_000;
const view = (change: Partial<HandedView>): HandedView => ({
  ...{ id: 'h', action: 'listing.edit', input: { id: 'l', shopId: 's' }, said: '{}' },
  ...{ author: 'p', authorName: 'Pak Udin', saidMs: NOW - DAY, status: 'open' as const },
  ...{ decidedMs: NOW - DAY, shopId: 's', subject: 'Bingka', now: {}, mine: false, forMe: true },
  ...change,
});
const edit = (input: HandedView['input'], now: HandedView['now'] = {}) =>
  tellLate(view({ input: { id: 'l', shopId: 's', ...input }, now }));

describe('what somebody wanted who came too late', () => {
  it('is one sentence for a price, with what stands now', () => {
    expect(edit({ price: 15_000 }, { price: 12_000 })).toEqual({
      wants: 'Pak Udin mengubah harga jadi Rp15.000, belum dipakai.',
      lines: [],
      now: 'Sekarang Rp12.000.',
    });
    // Somebody else had the same thought meanwhile.
    expect(edit({ price: 15_000 }, { price: 15_000 }).now).toBe('');
  });

  it('names every change of several, also one that empties a text', () => {
    expect(
      edit(
        { title: 'Bingka besar', price: 20_000, about: '', category: 'kue' },
        { price: 12_000, about: 'Manis.', category: 'kue' },
      ),
    ).toEqual({
      wants: 'Pak Udin mengubah ini, belum dipakai:',
      lines: [
        'Nama: Bingka besar',
        'Harga: Rp20.000 (sekarang Rp12.000)',
        'Jenis: Kue',
        'Keterangan: kosong',
      ],
      now: '',
    });
  });

  it('tells of a text that was emptied beside one other change, or alone', () => {
    expect(edit({ price: 15_000, about: '' }, { price: 12_000, about: 'Manis.' })).toEqual({
      wants: 'Pak Udin mengubah ini, belum dipakai:',
      lines: ['Harga: Rp15.000 (sekarang Rp12.000)', 'Keterangan: kosong'],
      now: '',
    });
    expect(edit({ about: '' }).lines).toEqual(['Keterangan: kosong']);
  });

  it('says habis, stock and the rest in the words of the market', () => {
    expect(edit({ soldOut: true }).wants).toBe('Pak Udin menandai ini habis, belum dipakai.');
    const stock = view({ action: 'movement.record', input: { quantity: -3 }, authorName: '' });
    expect(tellLate(stock).wants).toBe('Seseorang mencatat stok kurang 3, belum dipakai.');
    const listingId = '01990000-0000-7000-8000-0000000000aa';
    const chips = { listingId, title: 'Keripik', unit: 'bungkus', price: 10_000, quantity: 2 };
    const sold = { lines: writeLines([chips]), amount: 500 };
    expect(tellLate(view({ action: 'sale.record', input: sold }))).toEqual({
      wants: 'Pak Udin mencatat penjualan Rp20.500, belum dipakai.',
      lines: ['2 × Keripik'],
      now: '',
    });
    const actions = ['publish', 'hide', 'remove', 'restore', 'add'].map(
      (verb) => `listing.${verb}`,
    );
    const told = [...actions, 'shop.edit'].map((action) => tellLate(view({ action })).wants);
    expect(new Set(told).size).toBe(6);
  });
});

describe('what became of it', () => {
  it('is told to its author for two weeks, and as long as nobody has decided', () => {
    const mine = { mine: true, forMe: false } as const;
    expect(fateOf(view(mine), NOW)).toBe('Menunggu orang toko');
    expect(fateOf(view({ ...mine, status: 'taken' }), NOW)).toMatch(/^Dipakai, kemarin/);
    expect(fateOf(view({ ...mine, status: 'aside' }), NOW)).toMatch(/^Disisihkan orang toko, /);
    const old = { ...mine, decidedMs: NOW - 15 * DAY };
    const all = [
      view({ ...mine, status: 'taken' }),
      view({ ...old, status: 'taken' }),
      view({ ...old, status: 'open' }),
      view({ forMe: false, status: 'taken' }),
      view({ forMe: true }),
    ];
    expect(stillTold(all, NOW)).toEqual([all[0], all[2], all[4]]);
  });
});
