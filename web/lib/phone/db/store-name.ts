/** Names of databases in use: a broken one is left behind and the next begun, and that must be remembered. */
import type { Shelf } from '../shelf';

const key = (base: string): string => `jukung.store.${base}`;

/** The name in use now for this base name. */
export const storeName = (base: string, shelf: Pick<Shelf, 'getItem'>): string =>
  shelf.getItem(key(base)) ?? base;

export function rememberStoreName(base: string, name: string, shelf: Pick<Shelf, 'setItem'>): void {
  shelf.setItem(key(base), name);
}
