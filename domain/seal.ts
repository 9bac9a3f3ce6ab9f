/**
 * Somebody from outside has looked at a shop: in which office, and when. Everybody may know that much;
 * which person it was stays with those who look after the shop.
 */

/** In which office somebody looks at shops. */
type SealOffice = 'facilitator' | 'dinas';

export interface Seal {
  /** Person who looked. */
  readonly by: string;
  /** Unknown of seals from before offices were written down. */
  readonly office: SealOffice | '';
  /** ms since epoch, by the server's clock. */
  readonly atMs: number;
}

/** As it stands in a shop's `verified`, 200 characters at most. */
export const sealText = ({ by, office, atMs }: Seal): string =>
  JSON.stringify({ by, office, atMs });

/** @param text a shop's `verified`: '' or sealText() */
export function readSeal(text: string): Seal | null {
  if (text === '') return null;
  const { by = '', office = '', atMs = 0 } = JSON.parse(text) as Partial<Seal>;
  return { by, office, atMs };
}
