import { describe, expect, test } from 'vitest';
import { declarations } from '#domain/index';
import { writeLines } from '#domain/order-lines';
import type { OutboxEntry, OutboxPhoto } from '$lib/phone/views';
import { sizeWords, tellRow } from './tell-row';
import { wayOn } from './way-on';

const twoChips = writeLines([
  {
    ...{ listingId: '01990000-0000-7000-8000-0000000000aa', title: 'Keripik', unit: 'bungkus' },
    ...{ price: 10_000, quantity: 2 },
  },
]);
const now = Date.parse('2026-11-22T16:20:00+08:00');
const hours = (count: number) => now - count * 3_600_000;

const entry = (changes: Partial<OutboxEntry>): OutboxEntry => ({
  kind: 'entry',
  key: 'k',
  deviceEpoch: 1,
  seq: 1,
  action: 'listing.edit',
  input: {},
  noun: 'listing',
  rowId: 'l1',
  subject: 'Tomat',
  state: 'waiting',
  madeMs: now,
  sizeBytes: 400,
  code: '',
  result: null,
  ...changes,
});
const photo = (changes: Partial<OutboxPhoto>): OutboxPhoto => ({
  kind: 'photo',
  key: 'p',
  hash: 'h',
  listingId: 'l1',
  subject: 'Tomat',
  state: 'waiting',
  madeMs: now,
  sizeBytes: 51_000,
  previewSent: false,
  code: '',
  ...changes,
});

describe('a line says what was done', () => {
  test.each([
    [{ input: { price: 9000 } }, 'Harga Tomat', 'Rp9.000'],
    [{ input: { title: 'Tomat', about: 'manis' } }, 'Ubah Tomat', ''],
    [{ input: { soldOut: true } }, 'Tomat: habis', ''],
    [{ input: { soldOut: false } }, 'Tomat: ada lagi', ''],
    [{ action: 'listing.add', input: { price: 9000 } }, 'Barang baru: Tomat', 'Rp9.000'],
    [{ action: 'sale.record', input: { amount: 3000 }, subject: '' }, 'Penjualan', 'Rp3.000'],
    [
      { action: 'sale.record', input: { channel: 'wa', lines: twoChips, amount: 500 } },
      'Penjualan lewat WhatsApp',
      'Rp20.500',
    ],
    [{ action: 'sale.take-back', input: {}, subject: '' }, 'Penjualan dibatalkan', ''],
    [{ action: 'listing.add', input: { price: 0 }, subject: '' }, 'Barang baru: barang', ''],
    [{ action: 'movement.record', input: { quantity: -2 } }, 'Stok Tomat', 'kurang 2'],
    [{ action: 'movement.record', input: { quantity: 12 } }, 'Stok Tomat', 'tambah 12'],
    [{ action: 'barter.offer' }, 'Perubahan', ''],
  ])('%o', (changes, title, detail) => {
    expect(tellRow(entry(changes), now, false)).toMatchObject({ title, detail });
  });

  test('for every action there is', () => {
    for (const action of declarations.actions.keys()) {
      const { title } = tellRow(entry({ action }), now, false);
      expect(title, action).not.toBe('Perubahan');
      expect(title, action).not.toMatch(/[{}]/);
    }
  });
});

describe('a line says how long it has waited', () => {
  test.each([
    [0, 'waiting', false],
    [23, 'waiting', false],
    [25, 'old', false],
    [71, 'old', false],
    [73, 'old', true],
  ])('%i hours', (age, state, late) => {
    expect(tellRow(entry({ madeMs: hours(age) }), now, false)).toMatchObject({ state, late });
  });

  test('one that is under way is not scolded for its age', () => {
    const travelling = entry({ state: 'sending', madeMs: hours(80) });
    expect(tellRow(travelling, now, true)).toMatchObject({ state: 'sending', late: false });
  });

  test('one whose sending was cut off waits like the others', () => {
    const cutOff = entry({ state: 'sending', madeMs: hours(30) });
    expect(tellRow(cutOff, now, false)).toMatchObject({ state: 'old', late: false });
  });

  test('and how big it is', () => {
    expect(tellRow(photo({ madeMs: hours(1) }), now, false).ageAndSize).toBe(
      '1 jam yang lalu · 51 KB',
    );
    expect(
      ['0', '999', '1000', '4200', '51000', '999999', '1240000'].map(Number).map(sizeWords),
    ).toEqual(['0 B', '999 B', '1 KB', '4,2 KB', '51 KB', '1000 KB', '1,2 MB']);
  });
});

describe('a line that needs the person shows a way on', () => {
  test('to the product it is about', () => {
    const refused = entry({ state: 'needs-you', code: 'row.removed' });
    expect(wayOn(refused)).toEqual({
      place: { href: '/jualan/produk/l1', word: 'outbox.open' },
      mayTryAgain: true,
    });
    expect(wayOn(photo({ code: 'photo.unreadable' })).place?.word).toBe('outbox.changePhoto');
  });

  test('to signing up, for a guest', () => {
    expect(wayOn(entry({ code: 'guest.limit' })).place?.href).toBe('/daftar');
  });

  test('but no second try where it can only be answered the same', () => {
    expect(wayOn(entry({ code: 'row.exists' })).mayTryAgain).toBe(false);
    expect(wayOn(entry({ code: 'device.revoked', result: 'quarantined' })).mayTryAgain).toBe(false);
  });

  test('and no page for a product that was never born', () => {
    expect(wayOn(entry({ action: 'listing.add', code: 'shop.unknown' })).place).toBeNull();
  });
});
