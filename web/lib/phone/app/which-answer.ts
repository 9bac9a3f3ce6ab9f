/** Who answers a request: the shell, a shelf, the shelf of photos, or the network as if we were not here. */
export type Answerer = 'shell' | 'file' | 'photo' | 'network';

export interface Asked {
  readonly method: string;
  readonly mode: string;
  readonly destination: string;
  readonly url: string;
}

/** Never the shell: the API, pictures, and whatever looks like a file (`/sitemap.xml`). */
const NOT_A_PAGE = /^\/(api|photo|healthz)(\/|$)|\.[a-z0-9]+$/i;

/**
 * @param origin our own
 * @param named files that keep their name and lie on the shelf
 */
export function whichAnswer(asked: Asked, origin: string, named: readonly string[]): Answerer {
  const { origin: theirs, pathname } = new URL(asked.url);
  if (asked.method !== 'GET' || theirs !== origin) return 'network';
  if (asked.mode === 'navigate') return NOT_A_PAGE.test(pathname) ? 'network' : 'shell';
  if (pathname.startsWith('/_app/immutable/') || named.includes(pathname)) return 'file';
  // The app fetches thumbnails itself and keeps them in its own store; only <img> comes this way.
  return pathname.startsWith('/photo/') && asked.destination === 'image' ? 'photo' : 'network';
}
