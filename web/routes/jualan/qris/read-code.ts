/**
 * Codes in pictures. The phone's own reader where it has one; otherwise ours, which comes with the first tap
 * and reads without signal from then on.
 */
interface OwnReader {
  detect(source: ImageData): Promise<{ readonly rawValue: string }[]>;
}
type OwnReaders = {
  new (wish: { formats: string[] }): OwnReader;
  getSupportedFormats(): Promise<string[]>;
};

/** Longest edges at which a picture from the gallery is tried. px; a board in a corner needs the first. */
const EDGES = [1600, 1000, 600];

/** @returns what the codes say, none if there is none */
export type ReadCode = (picture: ImageData) => Promise<string[]>;

/** A reader, made once for all the frames of a camera. */
export async function codeReader(): Promise<ReadCode> {
  const Own = (globalThis as { BarcodeDetector?: OwnReaders }).BarcodeDetector;
  // Some phones have the name and not the reader behind it.
  const formats = await Own?.getSupportedFormats().catch((): string[] => []);
  if (Own && formats?.includes('qr_code')) {
    const reader = new Own({ formats: ['qr_code'] });
    return (picture) =>
      reader.detect(picture).then(
        (codes) => codes.map(({ rawValue }) => rawValue),
        (): string[] => [],
      );
  }
  const { decodeQR } = await import('qr/decode.js');
  return (picture) => {
    try {
      return Promise.resolve([decodeQR(picture)]);
    } catch {
      // Its way to say that there is none.
      return Promise.resolve([]);
    }
  };
}

/** @returns what the code in a picture says; null if none could be read or it is no picture */
export async function codeInFile(file: Blob): Promise<string | null> {
  const read = await codeReader();
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    return null;
  }
  try {
    for (const edge of EDGES) {
      const picture = dotsOf(bitmap, bitmap.width, bitmap.height, edge);
      const [found] = picture ? await read(picture) : [];
      if (found !== undefined) return found;
    }
    return null;
  } finally {
    bitmap.close();
  }
}

/** The dots of a picture, its longer edge no longer than `edge`. */
export function dotsOf(
  source: CanvasImageSource,
  width: number,
  height: number,
  edge: number,
): ImageData | null {
  const scale = Math.min(1, edge / Math.max(width, height));
  const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
  if (w === 0 || h === 0) return null;
  const canvas = document.createElement('canvas');
  canvas.width = w;
  canvas.height = h;
  const pen = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  pen?.drawImage(source, 0, 0, w, h);
  return pen?.getImageData(0, 0, w, h) ?? null;
}
