import { expect, test } from 'vitest';
import { declarations } from '#domain/index';
import { fieldName, mayPutBack, valueWords } from './history-words';

test.each([
  ['price', 12_500, 'Rp12.500'],
  ['soldOut', true, 'ya'],
  ['category', 'kue', 'Kue'],
  ['kind', 'keripik', 'Keripik'],
  ['village', '63.11.07.2005', 'Panggung'],
  ['phone', '+6281234567890', '0812-3456-7890'],
  ['phone', '', 'kosong'],
  ['status', 'hidden', 'Disembunyikan'],
  ['about', '  ', 'kosong'],
  ['title', 'Keripik', 'Keripik'],
] as const)('%s %s is read as %s', (field, value, words) => {
  expect(valueWords(field, value)).toBe(words);
});

test('every field that can lose a value has a name and a way back', () => {
  for (const noun of ['listing', 'shop', 'person']) {
    const fields = Object.entries(declarations.entities.get(noun)?.fields ?? {});
    const losing = fields.filter(([, { policy }]) => policy === 'latest' || policy === 'asked');
    // Whether a product is counted at all follows from its movements and is never chosen.
    for (const [field] of losing.filter(([name]) => name !== 'counted')) {
      expect(fieldName(noun, field), `${noun}.${field}`).not.toBeNull();
      expect(mayPutBack(noun, field), `${noun}.${field}`).toBe(true);
    }
  }
});

test('what is decided by other ways is told and not put back here', () => {
  expect(fieldName('listing', 'status')).toBe('Keadaan');
  expect(mayPutBack('listing', 'status')).toBe(false);
  expect(fieldName('shop', 'ownerId')).toBeNull();
});
