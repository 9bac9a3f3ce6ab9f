/**
 * The code a camera reads, as one path of an svg: an address and nothing else. Level M (15 % may be
 * dirty or torn), four modules of white around it as ISO/IEC 18004 asks.
 */
import { encode } from 'uqr';

/** Modules of white on each side. */
const QUIET = 4;

export interface QrDrawing {
  /** Modules on each side, the white ones around included. */
  readonly size: number;
  /** `d` of a path in which one module is one unit. */
  readonly path: string;
}

/** @param address what the camera opens; some 200 letters at most stay easy to read from a wall */
export function qrOf(address: string): QrDrawing {
  const { data, size } = encode(address, { ecc: 'M', border: QUIET });
  const runs = data.flatMap((row, y) => {
    const line = row.map((dark) => (dark ? '1' : '0')).join('');
    return [...line.matchAll(/1+/g)].map(
      ({ 0: run, index }) => `M${index} ${y}h${run.length}v1h-${run.length}z`,
    );
  });
  return { size, path: runs.join('') };
}
