/** Which pages are a person's own, so that a locked phone keeps them shut, and where one goes afterwards. */

/** First parts of their addresses. */
export const privatePlaces = [
  'jualan',
  'keranjang',
  'pesanan',
  'kiriman',
  'pilih',
  'riwayat',
  'saya',
  'masuk',
  'daftar',
  'lupa-pin',
  'dampingan',
  'dinas',
];

/** Whether a locked phone keeps this page shut. The market, its goods and help stay open to all. */
export function isPrivate(pathname: string): boolean {
  return privatePlaces.includes(pathname.split('/')[1] ?? '');
}

/** The address of a page that comes back here when it has done its work. */
export function withReturn(page: string, url: Pick<URL, 'pathname' | 'search'>): string {
  return `${page}?ke=${encodeURIComponent(url.pathname + url.search)}`;
}

/**
 * Where to go after the work is done: the place named in `?ke=`, or the usual one.
 *
 * Security: only a path of this app. `//elsewhere` and `https:` would lead a person who has just
 * signed in to somebody else's page.
 */
export function returnPlace(url: URL, usual: string): string {
  const place = url.searchParams.get('ke') ?? '';
  const here = new URL(place || usual, url.origin);
  return place.startsWith('/') && here.origin === url.origin
    ? here.pathname + here.search + here.hash
    : usual;
}
