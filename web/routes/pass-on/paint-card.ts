/** A card's plan put on a canvas, and packed so small that a village's chats can carry it. */
import { drawingInside, markInside, pictureOfDrawing } from './drawn';
import { CARD_SIDE, INKS, planCard, type Measure, type Piece } from './card-plan';
import type { Told } from './told';

/** Product row P11: a picture made on the phone weighs less than 200 KB. Bytes. */
export const MOST_BYTES = 200_000;

const FONT = 'system-ui, Roboto, "Noto Sans", sans-serif';
/** JPEG, because every chat takes it. Tried in turn until it is light enough; a card of 1080 px at the last is about 60 KB. */
const QUALITIES = [0.86, 0.74, 0.6, 0.45, 0.3];
/** A picture smaller than this is laid on the card like a print instead of being stretched over it. px */
const SHARP_SIDE = 400;

/**
 * @param pictures those that were found, in the order of `photosWanted`
 * @param origin of the site
 * @returns the picture, or null where this phone can't make one (no canvas, no memory)
 */
export async function paintCard(
  told: Told,
  pictures: readonly HTMLImageElement[],
  origin: string,
): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  canvas.width = CARD_SIDE;
  canvas.height = CARD_SIDE;
  const pen = canvas.getContext('2d', { alpha: false });
  if (!pen) return null;
  const measure: Measure = (text, size, weight) => {
    pen.font = `${weight} ${size}px ${FONT}`;
    return pen.measureText(text).width;
  };
  pen.imageSmoothingQuality = 'high';
  for (const piece of planCard(told, pictures.length, origin, measure)) {
    await paint(pen, piece, pictures);
  }
  for (const quality of QUALITIES) {
    const blob = await new Promise<Blob | null>((done) =>
      canvas.toBlob(done, 'image/jpeg', quality),
    );
    if (!blob || blob.size <= MOST_BYTES) return blob;
  }
  return null;
}

type Pen = CanvasRenderingContext2D;

async function paint(pen: Pen, piece: Piece, pictures: readonly HTMLImageElement[]): Promise<void> {
  if (piece.piece === 'words') {
    pen.font = `${piece.weight} ${piece.size}px ${FONT}`;
    pen.fillStyle = INKS[piece.ink];
    pen.fillText(piece.text, piece.x, piece.y);
    return;
  }
  const { x, y, w, h } = piece;
  switch (piece.piece) {
    case 'ground':
      pen.fillStyle = INKS[piece.ink];
      return pen.fillRect(x, y, w, h);
    case 'chip':
      pen.fillStyle = INKS[piece.ink];
      pen.fill(roundedBox(x, y, w, h, h / 2));
      return;
    case 'picture': {
      const picture = pictures[piece.nth];
      if (picture) layPicture(pen, picture, piece);
      return;
    }
    case 'drawing':
      return drawVector(pen, drawingInside(piece.category), piece);
    case 'mark':
      return drawVector(pen, markInside(INKS.kain), piece);
    case 'tag':
      return paintTag(pen, piece);
    case 'band':
      return paintBand(pen, piece);
  }
}

type Frame = Pick<Piece & { piece: 'tag' }, 'x' | 'y' | 'w' | 'h'>;

/** Over the whole frame, what stands over is cut off; a small picture as a print before its own colours. */
function layPicture(pen: Pen, picture: HTMLImageElement, frame: Frame): void {
  const small = Math.max(picture.naturalWidth, picture.naturalHeight) < SHARP_SIDE;
  const large = frame.w > CARD_SIDE / 2;
  if (!small || !large) return cover(pen, picture, frame);
  // A few dots of the picture, stretched: its colours without its shapes.
  const dots = document.createElement('canvas');
  dots.width = 18;
  dots.height = 10;
  const dot = dots.getContext('2d');
  if (dot) {
    cover(dot, picture, { x: 0, y: 0, w: 18, h: 10 });
    pen.drawImage(dots, 1, 1, 16, 8, frame.x, frame.y, frame.w, frame.h);
  }
  const scale = Math.min(840 / picture.naturalWidth, 500 / picture.naturalHeight);
  const [w, h] = [picture.naturalWidth * scale, picture.naturalHeight * scale];
  const [x, y] = [frame.x + (frame.w - w) / 2, frame.y + 28];
  pen.fillStyle = INKS.putih;
  pen.fill(roundedBox(x - 14, y - 14, w + 28, h + 28, 22));
  pen.save();
  pen.clip(roundedBox(x, y, w, h, 12));
  pen.drawImage(picture, x, y, w, h);
  pen.restore();
}

function cover(pen: Pen, picture: HTMLImageElement, { x, y, w, h }: Frame): void {
  const { naturalWidth, naturalHeight } = picture;
  const scale = Math.max(w / naturalWidth, h / naturalHeight);
  const [sw, sh] = [w / scale, h / scale];
  pen.drawImage(picture, (naturalWidth - sw) / 2, (naturalHeight - sh) / 2, sw, sh, x, y, w, h);
}

async function drawVector(pen: Pen, inside: string, { x, y, w, h }: Frame): Promise<void> {
  const image = new Image();
  image.src = pictureOfDrawing(inside, w);
  await image.decode();
  pen.drawImage(image, x, y, w, h);
}

function paintTag(pen: Pen, { x, y, w, h }: Frame): void {
  const tip = h * 0.37;
  pen.fillStyle = INKS.kunyit;
  pen.beginPath();
  pen.moveTo(x + tip, y);
  pen.lineTo(x + w, y);
  pen.lineTo(x + w, y + h);
  pen.lineTo(x + tip, y + h);
  pen.lineTo(x, y + h / 2);
  pen.fill();
  pen.fillStyle = INKS.tinta;
  pen.beginPath();
  pen.arc(x + tip * 1.15, y + h / 2, 12, 0, 2 * Math.PI);
  pen.fill();
}

/** Gigi haruan: teeth and the dots of the stitches, as in the band under the market's header. */
function paintBand(pen: Pen, { x, y, w, h }: Frame): void {
  const unit = h / 10;
  const step = 18 * unit;
  const dot = (at: number, down: number, radius: number, colour: string) => {
    pen.fillStyle = colour;
    pen.beginPath();
    pen.arc(at, y + down * unit, radius * unit, 0, 2 * Math.PI);
    pen.fill();
  };
  for (let at = x; at < x + w; at += step) {
    pen.fillStyle = INKS.kunyit;
    pen.beginPath();
    pen.moveTo(at, y + h);
    pen.lineTo(at + step / 2, y + 1.5 * unit);
    pen.lineTo(at + step, y + h);
    pen.fill();
    dot(at + step / 2, 7.3, 1.3, '#7a5a12');
    dot(at, 2.2, 1.2, INKS.kunyit);
  }
}

function roundedBox(x: number, y: number, w: number, h: number, r: number): Path2D {
  const path = new Path2D();
  path.moveTo(x + r, y);
  path.arcTo(x + w, y, x + w, y + h, r);
  path.arcTo(x + w, y + h, x, y + h, r);
  path.arcTo(x, y + h, x, y, r);
  path.arcTo(x, y, x + w, y, r);
  path.closePath();
  return path;
}
