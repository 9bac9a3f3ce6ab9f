/**
 * One spelling for comparing: what people type on a phone and what sellers wrote, without capitals,
 * accents, dots and dashes.
 */

/**
 * `Keripik Pisang 250g (Asin)` → `keripik pisang 250 g asin`.
 *
 * Figures and letters are parted (`250g` and `250 g` are the same pack), apostrophes vanish
 * (`Qur'an` → `quran`), everything else that is neither letter nor figure becomes one space. Letters
 * of other scripts are dropped: titles here are written in Latin ones.
 */
export function normalise(text: string): string {
  return withoutAccents(text.toLowerCase())
    .replace(/['’`]/g, '')
    .replace(/(\d)(?=[a-z])|([a-z])(?=\d)|[^a-z0-9]+/g, '$1$2 ')
    .trim();
}

/** Words of an already normalised text. */
export function wordsOf(normalised: string): string[] {
  return normalised === '' ? [] : normalised.split(' ');
}

/** Decomposing is slow on a cheap phone and nearly every title is plain ASCII, so look first. */
function withoutAccents(text: string): string {
  // eslint-disable-next-line no-control-regex
  return /^[\x00-\x7f]*$/.test(text)
    ? text
    : text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '');
}
