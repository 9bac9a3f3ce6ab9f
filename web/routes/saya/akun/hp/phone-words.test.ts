import { expect, test } from 'vitest';
import { phoneFacts, phoneName } from './phone-words';

const phone = {
  id: '1',
  label: 'android chrome',
  current: false,
  signedIn: true,
  revoked: false,
  createdMs: 0,
  lastSeenMs: Date.UTC(2026, 10, 22, 1, 0),
  waitingCount: 0,
  oldestAgeMs: 0,
};
const now = Date.UTC(2026, 10, 22, 4, 0);

test('a phone is called what its owner would call it', () => {
  expect(phoneName('android chrome')).toBe('HP Android, Chrome');
  expect(phoneName('iphone safari')).toBe('iPhone, Safari');
  expect(phoneName('other other')).toBe('HP tidak dikenal');
  expect(phoneName('')).toBe('HP tidak dikenal');
});

test('what matters about a phone comes first', () => {
  expect(phoneFacts(phone, now)).toEqual(['Terakhir terlihat 3 jam yang lalu']);
  expect(phoneFacts({ ...phone, waitingCount: 4 }, now)[1]).toBe('4 kiriman belum sampai');
  expect(phoneFacts({ ...phone, revoked: true }, now)[0]).toBe('Sudah dikeluarkan');
  expect(phoneFacts({ ...phone, current: true }, now)[0]).toBe('HP ini');
});
