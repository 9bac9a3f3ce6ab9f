/**
 * Where am I? A GPS point, without any signal, finds the village whose border surrounds it.
 *
 * The borders weigh 14 KB, so import this file lazily (`await import('#domain/place/which-village')`)
 * and only when a person asks for their place. They are simplified and GPS under trees is off by
 * tens of metres: near a border the neighbour may be named. Offer the answer, let the person confirm.
 */
import type { Point } from './villages';
import polygons from './polygons.json';

/** A border as longitude, latitude, longitude, latitude … ; the last corner joins the first. */
export type Ring = readonly number[];

export const bordersByCode: ReadonlyMap<string, Ring> = new Map(Object.entries(polygons));

/**
 * The code of the village around a point, or null when the point lies in none of ours.
 *
 * Even–odd ray casting (W. R. Franklin, PNPOLY): a ray drawn east from a point inside crosses the
 * border an odd number of times. The half-open test of latitudes gives a point on a shared border
 * to one village only.
 */
export function whichVillage(point: Point): string | null {
  for (const [code, ring] of bordersByCode) if (surrounds(ring, point)) return code;
  return null;
}

function surrounds(ring: Ring, { lat, lng }: Point): boolean {
  let inside = false;
  let fromLng = ring[ring.length - 2] ?? 0;
  let fromLat = ring[ring.length - 1] ?? 0;
  for (let i = 0; i + 1 < ring.length; i += 2) {
    const toLng = ring[i] ?? 0;
    const toLat = ring[i + 1] ?? 0;
    const crossesLatitude = toLat > lat !== fromLat > lat;
    if (crossesLatitude) {
      const crossingLng = ((fromLng - toLng) * (lat - toLat)) / (fromLat - toLat) + toLng;
      if (lng < crossingLng) inside = !inside;
    }
    fromLng = toLng;
    fromLat = toLat;
  }
  return inside;
}
