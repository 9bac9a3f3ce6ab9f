/** Saving unsent work as a file and taking such a file in: the way out for a phone that meets no signal. */
import { declarations } from '#domain/index';
import { whileBusy } from './calm';
import { packWork, type TakenIn, unpackWork } from './carry-work';
import { isFull } from './db/survive';
import { NOTE } from './drafts';
import { heart, inStoreOf } from './heart';
import { phone } from './phone.svelte';
import { hexOf } from './pin-hash';
import {
  type CarriedWork,
  type FileRefusal,
  MAX_FILE_BYTES,
  readWork,
  writeWork,
} from './unsent-file';

export type ExportedWork =
  | {
      readonly ok: true;
      readonly fileName: string;
      readonly blob: Blob;
      readonly entries: number;
      readonly photos: number;
      /** Half-filled forms. */
      readonly drafts: number;
    }
  | { readonly ok: false; readonly code: 'phone.locked' | 'phone.broken' | 'phone.insecure' };

export interface ImportedWork extends TakenIn {
  readonly ok: true;
}

export type NotImported =
  | {
      readonly ok: false;
      readonly code:
        FileRefusal | 'phone.locked' | 'phone.broken' | 'phone.full' | 'phone.insecure';
    }
  | {
      readonly ok: false;
      readonly code: 'file.of_another';
      /** `here`: they are on this phone too. `guest`: nobody's account; it may be adopted. */
      readonly whose: 'here' | 'account' | 'guest';
      /** Empty: not said. */
      readonly name: string;
    };

/** @param profileId whose work; somebody else's only if no lock stands before it */
export async function exportUnsent(profileId = phone.profileId): Promise<ExportedWork> {
  const others = phone.people.find((person) => person.profileId === profileId);
  const isTheirs = profileId !== phone.profileId && others?.hasPin === true;
  if (isTheirs || phone.state === 'locked') return { ok: false, code: 'phone.locked' };
  if (!globalThis.crypto?.subtle) return { ok: false, code: 'phone.insecure' };
  try {
    const work = await inStoreOf(profileId, (db) => packWork(db, Date.now()));
    if (!work) return { ok: false, code: 'phone.broken' };
    const blob = new Blob([await writeWork(work, sha256OfText)], { type: 'application/json' });
    const day = new Date().toISOString().slice(0, 10);
    const fileName = `jukung-belum-terkirim-${day}.json`;
    const { entries, photos, drafts } = work;
    return {
      ok: true,
      fileName,
      blob,
      entries: entries.length,
      photos: photos.length,
      drafts: drafts.filter(({ key }) => !key.startsWith(NOTE)).length,
    };
  } catch {
    return { ok: false, code: 'phone.broken' };
  }
}

/**
 * Takes a file in for the person whose turn it is. The same file twice changes nothing.
 *
 * @param adopt the person has said that a guest's work is to go out under their own name
 */
export async function importUnsent(file: Blob, adopt = false): Promise<ImportedWork | NotImported> {
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
        adopt,
      );
      if ('whose' in taken) return notYours(read.work, taken.whose);
      sender.nudge('tap');
      return { ok: true, ...taken };
    } catch (failure) {
      return { ok: false, code: isFull(failure) ? 'phone.full' : 'phone.broken' };
    }
  });
}

function notYours({ personId, name }: CarriedWork, whose: 'account' | 'guest'): NotImported {
  const here = phone.people.find((person) => person.personId === personId);
  return here
    ? { ok: false, code: 'file.of_another', whose: 'here', name: here.name }
    : { ok: false, code: 'file.of_another', whose, name };
}

const sha256 = async (bytes: ArrayBuffer): Promise<string> =>
  hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));

const sha256OfText = (text: string): Promise<string> =>
  sha256(new TextEncoder().encode(text).buffer);
