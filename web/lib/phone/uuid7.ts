/**
 * Ids are made on the phone, long before anybody answers: UUID version 7 (RFC 9562), so that ids of
 * one phone sort by birth and no two phones ever make the same.
 */

/**
 * @param nowMs ms since the epoch; a wrong clock only spoils the sorting
 * @param fill puts random bytes into its argument; `crypto.getRandomValues` in the browser
 * @returns lower-case UUID
 */
export function uuid7(
  nowMs: number = Date.now(),
  fill: (bytes: Uint8Array<ArrayBuffer>) => unknown = (bytes) => crypto.getRandomValues(bytes),
): string {
  const bytes = new Uint8Array(16);
  fill(bytes);
  let rest = Math.max(0, Math.floor(nowMs));
  for (let index = 5; index >= 0; index -= 1) {
    bytes[index] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}
