/**
 * What lies on top of the market's table: what can be had and seen first, then what can be had, then what
 * has run out; within each the newest. The same on the server's page and on every phone, for everybody:
 * nobody can buy a better place, and a page that the phone takes over does not jump.
 */
import type { Availability } from './availability';

interface Offered {
  /** Ids made on phones sort by birth. */
  readonly id: string;
  readonly availability: Availability;
  /** Its pictures, or their ids. */
  readonly photos: readonly unknown[];
}

/** 0: there, with a picture · 1: there, without one · 2: run out. */
export function marketTier({ availability, photos }: Omit<Offered, 'id'>): 0 | 1 | 2 {
  if (availability === 'habis') return 2;
  return photos.length > 0 ? 0 : 1;
}

/** Puts goods in order, for sort(). Two goods never stand equal, so pages neither overlap nor leave out. */
export function inMarketOrder(a: Offered, b: Offered): number {
  return marketTier(a) - marketTier(b) || (a.id < b.id ? 1 : -1);
}
