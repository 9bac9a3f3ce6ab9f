/** The word a device shows with every request: told once, kept here only as its hash. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { isId } from '#sync/field';

const CREDENTIAL_BYTES = 32;
const HEADER = /^Device ([0-9a-f-]{36})\.([A-Za-z0-9_-]{43})$/;
/** In fewer bytes: the word alone names its device. Behind it the token of a session, if there is one. */
const SHORT = /^D ([A-Za-z0-9_-]{43})(?:\.([A-Za-z0-9]{32}))?$/;

export interface Presented {
  /** Null where only the credential was shown: 256 bits of chance belong to one device. */
  readonly deviceId: string | null;
  readonly hash: string;
  /** Token of a session made for this very device; empty where a cookie says it, or nobody is signed in. */
  readonly sessionToken: string;
}

export function makeCredential(): { credential: string; hash: string } {
  const credential = randomBytes(CREDENTIAL_BYTES).toString('base64url');
  return { credential, hash: credentialHash(credential) };
}

/** Reads `Authorization: Device <deviceId>.<credential>` or its short form; null for anything else. */
export function readPresented(header: string | undefined): Presented | null {
  const [, word, sessionToken = ''] = SHORT.exec(header ?? '') ?? [];
  if (word) return { deviceId: null, hash: credentialHash(word), sessionToken };
  const [, deviceId, credential] = HEADER.exec(header ?? '') ?? [];
  if (!credential || !isId(deviceId)) return null;
  return { deviceId, hash: credentialHash(credential), sessionToken: '' };
}

export const sameHash = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** 256 bits of chance need no slow hash: there is nothing to guess. Hex. */
const credentialHash = (credential: string): string =>
  createHash('sha256').update(credential).digest('hex');
