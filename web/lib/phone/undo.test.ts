import { describe, expect, it } from 'vitest';
import { undoOf } from './undo';

const product = { status: 'published', title: 'Keripik', price: 10_000, unit: 'bungkus' };
const nothing = () => undefined;
const shown = () => product;
const newId = () => 'new-id';
const input = { id: 'a', shopId: 's' };

describe('taking something back', () => {
  it.each([
    ['listing.add', input, nothing, { action: 'listing.remove', input }],
    [
      'listing.hide',
      input,
      shown,
      { action: 'listing.restore', input: { ...input, as: 'published' } },
    ],
    [
      'listing.remove',
      input,
      shown,
      { action: 'listing.restore', input: { ...input, as: 'published' } },
    ],
    [
      'listing.restore',
      { ...input, as: 'hidden' },
      () => ({ status: 'removed' }),
      { action: 'listing.remove', input },
    ],
    [
      'listing.edit',
      { ...input, price: 12_000, unit: 'bungkus' },
      shown,
      { action: 'listing.edit', input: { ...input, price: 10_000 } },
    ],
    [
      'shop.edit',
      { id: 's', open: false },
      () => ({ open: true }),
      { action: 'shop.edit', input: { id: 's', open: true } },
    ],
    [
      'photo.remove',
      { id: 'p', listingId: 'a', shopId: 's' },
      nothing,
      { action: 'photo.restore', input: { id: 'p', listingId: 'a', shopId: 's' } },
    ],
    [
      'photo.add',
      { id: 'p', listingId: 'a', shopId: 's', hash: 'h' },
      nothing,
      { action: 'photo.remove', input: { id: 'p', listingId: 'a', shopId: 's' } },
    ],
    [
      'movement.record',
      { id: 'm', listingId: 'a', shopId: 's', quantity: -3, reason: 'sale' },
      nothing,
      {
        action: 'movement.record',
        input: { id: 'new-id', listingId: 'a', shopId: 's', quantity: 3, reason: 'undo' },
      },
    ],
    [
      'grant.give',
      { id: 'g', personId: 'x', role: 'helper', shopId: 's' },
      nothing,
      { action: 'grant.revoke', input: { id: 'g', shopId: 's' } },
    ],
  ])('%s', (action, said, before, expected) => {
    expect(undoOf({ action, input: said }, before, newId)).toEqual(expected);
  });

  it('is not offered where nothing changed, or where another person has been told', () => {
    expect(
      undoOf({ action: 'listing.edit', input: { ...input, unit: 'bungkus' } }, shown, newId),
    ).toBeNull();
    expect(
      undoOf({ action: 'listing.edit', input: { ...input, price: 1 } }, nothing, newId),
    ).toBeNull();
    expect(undoOf({ action: 'conflict.decide', input: { id: 'c' } }, nothing, newId)).toBeNull();
    expect(
      undoOf({ action: 'person.verify-phone', input: { id: 'p' } }, nothing, newId),
    ).toBeNull();
  });
});
