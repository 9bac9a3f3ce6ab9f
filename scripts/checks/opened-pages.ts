/**
 * What a phone really fetches when it opens a page for the first time: a real browser with nothing in its
 * cache counts the scripts, those that follow by themselves included.
 *
 * A page is usable when what can be tapped in its own content (links, buttons, fields inside `<main>` that
 * are not switched off) is all there. To find that moment nothing from afar may change the page: answers of
 * `/api` are held back until it has come to rest, and the moment is the last at which that set changed.
 * "When usable" is what was asked for until then, and everything the page is made of in any case. A thing
 * tapped right then is kept on the phone as soon as the code for it is here, which is asked for next; what
 * sends, heals and counts follows. Afterwards the answers are let through, and "in all" is what has been
 * asked for when the page rests again.
 */
import { chromium, type Browser } from 'playwright';

import { chromiumOrInstall } from '../chromium';

/** A page spends most of this time waiting for quiet, so two share the machine well. */
const atOnce = 2;
const quietMs = 2_000;
const limitMs = 60_000;

/** Built scripts below the client folder. */
export interface FetchedScripts {
  readonly whenUsable: ReadonlySet<string>;
  readonly inAll: ReadonlySet<string>;
}

/** Opens every path on its own and tells which built scripts it fetched. */
export async function scriptsOfOpenedPages(
  address: string,
  paths: readonly string[],
  say: (line: string) => void,
): Promise<Map<string, FetchedScripts>> {
  const browser = await chromium.launch({
    executablePath: chromiumOrInstall(say),
    // Chromium's sandbox does not work under root.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  const scripts = new Map<string, FetchedScripts>();
  try {
    const waiting = [...paths];
    const openNext = async (): Promise<void> => {
      for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
        scripts.set(path, await openOnce(browser, new URL(path, address)));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, openNext));
  } finally {
    await browser.close();
  }
  return scripts;
}

async function openOnce(browser: Browser, url: URL): Promise<FetchedScripts> {
  // The service worker fetches the whole app in quiet moments; that is not what the page waits for.
  const context = await browser.newContext({
    serviceWorkers: 'block',
    viewport: { width: 360, height: 640 },
  });
  const inAll = new Set<string>();
  const quiet = { sinceMs: Date.now() };
  const page = await context.newPage();
  context.on('request', (request) => {
    quiet.sinceMs = Date.now();
    const script = scriptOf(request.url());
    if (script) inAll.add(script);
  });
  let letThrough = (): void => undefined;
  const released = new Promise<void>((go) => {
    letThrough = go;
  });
  await page.route('**/api/**', async (route) => {
    await released;
    // The page may be closed by then.
    await route.continue().catch(() => undefined);
  });
  await page.addInitScript(watchTappables);
  await page.goto(url.href, { waitUntil: 'load' });
  // A slow machine is quiet before it has begun: a page is usable once its own store is open.
  await page.waitForFunction(async () => (await indexedDB.databases()).length > 0, undefined, {
    timeout: limitMs,
  });
  const untilQuiet = async (): Promise<void> => {
    const beganMs = Date.now();
    quiet.sinceMs = beganMs;
    while (Date.now() - quiet.sinceMs < quietMs && Date.now() - beganMs < limitMs) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  await untilQuiet();
  const addresses = await page.evaluate<string[]>(scriptsUntilUsable);
  letThrough();
  await untilQuiet();
  await context.close();
  return { whenUsable: new Set(addresses.flatMap((address) => scriptOf(address) ?? [])), inAll };
}

function scriptOf(address: string): string | undefined {
  const { pathname } = new URL(address);
  return pathname.startsWith('/_app/') && pathname.endsWith('.js') ? pathname.slice(1) : undefined;
}

/** Both run in the page; text, because what is compiled leans on helpers that no page has. */
const watchTappables = `
  let last = '';
  const look = () => {
    const tappable = 'a[href], button:enabled, input:enabled, select:enabled, textarea:enabled';
    const all = [...document.querySelectorAll('main')].flatMap((main) => [...main.querySelectorAll(tappable)]);
    const now = all.map(({ tagName, href, name, id }) => [tagName, href, name, id].join(' ')).sort().join();
    if (now !== last) window.usableSinceMs = performance.now();
    last = now;
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
`;
const scriptsUntilUsable = `
  performance.getEntriesByType('resource')
    .filter(({ startTime }) => startTime <= (window.usableSinceMs ?? 0))
    .map(({ name }) => name);
`;
