import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { showPhone, toE164 } from './phone-number';

describe('a phone number is read', () => {
  test.each([
    '0812 3456 7890',
    '0812-3456-7890',
    '62-812-3456-7890',
    '+62 812 3456 7890',
    '+62 0812 3456 7890',
    '(0812) 3456.7890',
    '0062 812 34567890',
    '81234567890',
    ' 081234567890 ',
  ])('%j as one and the same person', (typed) => {
    expect(toE164(typed)).toBe('+6281234567890');
  });

  test('with nine to twelve digits after the country code', () => {
    expect(toE164('812345678')).toBe('+62812345678');
    expect(toE164('8123456789')).toBe('+628123456789');
    expect(toE164('812345678901')).toBe('+62812345678901');
    expect(toE164('81234567')).toBeNull();
    expect(toE164('8123456789012')).toBeNull();
  });

  test.each([
    ...['', '   ', '1234567', '0812 3456 789O', 'nol delapan', '+60 12 345 6789', '0526 21234'],
    ...['+8123456789', '++6281234567890', '0812/34567890', '0000812345678'],
  ])('never as a guess: %j', (typed) => {
    expect(toE164(typed)).toBeNull();
  });
});

describe('a phone number is shown', () => {
  test('in groups of four, as it is read aloud', () => {
    expect(showPhone('+6281234567890')).toBe('0812-3456-7890');
    expect(showPhone('+62812345678')).toBe('0812-3456-78');
    expect(showPhone('+62812345678901')).toBe('0812-3456-78901');
  });

  test('untouched when it is not one of ours', () => {
    expect(showPhone('')).toBe('');
    expect(showPhone('+60123456789')).toBe('+60123456789');
  });

  test('so that typing what is shown gives the stored number again', () => {
    const national = fc.stringMatching(/^8[0-9]{8,11}$/);
    fc.assert(
      fc.property(national, (digits) => {
        const stored = `+62${digits}`;
        expect(toE164(showPhone(stored))).toBe(stored);
        expect(toE164(stored)).toBe(stored);
      }),
    );
  });
});
