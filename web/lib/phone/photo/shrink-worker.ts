/** Shrinks pictures beside the page, so that nothing on it stands still meanwhile. */
import { type MakeSurface, shrink } from './shrink';

const offscreen: MakeSurface = ({ width, height }) => {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new Error('no 2d context');
  return { context, encode: (type, quality) => canvas.convertToBlob({ type, quality }) };
};

const here = globalThis as unknown as DedicatedWorkerGlobalScope;

here.onmessage = async (event: MessageEvent<Blob>) => {
  const shrunk = await shrink(event.data, offscreen);
  const { photo } = shrunk as {
    photo?: { full: ArrayBuffer; preview: ArrayBuffer; thumb: ArrayBuffer };
  };
  here.postMessage(shrunk, photo ? [photo.full, photo.preview, photo.thumb] : []);
};
