/**
 * Is this really the phone that holds the key? The key pair is made on the phone and can't be taken
 * out of it; whoever signs our nonce has it in hand.
 */
import { createPublicKey, verify, type KeyObject } from 'node:crypto';

/** The public half as the phone tells it and as it is kept: nothing but the point on the curve. */
export interface DeviceKey {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
}

const COORDINATE = /^[A-Za-z0-9_-]{43}$/;
const SIGNATURE_BYTES = 64;

/** The key without whatever else the JWK carried; null if it is no point of P-256. */
export function readDeviceKey(jwk: unknown): DeviceKey | null {
  if (typeof jwk !== 'object' || jwk === null) return null;
  const { kty, crv, x, y, d } = jwk as Record<string, unknown>;
  if (kty !== 'EC' || crv !== 'P-256' || d !== undefined) return null;
  if (typeof x !== 'string' || typeof y !== 'string') return null;
  if (!COORDINATE.test(x) || !COORDINATE.test(y)) return null;
  const key: DeviceKey = { kty, crv, x, y };
  return importKey(key) ? key : null;
}

/** What the phone signs. The ids are inside, so a proof seen for one device is worth nothing for another. */
export const proofText = (nonce: string, deviceId: string, personId: string): string =>
  `jukung-device\n${nonce}\n${deviceId}\n${personId}`;

/** @param proof base64url of r‖s, 64 bytes, as WebCrypto signs */
export function provesPossession(key: DeviceKey, text: string, proof: string): boolean {
  const signature = Buffer.from(proof, 'base64url');
  const publicKey = importKey(key);
  if (!publicKey || signature.length !== SIGNATURE_BYTES) return false;
  const how = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
  return verify('sha256', Buffer.from(text, 'utf8'), how, signature);
}

export const sameKey = (a: DeviceKey, b: DeviceKey): boolean => a.x === b.x && a.y === b.y;

function importKey(key: DeviceKey): KeyObject | null {
  try {
    return createPublicKey({ key: { ...key }, format: 'jwk' });
  } catch {
    return null;
  }
}
