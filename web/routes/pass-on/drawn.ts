/** Our own drawings as pictures that stand by themselves: for a canvas, a sheet of paper, a file. */
import { drawings } from '$lib/ui/drawings';

/** The resist stitch, written out: a picture by itself has no stylesheet. */
const STITCH =
  'fill="none" stroke="#fff" stroke-width="1.6" stroke-linecap="round" stroke-dasharray=".1 3.6"';

/** The inside of a drawing's svg; of "Lainnya" for a shelf we do not know. */
export function drawingInside(category: string): string {
  const inside =
    category in drawings ? drawings[category as keyof typeof drawings] : drawings.lainnya;
  return inside.replaceAll('class="s"', STITCH);
}

/** The boat with its sail, on cloth of the ground's colour. */
export function markInside(ground: string): string {
  return (
    '<path fill="#ffc83d" transform="rotate(9 24 30)" d="M16 13.5 21 6h6.5l5 7.5V32H16Z"/>' +
    `<circle cx="27" cy="12.8" r="2.1" fill="${ground}"/>` +
    `<path fill="#fff" stroke="${ground}" stroke-width="2.6" paint-order="stroke" d="M3 25.5c13 6.5 30 5.5 42-3.5-2 9-9.5 14-21 14S6 32.5 3 25.5Z"/>` +
    '<path fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round" d="M11 41.5c2.2-1.7 4.3-1.7 6.5 0s4.3 1.7 6.5 0 4.3-1.7 6.5 0 4.3 1.7 6.5 0"/>'
  );
}

/**
 * A `data:` address of a drawing on the grid of 48.
 *
 * @param side px it will be painted at: some browsers draw a vector no larger than it says it is
 */
export function pictureOfDrawing(inside: string, side: number): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" width="${side}" height="${side}">${inside}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
