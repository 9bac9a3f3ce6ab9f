/**
 * The district as a drawing: each village's border as an SVG path, and the roomiest place inside it for
 * its number. Pure; borders come from `domain/place`.
 */
import { bordersByCode, type Ring } from '#domain/place/which-village';

export interface Shape {
  readonly code: string;
  /** SVG path data. */
  readonly path: string;
  /** Where its number stands. */
  readonly x: number;
  readonly y: number;
}

export interface MapDrawing {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

type Corner = readonly [x: number, y: number];

/** Fine enough that neighbours meet at 1200 px, coarse enough for two-digit steps. */
const WIDTH = 1000;
/** How many points a side are tried for the number. */
const TRIES = 16;

/**
 * Equirectangular: at two degrees south a degree of longitude is as long as one of latitude to a
 * thousandth, so plain scaling keeps every shape.
 */
export function drawDistrict(): MapDrawing {
  const rings = [...bordersByCode].map(([code, ring]) => ({ code, corners: cornersOf(ring) }));
  const all = rings.flatMap(({ corners }) => corners);
  const left = Math.min(...all.map(([x]) => x));
  const top = Math.min(...all.map(([, y]) => y));
  const scale = WIDTH / (Math.max(...all.map(([x]) => x)) - left);
  const height = Math.ceil((Math.max(...all.map(([, y]) => y)) - top) * scale);
  const shapes = rings.map(({ code, corners }) => {
    const placed = corners.map(([x, y]): Corner => [
      Math.round((x - left) * scale),
      Math.round((y - top) * scale),
    ]);
    const [x, y] = roomiest(placed);
    return { code, path: pathOf(placed), x, y };
  });
  return { width: WIDTH, height, shapes };
}

/** South is down on paper: latitude is turned round. */
function cornersOf(ring: Ring): Corner[] {
  const corners: Corner[] = [];
  for (let i = 0; i + 1 < ring.length; i += 2) corners.push([ring[i] ?? 0, -(ring[i + 1] ?? 0)]);
  return corners;
}

/** Steps from corner to corner: about half the bytes of places on the paper. */
function pathOf(corners: readonly Corner[]): string {
  let [fromX, fromY] = corners[0] ?? [0, 0];
  let path = `M${fromX} ${fromY}`;
  for (const [x, y] of corners.slice(1)) {
    const [dx, dy] = [x - fromX, y - fromY];
    if (dx === 0 && dy === 0) continue;
    path += `l${dx}${dy < 0 ? '' : ' '}${dy}`;
    [fromX, fromY] = [x, y];
  }
  return `${path}z`;
}

/** The point inside that is furthest from any border, of a grid of tries. */
function roomiest(corners: readonly Corner[]): Corner {
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top];
  let best: Corner = corners[0] ?? [0, 0];
  let room = -1;
  for (let i = 1; i < TRIES; i++) {
    for (let j = 1; j < TRIES; j++) {
      const point: Corner = [left + (width * i) / TRIES, top + (height * j) / TRIES];
      const here = inside(corners, point) ? distanceToBorder(corners, point) : -1;
      if (here > room) [best, room] = [point, here];
    }
  }
  return [Math.round(best[0]), Math.round(best[1])];
}

function sides(corners: readonly Corner[]): [Corner, Corner][] {
  return corners.map((to, i): [Corner, Corner] => [corners[(i || corners.length) - 1] ?? to, to]);
}

function inside(corners: readonly Corner[], [x, y]: Corner): boolean {
  let odd = false;
  for (const [[ax, ay], [bx, by]] of sides(corners)) {
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) odd = !odd;
  }
  return odd;
}

function distanceToBorder(corners: readonly Corner[], [x, y]: Corner): number {
  let nearest = Infinity;
  for (const [[ax, ay], [bx, by]] of sides(corners)) {
    const [dx, dy] = [bx - ax, by - ay];
    const along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1);
    const part = Math.min(1, Math.max(0, along));
    nearest = Math.min(nearest, Math.hypot(x - ax - part * dx, y - ay - part * dy));
  }
  return nearest;
}
