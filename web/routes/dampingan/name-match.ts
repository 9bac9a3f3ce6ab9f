/** Looking for somebody by a part of their name, as one remembers it. */

/** Letters only, small, without accents: `Acil Sítí` and `acil siti` are the same. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

/** Whether every word that was typed begins some word of the name. */
export function nameMatches(name: string, typed: string): boolean {
  const words = plain(name).split(' ');
  return plain(typed)
    .split(' ')
    .every((part) => words.some((word) => word.startsWith(part)));
}
