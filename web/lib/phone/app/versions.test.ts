import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rememberTab, versionsInUse } from './open-tabs';
import { photoFrom, MAX_PHOTOS, PHOTO_SHELF } from './photo-shelf';
import { type AppFiles, clearOldShelves, fileOf, shelfName, shellOf, stockShelf } from './versions';
import { whichAnswer } from './which-answer';

/** Cache Storage in plain maps: as much of it as is used. */
class Shelves {
  readonly kept = new Map<string, Map<string, Response>>();
  private static key = (request: Request | string) =>
    new URL(typeof request === 'string' ? request : request.url, 'https://x').pathname;

  open(name: string) {
    const shelf = this.kept.get(name) ?? new Map<string, Response>();
    this.kept.set(name, shelf);
    return Promise.resolve({
      match: (request: Request | string) =>
        Promise.resolve(shelf.get(Shelves.key(request))?.clone()),
      put: (request: Request | string, response: Response) =>
        Promise.resolve(void shelf.set(Shelves.key(request), response)),
      keys: () => Promise.resolve([...shelf.keys()].map((path) => new Request(`https://x${path}`))),
      delete: (request: Request | string) => Promise.resolve(shelf.delete(Shelves.key(request))),
    } as unknown as Cache);
  }
  keys = () => Promise.resolve([...this.kept.keys()]);
  delete = (name: string) => Promise.resolve(this.kept.delete(name));
  match = async (request: Request | string) => {
    for (const name of this.kept.keys()) {
      const found = await (await this.open(name)).match(request);
      if (found) return found;
    }
    return undefined;
  };
  asCaches = () => this as unknown as CacheStorage;
}

const filesOf = (version: string, hashed: string[]): AppFiles => ({
  version,
  shell: '/shell',
  hashed,
  named: ['/icon.svg'],
});
const js = (name: string) => `/_app/immutable/${name}.js`;

/** A server on which one release lies; some files may be missing, or a portal in between. */
function releaseOf(files: string[], shell: string) {
  const fetched: string[] = [];
  const fetch = (url: string) => {
    fetched.push(url);
    if (url === '/shell')
      return Promise.resolve(new Response(shell, { headers: { 'Content-Type': 'text/html' } }));
    if (!files.includes(url)) return Promise.resolve(new Response('', { status: 404 }));
    return Promise.resolve(new Response(url, { headers: { 'Content-Type': 'text/javascript' } }));
  };
  return { fetch, fetched };
}
const shellWith = (...names: string[]) => names.map((name) => `<link href="${js(name)}">`).join('');

describe('one version on one shelf', () => {
  it('is stocked whole, the shell last', async () => {
    const shelves = new Shelves();
    const { fetch, fetched } = releaseOf([js('a'), '/icon.svg'], shellWith('a'));
    await stockShelf(filesOf('1', [js('a')]), { caches: shelves.asCaches(), fetch });
    expect([...shelves.kept.get('jukung-app-1')!.keys()].sort()).toEqual(
      [js('a'), '/icon.svg', '/shell'].sort(),
    );
    expect(fetched.at(-1)).toBe('/shell');
    expect(await (await shellOf(filesOf('1', []), shelves.asCaches()))?.text()).toContain('a.js');
  });

  it('goes on where an interrupted try stopped, and takes unchanged files from the shelf before', async () => {
    const shelves = new Shelves();
    const caches = shelves.asCaches();
    await stockShelf(filesOf('1', [js('a'), js('b')]), {
      caches,
      fetch: releaseOf([js('a'), js('b'), '/icon.svg'], shellWith('a')).fetch,
    });
    const half = releaseOf([js('c'), '/icon.svg'], shellWith('c'));
    const second = filesOf('2', [js('a'), js('c'), js('d')]);
    await expect(stockShelf(second, { caches, fetch: half.fetch })).rejects.toThrow(js('d'));
    expect(await shellOf(second, caches)).toBeUndefined();
    const whole = releaseOf([js('c'), js('d'), '/icon.svg'], shellWith('c', 'd'));
    await stockShelf(second, { caches, fetch: whole.fetch });
    expect(whole.fetched.filter((url) => url.endsWith('.js'))).toEqual([js('d')]);
  });

  it('never takes a shell of another release, a portal for a file, or a redirect', async () => {
    const caches = new Shelves().asCaches();
    const files = filesOf('1', [js('a')]);
    const newer = releaseOf([js('a'), '/icon.svg'], shellWith('a', 'of-the-next-release'));
    await expect(stockShelf(files, { caches, fetch: newer.fetch })).rejects.toThrow(
      'of-the-next-release',
    );
    const portal = () =>
      Promise.resolve(new Response('<html>', { headers: { 'Content-Type': 'text/html' } }));
    await expect(
      stockShelf(files, { caches: new Shelves().asCaches(), fetch: portal }),
    ).rejects.toThrow('not had');
  });

  it('keeps the version before for tabs that are still open on it, and no older one', async () => {
    const shelves = new Shelves();
    const caches = shelves.asCaches();
    for (const version of ['100', '200', '300']) {
      const release = releaseOf([js(version), '/icon.svg'], shellWith(version));
      await stockShelf(filesOf(version, [js(version)]), { caches, fetch: release.fetch });
    }
    await shelves.open('somebody-elses');
    await clearOldShelves('300', new Set(['300']), caches);
    expect([...shelves.kept.keys()]).toEqual([
      shelfName('200'),
      shelfName('300'),
      'somebody-elses',
    ]);
    const now = filesOf('300', [js('300')]);
    expect(await (await fileOf(new Request(`https://x${js('200')}`), now, caches))?.text()).toBe(
      js('200'),
    );
    expect(await fileOf(new Request(`https://x${js('100')}`), now, caches)).toBeUndefined();
  });

  it('keeps the files of a tab opened two versions ago until that tab is closed', async () => {
    const shelves = new Shelves();
    const caches = shelves.asCaches();
    const shelvesOf = (...versions: string[]) => versions.map(shelfName);
    await rememberTab('a', '100', caches);
    await rememberTab('b', '300', caches);
    const takesOver = async (tabs: string[]) => {
      for (const version of ['100', '200', '300']) await shelves.open(shelfName(version));
      await clearOldShelves('300', await versionsInUse(tabs, caches), caches);
      return [...shelves.kept.keys()].filter((name) => name.startsWith('jukung-app-')).sort();
    };
    // 200 was fetched, waited, and was replaced by 300 before anybody opened it.
    expect(await takesOver(['a', 'b'])).toEqual(shelvesOf('100', '200', '300'));
    expect(await takesOver(['b'])).toEqual(shelvesOf('200', '300'));
    // Forgotten with the tab, and a tab nobody knows keeps everything.
    expect(await takesOver(['a', 'b'])).toEqual(shelvesOf('100', '200', '300'));
    expect(await versionsInUse(['a'], caches)).toBeNull();
  });
});

