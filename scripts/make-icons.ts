/**
 * Icons of the installed app: draws the mark once and cuts it to the sizes phones ask for.
 * Run it after the mark changes: `npx tsx scripts/make-icons.ts`; the pictures are kept in the tree.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import sharp from 'sharp';

const folder = new URL('../web/static/icons/', import.meta.url);

/** The dye of the market, and the yellow of its price tags. */
const ground = '#4A1F5C';
const tag = '#FFC83D';

/** The boat with its tag for a sail, on the grid of 48, with the stitch row that shows from 48 px up. */
const boat = `
  <path fill="${tag}" d="M16 13.5 21 6h6.5l5 7.5V32H16Z" transform="rotate(9 24 30)"/>
  <circle cx="27" cy="12.8" r="2.1" fill="${ground}"/>
  <path fill="#fff" stroke="${ground}" stroke-width="2.6" paint-order="stroke" d="M3 25.5c13 6.5 30 5.5 42-3.5-2 9-9.5 14-21 14S6 32.5 3 25.5Z"/>
  <g fill="none" stroke-linecap="round">
    <path stroke="#fff" stroke-width="2" d="M11 41.5c2.2-1.7 4.3-1.7 6.5 0s4.3 1.7 6.5 0 4.3-1.7 6.5 0 4.3 1.7 6.5 0"/>
    <path stroke="${ground}" stroke-width="1.5" stroke-dasharray=".1 3.1" d="M9 30.7c10 3.2 21.5 2.7 31-1.9"/>
  </g>`;

/** At 16 px the mark is a drawing of its own: no wave, no stitches, a bigger hole. */
const small = `
  <path fill="${tag}" d="M14 13l6-9h8l6 9v22H14Z" transform="rotate(9 24 30)"/>
  <circle cx="27" cy="13.5" r="3.6" fill="${ground}"/>
  <path fill="#fff" stroke="${ground}" stroke-width="3" paint-order="stroke" d="M1 26c15 7 33 5.5 46-4-1.5 13.5-9 20-22.5 20S4 38 1 26Z"/>`;

/** Wraps a drawing on its ground; radius 0 bleeds to the edges, as masks and Apple want. */
function svg(drawing: string, radius: number, scale = 1): string {
  const moved =
    scale === 1
      ? drawing
      : `<g transform="translate(24 24) scale(${scale}) translate(-24 -24)">${drawing}</g>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><rect width="48" height="48" rx="${radius}" fill="${ground}"/>${moved}</svg>`;
}

/** Cuts a drawing to a square PNG of `size` px. */
async function cut(source: string, size: number, name: string): Promise<void> {
  await sharp(Buffer.from(source), { density: (72 * size) / 48 })
    .resize(size, size)
    .png({ compressionLevel: 9, palette: true })
    .toFile(new URL(name, folder).pathname);
}

await mkdir(folder, { recursive: true });
await cut(svg(boat, 11), 192, 'icon-192.png');
await cut(svg(boat, 11), 512, 'icon-512.png');
await cut(svg(boat, 0, 0.84), 192, 'maskable-192.png');
await cut(svg(boat, 0, 0.84), 512, 'maskable-512.png');
await cut(svg(boat, 0, 0.9), 180, 'apple-touch-icon.png');
await writeFile(new URL('favicon.svg', folder), svg(small, 11).replace(/\n\s*/g, ''));
