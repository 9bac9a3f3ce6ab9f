/**
 * Unsent work as a file one can carry: on a card, by Bluetooth, to a phone that has a signal. Plain JSON
 * with a checksum, so that a file cut short on the way is noticed before anything is taken from it.
 */
import type { EntryInput } from '#sync/entry';
import { isRecord } from '#sync/values-fit';
import type { PhotoBytes } from './db/person-db';

const FILE_KIND = 'jukung-unsent';
const FILE_VERSION = 1;
export const MAX_FILE_BYTES = 40 * 1024 * 1024;

export interface CarriedEntry {
  readonly action: string;
  readonly input: EntryInput;
  /** Names this very change for ever: taken in twice, it is known. */
  readonly stamp: string;
  readonly madeMs: number;
}

export interface CarriedPhoto {
  readonly hash: string;
  readonly width: number;
  readonly height: number;
  readonly placeholder: string;
  readonly takenMs: number;
  readonly type: PhotoBytes['type'];
  /** Base64. */
  readonly full: string;
  readonly preview: string;
  readonly thumb: string;
}

/** A half-filled form. */
export interface CarriedDraft {
  readonly key: string;
  readonly value: unknown;
  readonly savedMs: number;
}

export interface CarriedWork {
  readonly madeMs: number;
  /** Whose work it is. */
  readonly personId: string;
  /** What they are called, for whoever opens the file; empty: nobody has said it. */
  readonly name: string;
  /** What somebody with an account has said is said by them alone; a guest's work may be adopted. */
  readonly hasAccount: boolean;
  readonly entries: readonly CarriedEntry[];
  readonly photos: readonly CarriedPhoto[];
  readonly drafts: readonly CarriedDraft[];
}

export type FileRefusal = 'file.not_ours' | 'file.damaged' | 'file.too_new' | 'file.too_big';
export type ReadFile =
  | { readonly ok: true; readonly work: CarriedWork }
  | { readonly ok: false; readonly code: FileRefusal };

/** @param sha256 of UTF-8 text, hex */
export async function writeWork(
  work: CarriedWork,
  sha256: (text: string) => Promise<string>,
): Promise<string> {
  const body = JSON.stringify(work);
  const head = JSON.stringify({
    kind: FILE_KIND,
    version: FILE_VERSION,
    checksum: await sha256(body),
  });
  return `${head.slice(0, -1)},"work":${body}}`;
}

export async function readWork(
  text: string,
  sha256: (text: string) => Promise<string>,
): Promise<ReadFile> {
  if (text.length > MAX_FILE_BYTES) return { ok: false, code: 'file.too_big' };
  const file = parsed(text);
  if (!file)
    return { ok: false, code: text.includes(FILE_KIND) ? 'file.damaged' : 'file.not_ours' };
  if (file.kind !== FILE_KIND) return { ok: false, code: 'file.not_ours' };
  if (typeof file.version !== 'number' || file.version > FILE_VERSION)
    return { ok: false, code: 'file.too_new' };
  const sound =
    file.checksum === (await sha256(JSON.stringify(file.work ?? null))) && isWork(file.work);
  return sound ? { ok: true, work: file.work as CarriedWork } : { ok: false, code: 'file.damaged' };
}

interface Envelope {
  readonly kind?: unknown;
  readonly version?: unknown;
  readonly checksum?: unknown;
  readonly work?: unknown;
}

function parsed(text: string): Envelope | null {
  try {
    const file: unknown = JSON.parse(text);
    return typeof file === 'object' && file !== null ? file : null;
  } catch {
    return null;
  }
}

/** Whoever made the file, and with whatever: what can't be taken in is damaged, before anything of it is. */
function isWork(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { entries, photos, drafts, personId, name, hasAccount } = value;
  return (
    typeof personId === 'string' &&
    typeof name === 'string' &&
    typeof hasAccount === 'boolean' &&
    all(entries, isEntry) &&
    all(photos, isPhoto) &&
    all(drafts, ({ key, savedMs }) => typeof key === 'string' && Number.isFinite(savedMs))
  );
}

const all = (list: unknown, check: (part: Record<string, unknown>) => boolean): boolean =>
  Array.isArray(list) && (list as unknown[]).every((part) => isRecord(part) && check(part));

const isEntry = ({ action, stamp, input }: Record<string, unknown>): boolean =>
  typeof action === 'string' && typeof stamp === 'string' && isRecord(input);

function isPhoto({
  hash,
  type,
  width,
  height,
  takenMs,
  ...photo
}: Record<string, unknown>): boolean {
  const texts = [photo.placeholder, photo.full, photo.preview, photo.thumb];
  return (
    typeof hash === 'string' &&
    /^[0-9a-f]{64}$/.test(hash) &&
    (type === 'image/webp' || type === 'image/jpeg') &&
    [width, height, takenMs].every(Number.isSafeInteger) &&
    texts.every((text) => typeof text === 'string' && /^[A-Za-z0-9+/]*={0,2}$/.test(text))
  );
}

const CHUNK = 0x8000;

export function toBase64(buffer: ArrayBuffer): string {
  const bytes = new Uint8Array(buffer);
  let letters = '';
  for (let at = 0; at < bytes.length; at += CHUNK) {
    letters += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return btoa(letters);
}

/** @throws on letters that are not base64 */
export function fromBase64(text: string): ArrayBuffer {
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at += 1) bytes[at] = letters.charCodeAt(at);
  return bytes.buffer;
}