describe('who answers a request', () => {
  const origin = 'https://pasar.example';
  const asked = (
    path: string,
    part: Partial<{ method: string; mode: string; destination: string }> = {},
  ) =>
    whichAnswer(
      { method: 'GET', mode: 'cors', destination: '', url: new URL(path, origin).href, ...part },
      origin,
      ['/icon.svg'],
    );
  it.each([
    ['/', { mode: 'navigate' }, 'shell'],
    ['/produk/0198-x?dari=wa', { mode: 'navigate' }, 'shell'],
    ['/jualan/produk/baru', { mode: 'navigate' }, 'shell'],
    ['/api/account', { mode: 'navigate' }, 'network'],
    ['/api/sync', { method: 'POST' }, 'network'],
    ['/api/public/catalogue', {}, 'network'],
    ['/sitemap.xml', { mode: 'navigate' }, 'network'],
    ['/photo/abc/og.jpg', { mode: 'navigate' }, 'network'],
    ['/photo/abc/w160.webp', { destination: 'image' }, 'photo'],
    ['/photo/abc/w160.webp', {}, 'network'],
    ['/_app/immutable/chunks/x.js', {}, 'file'],
    ['/icon.svg', { destination: 'image' }, 'file'],
    ['/_app/version.json', {}, 'network'],
    ['https://elsewhere.example/', { mode: 'navigate' }, 'network'],
  ] as const)('%s %o: %s', (path, part, expected) => {
    expect(asked(path, part)).toBe(expected);
  });
});

describe('the shelf of photos', () => {
  const image = (n: number, headers: Record<string, string> = {}) =>
    new Response(`p${n}`, { headers: { 'Content-Type': 'image/webp', ...headers } });
  const request = (n: number) => new Request(`https://x/photo/${n}/w160.webp`);

  it('asks the air once for each photo, and never carries more than a phone can', async () => {
    const shelves = new Shelves();
    let asked = 0;
    const fetch = (wanted: Request) =>
      Promise.resolve(image(((asked += 1), Number(wanted.url.split('/')[4]))));
    for (let n = 0; n < MAX_PHOTOS + 5; n += 1)
      await photoFrom(request(n), shelves.asCaches(), fetch);
    expect(shelves.kept.get(PHOTO_SHELF)!.size).toBe(MAX_PHOTOS);
    await photoFrom(request(MAX_PHOTOS), shelves.asCaches(), fetch);
    expect(asked).toBe(MAX_PHOTOS + 5);
  });

  it('does not keep previews, nor what is not a picture', async () => {
    const shelves = new Shelves();
    await photoFrom(request(1), shelves.asCaches(), () =>
      Promise.resolve(image(1, { 'Photo-Rank': 'preview' })),
    );
    await photoFrom(request(2), shelves.asCaches(), () => Promise.resolve(new Response('<html>')));
    expect(shelves.kept.get(PHOTO_SHELF)!.size).toBe(0);
  });
});

describe('the kill switch', () => {
  it('takes our shelves and the worker away, and nothing else', async () => {
    const handlers = new Map<
      string,
      (event: { waitUntil: (work: Promise<unknown>) => void }) => void
    >();
    const gone: string[] = [];
    let isGone = false;
    let touched = false;
    const worker = {
      addEventListener: (name: string, handler: never) => handlers.set(name, handler),
      skipWaiting: () => Promise.resolve(),
      registration: { unregister: () => Promise.resolve((isGone = true)) },
      clients: new Proxy({}, { get: () => ((touched = true), () => Promise.resolve([])) }),
    };
    const caches = {
      keys: () => Promise.resolve(['jukung-app-1', 'jukung-photos', 'another-app']),
      delete: (name: string) => Promise.resolve(gone.push(name)),
    };
    const source = readFileSync('web/static/service-worker-off.js', 'utf8');
    new Function('self', 'caches', source)(worker, caches);
    expect([...handlers.keys()].sort()).toEqual(['activate', 'install']);
    let work: Promise<unknown> = Promise.resolve();
    handlers.get('activate')!({ waitUntil: (promise) => (work = promise) });
    await work;
    expect([gone, isGone, touched]).toEqual([['jukung-app-1', 'jukung-photos'], true, false]);
    expect(source).not.toMatch(/indexedDB\.|deleteDatabase/);
  });
});
