/**
 * The code of a guest's order: made here and kept on this phone alone; with the order goes only what it hashes
 * to. With it the order is fetched to another phone, or into an account.
 */
import { claimCodeOf, claimHash, claimText } from '#domain/claim-code';
import { NOTE, readDraft, saveDraft } from '../drafts';

const keyOf = (orderId: string): string => `${NOTE}klaim.${orderId}`;

/**
 * Makes and keeps the code of an order that is about to be placed.
 *
 * @returns what the order says of it; empty where the browser can't hash (a page without https)
 */
export async function newClaim(orderId: string): Promise<string> {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) return '';
  const code = claimCodeOf(crypto.getRandomValues(new Uint8Array(12)));
  const digest = await subtle.digest('SHA-256', new TextEncoder().encode(claimText(orderId, code)));
  await saveDraft(keyOf(orderId), code);
  const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0'));
  return claimHash(hex.join(''));
}

/** Undefined where this phone did not place the order. */
export const claimCode = (orderId: string): Promise<string | undefined> =>
  readDraft<string>(keyOf(orderId));
