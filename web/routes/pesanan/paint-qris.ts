/** The code as a picture for the gallery: banks' apps read it from there on the same phone. */
import { qrOf } from '../pass-on/qr';

/** px. Wide enough for any camera, and about 20 KB as PNG. */
const WIDTH = 1080;
const EDGE = 60;
const FONT = 'system-ui, Roboto, "Noto Sans", sans-serif';

export interface QrisWords {
  readonly shop: string;
  readonly price: string;
  /** Whose code it is. */
  readonly under: string;
  readonly number: string;
}

/** @returns null where this phone can't make one (no canvas, no memory) */
export async function paintQris(code: string, words: QrisWords): Promise<Blob | null> {
  const { size, path } = qrOf(code);
  // Whole dots for each module: nothing is smeared.
  const scale = Math.floor((WIDTH - 2 * EDGE) / size);
  const side = size * scale;
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = side + 480;
  const pen = canvas.getContext('2d', { alpha: false });
  if (!pen) return null;
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = '#000';
  pen.textAlign = 'center';
  const line = (text: string, px: number, weight: number, y: number): void => {
    pen.font = `${weight} ${px}px ${FONT}`;
    // A long name is drawn narrower, never over the edge.
    pen.fillText(text, WIDTH / 2, y, WIDTH - 2 * EDGE);
  };
  line(words.shop, 56, 700, 110);
  line(words.price, 120, 800, 250);
  pen.setTransform(scale, 0, 0, scale, Math.floor((WIDTH - side) / 2), 290);
  pen.fill(new Path2D(path));
  pen.setTransform(1, 0, 0, 1, 0, 0);
  line(words.under, 44, 600, side + 360);
  line(words.number, 40, 400, side + 430);
  return new Promise((done) => canvas.toBlob(done, 'image/png'));
}
