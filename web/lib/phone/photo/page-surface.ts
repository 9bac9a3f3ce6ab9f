/** Drawing on the page itself, for browsers whose workers can't. Slower, and the only other way. */
import type { MakeSurface } from './shrink';

export const onPage: MakeSurface = ({ width, height }) => {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new Error('no 2d context');
  return {
    context,
    encode: (type, quality) => new Promise((done) => canvas.toBlob(done, type, quality)),
  };
};
