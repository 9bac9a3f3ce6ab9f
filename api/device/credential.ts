/** The word a device shows with every request: told once, kept here only as its hash. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { isId } from '#sync/field';

const CREDENTIAL_BYTES = 32;
const HEADER = /^Device ([0-9a-f-]{36})\.([A-Za-z0-9_-]{43})$/;

export interface Presented {
  readonly deviceId: string;
  readonly hash: string;
}

export function makeCredential(): { credential: string; hash: string } {
  const credential = randomBytes(CREDENTIAL_BYTES).toString('base64url');
  return { credential, hash: credentialHash(credential) };
}

/** Reads `Authorization: Device <deviceId>.<credential>`; null for anything else. */
export function readPresented(header: string | undefined): Presented | null {
  const parts = HEADER.exec(header ?? '');
  if (!parts?.[1] || !parts[2] || !isId(parts[1])) return null;
  return { deviceId: parts[1], hash: credentialHash(parts[2]) };
}

export const sameHash = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** 256 bits of chance need no slow hash: there is nothing to guess. Hex. */
const credentialHash = (credential: string): string =>
  createHash('sha256').update(credential).digest('hex');
