import { createHmac, scryptSync } from 'node:crypto';

import { describe, expect, test } from 'vitest';

import { pinFault, pinHashing } from './pin';

describe('a PIN', () => {
  test.each(['318274', '203145', '869713', '000123'])('%s is taken', (pin) => {
    expect(pinFault(pin)).toBeNull();
  });

  test.each([
    '000000',
    '123456',
    '654321',
    '890123',
    '246802',
    '121212',
    '123123',
    '110011',
    '147258',
  ])('%s is among the first a guesser tries', (pin) => {
    expect(pinFault(pin)).toBe('pin.too_simple');
  });

  test.each(['12345', '1234567', '12 456', '１２３４５６', 123456, null])('%s is none', (pin) => {
    expect(pinFault(pin)).toBe('pin.unfit');
  });

  test('refused as too simple are 3,613 of the million, no more', () => {
    let simple = 0;
    for (let n = 0; n < 1_000_000; n++) {
      if (pinFault(String(n).padStart(6, '0')) !== null) simple += 1;
    }
    expect(simple).toBe(3613);
  }, 60_000);
});

test('a hash opens only with the same PIN and the same secret of the house', async () => {
  const house = pinHashing(Buffer.alloc(32, 1));
  const hash = await house.hash('318274');
  expect(hash).not.toContain('318274');
  expect(await house.verify({ hash, password: '318274' })).toBe(true);
  expect(await house.verify({ hash, password: '318275' })).toBe(false);
  expect(await pinHashing(Buffer.alloc(32, 2)).verify({ hash, password: '318274' })).toBe(false);
  expect(await house.hash('318274')).not.toBe(hash);
}, 60_000);

test('each try costs 32 MiB: scrypt with N = 16384, r = 16, p = 1, 16 bytes of salt, 64 out', async () => {
  const pepper = Buffer.alloc(32, 1);
  const hash = await pinHashing(pepper).hash('318274');
  const [salt = '', key] = hash.split(':');
  expect(Buffer.from(salt, 'hex')).toHaveLength(16);
  const peppered = createHmac('sha256', pepper).update('pin.318274').digest('base64url');
  const cost = { N: 16_384, r: 16, p: 1, maxmem: 64 * 1024 * 1024 };
  expect(key).toBe(scryptSync(peppered, salt, 64, cost).toString('hex'));
}, 60_000);
