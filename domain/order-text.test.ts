import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkOf,
  codeOf,
  plainWords,
  SMS_LENGTH,
  writeOrderText,
  type OrderText,
} from './order-text';
import { readOrderText } from './order-text-read';

const letters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const code = fc.string({ unit: fc.constantFrom(...letters), minLength: 4, maxLength: 4 });
const number = fc.oneof(
  fc.constant(''),
  fc
    .record({
      two: fc.string({ unit: fc.constantFrom(...letters), minLength: 2, maxLength: 2 }),
      n: fc.integer({ min: 1, max: 999_999 }),
    })
    .map(({ two, n }) => `2005-${two}-${n}`),
);
const order: fc.Arbitrary<OrderText> = fc.record({
  number,
  shop: code,
  items: fc.array(fc.record({ code, quantity: fc.integer({ min: 1, max: 9_999 }) }), {
    ...{ minLength: 1, maxLength: 20 },
  }),
  total: fc.integer({ min: 0, max: 2_000_000_000 }),
  village: fc.constantFrom('', '63.11.07.2005', '63.11.07.1001'),
});
const sample: OrderText = {
  ...{ number: '2005-K7-12', shop: '7KQ2', total: 27_500, village: '63.11.07.2005' },
  items: [
    { code: '4F7K', quantity: 2 },
    { code: 'M3WA', quantity: 1 },
  ],
};
const line = writeOrderText(sample);

describe('an order as a line of text', () => {
  test('reads as it is told, in signs that every SMS has', () => {
    expect(line).toMatch(
      /^PSN 2005-K7-12 T7KQ2 P4F7Kx2 PM3WAx1 =27500 D63\.11\.07\.2005 #[0-9A-F]{2}$/,
    );
    expect(checkOf('123456789')).toBe('F4');
  });

  test('is read back as it was written', () => {
    fc.assert(
      fc.property(order, (said) => {
        const text = writeOrderText(said);
        expect(plainWords(text)).toBe(text);
        expect(readOrderText(text)).toEqual({ found: true, order: said, intact: true });
      }),
    );
  });

  test('also out of a message, in small letters, over broken lines, with a friend’s words around it', () => {
    const told = `[23/11 08.14] Acil Imah: Halo, saya pesan ya\n${line.toLowerCase().replaceAll(' ', '\n')}\nterima kasih 🙏 #1`;
    expect(readOrderText(told)).toEqual({ found: true, order: sample, intact: true });
  });

  test('ten products of a few pieces and prices of a village fit into one SMS', () => {
    const items = Array.from({ length: 10 }, (_, n) => ({ code: 'M3WA', quantity: 3 + n }));
    expect(writeOrderText({ ...sample, items, total: 1_250_000 }).length).toBeLessThanOrEqual(
      SMS_LENGTH,
    );
  });
});

describe('what a finger slips on is noticed:', () => {
  test('any one sign changed into another', () => {
    const signs = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-.=# ';
    for (let at = 0; at < line.length; at += 1) {
      for (const sign of signs) {
        if (line.charAt(at).toUpperCase() === sign) continue;
        const read = readOrderText(line.slice(0, at) + sign + line.slice(at + 1));
        expect(read.found && read.intact, `${sign} at ${at}`).toBe(false);
      }
    }
  });

  test('two neighbours that changed places', () => {
    for (let at = 0; at + 1 < line.length; at += 1) {
      const turned = line.slice(0, at) + line.charAt(at + 1) + line.charAt(at) + line.slice(at + 2);
      if (turned === line) continue;
      const read = readOrderText(turned);
      // A blank that came before its sign is read as if nothing had happened.
      if (read.found && read.intact) expect(read.order).toEqual(sample);
    }
  });

  test('a changed number is still read, and said to be changed', () => {
    expect(readOrderText(line.replace('P4F7Kx2', 'P4F7Kx3'))).toMatchObject({
      ...{ found: true, intact: false },
      order: { items: [{ quantity: 3 }, { quantity: 1 }] },
    });
    expect(readOrderText(line.replace(/ #..$/, ''))).toMatchObject({ found: true, intact: false });
  });
});

describe('what is no order is told from one that is broken', () => {
  test.each(['', 'Bu, ada keripik?', 'PSNxx', 'Kode promo XPSN 12', '🍌'.repeat(200)])(
    'no order: %s',
    (text) => expect(readOrderText(text)).toEqual({ found: false, why: 'none' }),
  );
  test.each([
    'PSN',
    'psn 2005-K7-12',
    'PSN 2005-K7-12 T7KQ2 =100',
    'PSN 2005-K7-12 T7KQ2 P4F7Kx0 =0 #00',
    line.slice(0, 30),
  ])('broken: %s', (text) => expect(readOrderText(text)).toEqual({ found: false, why: 'broken' }));

  test('whatever is pasted, an answer comes', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), fc.nat(60), (noise, cut) => {
        expect(readOrderText(noise)).toHaveProperty('found');
        expect(readOrderText(line.slice(0, cut) + noise)).toHaveProperty('found');
      }),
    );
  });
});

test('codes of one phone’s products differ, whatever their ids share', () => {
  const ids = Array.from(
    { length: 300 },
    (_, n) => `019a5b1c-3f70-7c41-9a3e-5d2b8f01${n.toString(16).padStart(4, '0')}`,
  );
  const codes = ids.map(codeOf);
  expect(codes.every((one) => /^[2-9A-HJ-NP-Z]{4}$/.test(one))).toBe(true);
  expect(new Set(codes).size).toBeGreaterThan(297);
  // It never changes: it stands in messages people keep.
  expect(codeOf('019a5b1c-3f70-7c41-9a3e-5d2b8f016c94')).toMatchInlineSnapshot(`"YKWB"`);
});
