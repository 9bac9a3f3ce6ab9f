/**
 * The code on a guest's order: with it and the order's number she fetches the order to another phone, or into
 * an account. Twelve letters by chance (60 bits), made on her phone; the server only ever learns what they hash
 * to, and an order that was fetched forgets even that.
 */
const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** Signs of the code, and of its hash in base64url (96 bits of SHA-256). */
const CODE_LENGTH = 12;
const HASH_LENGTH = 16;
export const CLAIM_HASH = /^([A-Za-z0-9_-]{16})?$/;
export const CLAIM_HASH_LENGTH = HASH_LENGTH;

/** @param chance at least twelve random bytes */
export const claimCodeOf = (chance: Uint8Array): string =>
  Array.from(chance.subarray(0, CODE_LENGTH), (byte) => LETTERS.charAt(byte & 31)).join('');

/** As it is read and copied: `K7M2-9XQP-4TRW`. */
export const showClaimCode = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1-');

/** What somebody typed, with or without dashes, in small letters or big; null for what is no code. */
export function readClaimCode(typed: string): string | null {
  const code = typed.toUpperCase().replace(/[\s-]/g, '');
  return code.length === CODE_LENGTH && [...code].every((sign) => LETTERS.includes(sign))
    ? code
    : null;
}

/** What is hashed: a code hashes to something else for every order. */
export const claimText = (orderId: string, code: string): string =>
  `jukung-claim\n${orderId}\n${code}`;

/** @param sha256 of claimText(), 64 hex digits */
export function claimHash(sha256: string): string {
  const bytes = Array.from({ length: 12 }, (_, at) =>
    parseInt(sha256.slice(2 * at, 2 * at + 2), 16),
  );
  const bits = bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return Array.from({ length: HASH_LENGTH }, (_, at) =>
    SIX_BITS.charAt(parseInt(bits.slice(6 * at, 6 * at + 6), 2)),
  ).join('');
}
const SIX_BITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
