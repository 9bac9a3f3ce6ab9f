/**
 * A photo from the camera or the gallery, made ready and kept on this phone. One at a time: decoding a
 * single camera picture takes 48 MB of a small phone's memory.
 */
import { whileBusy } from '../calm';
import { phone } from '../phone.svelte';
import type { PhotoRefusal, Shrunk } from './shrink';

export type Taken =
  | { readonly ok: true; readonly photo: TakenPhoto }
  | {
      readonly ok: false;
      readonly code:
        PhotoRefusal | 'photo.no_room' | 'phone.insecure' | 'phone.locked' | 'phone.other_person';
    };

/** What `addPhoto` wants to know about it, and an address to show it by. */
export interface TakenPhoto {
  readonly hash: string;
  readonly width: number;
  readonly height: number;
  readonly placeholder: string;
  /** `blob:` address of its small picture; give it back with `URL.revokeObjectURL`. */
  readonly thumbUrl: string;
}

let tail: Promise<unknown> = Promise.resolve();

/**
 * The picture is its taker's: making it small takes seconds, and whoever has the phone by then gets
 * nothing of it. Never throws.
 */
export function takePhoto(file: Blob): Promise<Taken> {
  const taker = phone.profileId;
  const next = whileBusy(() => tail.then(() => take(file, taker)));
  tail = next.catch(() => undefined);
  return next;
}

async function take(file: Blob, taker: string): Promise<Taken> {
  // Security: without https the browser gives no hashing, and a picture is named by its hash.
  if (!globalThis.crypto?.subtle) return { ok: false, code: 'phone.insecure' };
  const shrunk = await shrinkSomewhere(file);
  if (!shrunk.ok) return shrunk;
  const { keepFor } = await import('./keep-for');
  if (!(await keepFor(taker, shrunk.photo))) return { ok: false, code: 'photo.no_room' };
  if (taker !== '' && taker !== phone.profileId) return { ok: false, code: 'phone.other_person' };
  if (phone.state === 'locked') return { ok: false, code: 'phone.locked' };
  const { hash, width, height, placeholder, type, thumb } = shrunk.photo;
  const thumbUrl = URL.createObjectURL(new Blob([thumb], { type }));
  return { ok: true, photo: { hash, width, height, placeholder, thumbUrl } };
}

async function shrinkSomewhere(file: Blob): Promise<Shrunk> {
  if (canDrawInWorker()) {
    const shrunk = await inWorker(file);
    if (shrunk) return shrunk;
  }
  const [{ shrink }, { onPage }] = await Promise.all([
    import('./shrink'),
    import('./page-surface'),
  ]);
  return shrink(file, onPage);
}

const canDrawInWorker = (): boolean =>
  typeof Worker !== 'undefined' &&
  typeof OffscreenCanvas !== 'undefined' &&
  typeof OffscreenCanvas.prototype.convertToBlob === 'function';

/** Null when the worker itself could not run: then the page does it. */
function inWorker(file: Blob): Promise<Shrunk | null> {
  return new Promise((done) => {
    let worker: Worker;
    try {
      worker = new Worker(new URL('./shrink-worker.ts', import.meta.url), { type: 'module' });
    } catch {
      done(null);
      return;
    }
    const end = (shrunk: Shrunk | null) => {
      // Ended after each picture: a worker that idles keeps its memory.
      worker.terminate();
      done(shrunk);
    };
    worker.onmessage = (event: MessageEvent<Shrunk>) => end(event.data);
    worker.onerror = () => end(null);
    worker.onmessageerror = () => end(null);
    worker.postMessage(file);
  });
}
