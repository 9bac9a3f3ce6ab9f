/**
 * Which version each open tab was given: a tab that was opened three versions ago still fetches its own
 * files. Written down beside the shelves, for a worker forgets everything whenever it rests.
 */

const TABS = 'jukung-tabs';
const addressOf = (id: string): string => `/tab/${id}`;

/** @param id of the tab a page is being given to; empty where the browser does not tell */
export async function rememberTab(
  id: string,
  version: string,
  caches: CacheStorage,
): Promise<void> {
  if (id !== '') await (await caches.open(TABS)).put(addressOf(id), new Response(version));
}

/**
 * The versions the open tabs were given. Tabs that are gone are forgotten.
 *
 * @param ids of all open tabs
 * @returns null when there is a tab of which nobody knows (it was opened before there was a worker)
 */
export async function versionsInUse(
  ids: readonly string[],
  caches: CacheStorage,
): Promise<ReadonlySet<string> | null> {
  const tabs = await caches.open(TABS);
  const open = new Set(ids.map(addressOf));
  for (const { url } of await tabs.keys()) {
    const { pathname } = new URL(url);
    if (!open.has(pathname)) await tabs.delete(pathname);
  }
  const given = await Promise.all([...open].map((address) => tabs.match(address)));
  if (given.includes(undefined)) return null;
  return new Set(await Promise.all(given.map((answer) => answer?.text() ?? '')));
}
