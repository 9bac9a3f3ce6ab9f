/**
 * The short address of a shop, `/t/<slug>`: what is read aloud, painted on a wall and printed in a code.
 * A slug never changes (domain/shop: fixed), so the address works for as long as Jukung does.
 */

/** From the root. */
export const shortPath = (slug: string): string => `/t/${slug}`;

/** As it is printed: `jukung.desa.id/t/keripik-acil-siti-1a2b3c`. */
export function shownAddress(address: string): string {
  return address.replace(/^https?:\/\//, '');
}

/**
 * The slug somebody meant who typed the address from a poster: keyboards of phones begin with a capital,
 * and a full stop after the address is easily taken along.
 *
 * @returns '' when nothing of it can be a slug
 */
export function slugMeant(typed: string): string {
  return typed
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
}
