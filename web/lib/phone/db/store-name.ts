/**
 * Names of databases in use. One that can't be opened is left behind and the next begun; it is tried again
 * at every start, so every name that may still hold something must be remembered.
 */
import type { Shelf } from '../shelf';

const key = (base: string): string => `jukung.store.${base}`;

/**
 * The name in use now for this base name, then those that were left behind with something in them. What
 * is no name of this owner's (a damaged note) is never opened: it could be somebody else's store.
 */
export function storeNames(base: string, shelf: Pick<Shelf, 'getItem'>): string[] {
  const noted = (shelf.getItem(key(base)) ?? '').split(' ');
  const own = noted.filter(
    (name) => name.startsWith(base) && /^(\.[1-9]\d{0,5})?$/.test(name.slice(base.length)),
  );
  return own.length > 0 ? own : [base];
}

/** The name in use now. */
export const storeName = (base: string, shelf: Pick<Shelf, 'getItem'>): string =>
  storeNames(base, shelf)[0] ?? base;

/** @param names the one in use first */
export function rememberStoreNames(
  base: string,
  names: readonly string[],
  shelf: Pick<Shelf, 'setItem'>,
): void {
  shelf.setItem(key(base), names.join(' '));
}

/** What was left behind under this name is elsewhere now, or wanted no more. */
export function forgetStoreName(
  base: string,
  gone: string,
  shelf: Pick<Shelf, 'getItem' | 'setItem'>,
): void {
  const names = storeNames(base, shelf).filter((name) => name !== gone);
  rememberStoreNames(base, names, shelf);
}
