import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  CLAIM_HASH,
  claimCodeOf,
  claimHash,
  claimText,
  readClaimCode,
  showClaimCode,
} from './claim-code';

test('a code by chance reads back from the way it is shown, however it is typed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 12, maxLength: 12 }), (chance) => {
      const code = claimCodeOf(chance);
      expect(showClaimCode(code)).toMatch(/^[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){2}$/);
      for (const typed of [code, showClaimCode(code), ` ${showClaimCode(code).toLowerCase()} `]) {
        expect(readClaimCode(typed)).toBe(code);
      }
    }),
  );
  expect(readClaimCode('K7M2-9XQP-4TR')).toBeNull();
  expect(readClaimCode('K7M2-9XQP-4TRO')).toBeNull();
});

test('every letter is as likely as any other: five bits each', () => {
  const letters = new Set(Array.from({ length: 256 }, (_, n) => claimCodeOf(new Uint8Array([n]))));
  expect(letters.size).toBe(32);
});

test('the hash is the first 96 bits of SHA-256 in base64url, and differs by order', () => {
  const hex = (text: string) => createHash('sha256').update(text).digest('hex');
  const [one, two] = ['a', 'b'].map((id) => hex(claimText(id, 'K7M29XQP4TRW'))) as [string, string];
  expect(claimHash(one)).toBe(Buffer.from(one.slice(0, 24), 'hex').toString('base64url'));
  expect(claimHash(one)).toMatch(CLAIM_HASH);
  expect(claimHash(one)).not.toBe(claimHash(two));
});
