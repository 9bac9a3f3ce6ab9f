/** Saving unsent work as a file and taking such a file in: the way out for a phone that meets no signal. */
import { declarations } from '#domain/index';
import { whileBusy } from './calm';
import { packWork, type TakenIn, unpackWork } from './carry-work';
import { isFull } from './db/survive';
import { heart } from './heart';
import { phone } from './phone.svelte';
import { hexOf } from './pin-hash';
import { type FileRefusal, MAX_FILE_BYTES, readWork, writeWork } from './unsent-file';

export type ExportedWork =
  | {
      readonly ok: true;
      readonly fileName: string;
      readonly blob: Blob;
      readonly entries: number;
      readonly photos: number;
    }
  | { readonly ok: false; readonly code: 'phone.locked' | 'phone.broken' | 'phone.insecure' };

export interface ImportedWork extends TakenIn {
  readonly ok: true;
}

type ImportRefusal =
  FileRefusal | 'phone.locked' | 'phone.broken' | 'phone.full' | 'phone.insecure';

export async function exportUnsent(): Promise<ExportedWork> {
  if (phone.state === 'locked') return { ok: false, code: 'phone.locked' };
  if (!globalThis.crypto?.subtle) return { ok: false, code: 'phone.insecure' };
  try {
    const { open } = await heart();
    const work = await packWork(open.db, Date.now());
    const blob = new Blob([await writeWork(work, sha256OfText)], { type: 'application/json' });
    const day = new Date().toISOString().slice(0, 10);
    const fileName = `jukung-belum-terkirim-${day}.json`;
    return { ok: true, fileName, blob, entries: work.entries.length, photos: work.photos.length };
  } catch {
    return { ok: false, code: 'phone.broken' };
  }
}

/** Takes a file in for the person whose turn it is. The same file twice changes nothing. */
export async function importUnsent(
  file: Blob,
): Promise<ImportedWork | { readonly ok: false; readonly code: ImportRefusal }> {
  if (phone.state === 'locked') return { ok: false, code: 'phone.locked' };
  if (!globalThis.crypto?.subtle) return { ok: false, code: 'phone.insecure' };
  if (file.size > MAX_FILE_BYTES) return { ok: false, code: 'file.too_big' };
  return whileBusy(async () => {
    try {
      const read = await readWork(await file.text(), sha256OfText);
      if (!read.ok) return read;
      const { open, sender } = await heart();
      const taken = await unpackWork(
        read.work,
        open.db,
        open.store,
        declarations,
        Date.now(),
        sha256,
      );
      sender.nudge('tap');
      return { ok: true, ...taken };
    } catch (failure) {
      return { ok: false, code: isFull(failure) ? 'phone.full' : 'phone.broken' };
    }
  });
}

const sha256 = async (bytes: ArrayBuffer): Promise<string> =>
  hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));

const sha256OfText = (text: string): Promise<string> =>
  sha256(new TextEncoder().encode(text).buffer);
