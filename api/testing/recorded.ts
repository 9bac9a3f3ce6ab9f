/** A conversation of long ago: what a phone of one wire version said, and what it was answered. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Exchange {
  /** Headers beside those every request has; without a content type the body is compact. */
  readonly headers: Readonly<Record<string, string>>;
  /** Base64 of the body as it travelled. */
  readonly sent: string;
  readonly status: number;
  /** Base64 of the body as it came back, unpacked. */
  readonly got: string;
  /** What the answer says of each entry, in their order. */
  readonly outcomes: readonly {
    readonly seq: number;
    readonly result: string;
    readonly code?: string;
  }[];
}

export interface Recorded {
  readonly protocol: number;
  readonly deviceId: string;
  readonly personId: string;
  readonly credential: string;
  /** The server's epoch, which cursors and seals carry. */
  readonly epoch: string;
  readonly exchanges: readonly Exchange[];
  /** The rows that stood in the end: noun, id, and every value as the phone said it. */
  readonly rows: readonly {
    readonly noun: string;
    readonly values: Readonly<Record<string, unknown>>;
  }[];
}

export const recordedFile = (protocol: number): string =>
  fileURLToPath(new URL(`../fixtures/wire/protocol-${protocol}.json`, import.meta.url));

export const isRecorded = (protocol: number): boolean => existsSync(recordedFile(protocol));

export const readRecorded = (protocol: number): Recorded =>
  JSON.parse(readFileSync(recordedFile(protocol), 'utf8')) as Recorded;

export const credentialHash = (credential: string): string =>
  createHash('sha256').update(credential).digest('hex');
