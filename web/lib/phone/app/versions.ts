/**
 * One shelf for each version of the app, filled whole or not used at all, so that a page of one version
 * is never given a file of another. The shelf before the current one stays, and any an open tab lives on.
 *
 * Runs in the service worker; caches and the air arrive as arguments.
 */

const PREFIX = 'jukung-app-';
const AT_ONCE = 4;

export interface AppFiles {
  /** Name of the version; later versions sort after earlier ones. */
  readonly version: string;
  /** The page that opens every address without a network. */
  readonly shell: string;
  /** Files whose name changes with their content. */
  readonly hashed: readonly string[];
  /** Files that keep their name. */
  readonly named: readonly string[];
}

export interface VersionPorts {
  readonly caches: CacheStorage;
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
}

export const shelfName = (version: string): string => PREFIX + version;

/**
 * Puts everything of this version on its shelf. What is there already (an interrupted try) or lies on an
 * older shelf under the same hashed name is not fetched again.
 *
 * @throws when a file can't be had or does not belong to this version: the old version stays in use
 */
export async function stockShelf(files: AppFiles, ports: VersionPorts): Promise<void> {
  const shelf = await ports.caches.open(shelfName(files.version));
  const wanted = [
    ...files.hashed.map((url) => ({ url, isHashed: true })),
    ...files.named.map((url) => ({ url, isHashed: false })),
  ];
  let next = 0;
  const fetchNext = async (): Promise<void> => {
    for (let file = wanted[next++]; file !== undefined; file = wanted[next++]) {
      const { url, isHashed } = file;
      if (await shelf.match(url)) continue;
      const known = isHashed ? await ports.caches.match(url) : undefined;
      await shelf.put(
        url,
        known ?? (await fetchWhole(url, isHashed ? 'default' : 'no-cache', ports)),
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, fetchNext));
  // Last: a shelf with a shell is a whole shelf.
  const shell = await fetchWhole(files.shell, 'no-cache', ports);
  await assertSameVersion(shell.clone(), files);
  await shelf.put(files.shell, shell);
}

/** A portal's page, an error, a redirect to a log-in: not ours, whatever its status says. */
async function fetchWhole(
  url: string,
  cache: RequestCache,
  { fetch }: VersionPorts,
): Promise<Response> {
  const response = await fetch(url, { cache, credentials: 'same-origin' });
  const type = response.headers.get('Content-Type') ?? '';
  const isPage = type.startsWith('text/html');
  const wantsPage = !/\.[a-z0-9]+$/i.test(url);
  if (!response.ok || response.redirected || isPage !== wantsPage)
    throw new Error(`not had: ${url}`);
  return response;
}

/** While a new release is put in place, the shell may already be newer than the list of files. */
async function assertSameVersion(shell: Response, files: AppFiles): Promise<void> {
  const known = new Set(files.hashed);
  const named = (await shell.text()).match(/\/_app\/immutable\/[\w./-]+\.(?:js|css)/g) ?? [];
  const foreign = named.find((url) => !known.has(url));
  if (named.length === 0 || foreign)
    throw new Error(`shell of another version: ${foreign ?? 'empty'}`);
}

/**
 * Keeps this version, the one before it, and every one an open tab still lives on; gives up the others.
 *
 * @param inUse versions of the open tabs; null: nobody can say, and nothing is given up
 */
export async function clearOldShelves(
  version: string,
  inUse: ReadonlySet<string> | null,
  caches: CacheStorage,
): Promise<void> {
  if (inUse === null) return;
  const [, ...older] = (await caches.keys())
    .filter((name) => name.startsWith(PREFIX) && name !== shelfName(version))
    .sort()
    .reverse();
  const kept = new Set([...inUse].map(shelfName));
  await Promise.all(older.filter((name) => !kept.has(name)).map((name) => caches.delete(name)));
}

/** The shell of this version, or undefined when its shelf is gone. */
export async function shellOf(
  files: AppFiles,
  caches: CacheStorage,
): Promise<Response | undefined> {
  return (await caches.open(shelfName(files.version))).match(files.shell);
}

/** A file of this version, else of the one before it: hashed names never mean two things. */
export async function fileOf(
  request: Request,
  files: AppFiles,
  caches: CacheStorage,
): Promise<Response | undefined> {
  const shelf = await caches.open(shelfName(files.version));
  return (await shelf.match(request)) ?? caches.match(request);
}
