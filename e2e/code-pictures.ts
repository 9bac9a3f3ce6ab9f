/** Codes as cameras see them: read by a reader that never ships, written as a printer would. */
import jsqrModule from 'jsqr';
import sharp from 'sharp';
import { encode } from 'uqr';

// Written for CommonJS: the function is the module's default, or the default's.
const readCode = (jsqrModule as unknown as { default?: typeof jsqrModule }).default ?? jsqrModule;

/** What is written in a code on a picture, as an ordinary reader of codes reads it. */
export async function codeOn(picture: Buffer): Promise<string | undefined> {
  const { data, info } = await sharp(picture)
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return readCode(new Uint8ClampedArray(data), info.width, info.height)?.data;
}

/** Dark and light squares of a code, with the white around it. */
export const squaresOf = (text: string): boolean[][] => encode(text, { border: 4 }).data;

/** A code on a board, photographed a little aslant in a room that is not quite white. */
export async function boardWith(text: string): Promise<Buffer> {
  const squares = squaresOf(text);
  const dark = squares.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')),
  );
  const side = squares.length;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" width="620" height="620"><path fill="#f4f1ea" d="M0 0h${side}v${side}H0z"/><path fill="#2a2430" d="${dark.join('')}"/></svg>`;
  const turned = await sharp(Buffer.from(svg)).rotate(7, { background: '#8d857b' }).toBuffer();
  return sharp({ create: { width: 1600, height: 1200, channels: 3, background: '#8d857b' } })
    .composite([{ input: turned, left: 380, top: 190 }])
    .blur(1)
    .jpeg({ quality: 70 })
    .toBuffer();
}
