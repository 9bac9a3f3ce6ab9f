/**
 * What a phone really fetches when it opens a page for the first time: a real browser with nothing in its
 * cache counts the scripts, those that follow by themselves included.
 */
import { chromium, type Browser } from 'playwright';

import { chromiumOrInstall } from '../chromium';

/** A page spends most of this time waiting for quiet, so two share the machine well. */
const atOnce = 2;
const quietMs = 2_000;
const limitMs = 60_000;

/** Opens every path on its own and tells which built scripts it fetched, below the client folder. */
export async function scriptsOfOpenedPages(
  address: string,
  paths: readonly string[],
  say: (line: string) => void,
): Promise<Map<string, Set<string>>> {
  const browser = await chromium.launch({
    executablePath: chromiumOrInstall(say),
    // Chromium's sandbox does not work under root.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  const scripts = new Map<string, Set<string>>();
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

async function openOnce(browser: Browser, url: URL): Promise<Set<string>> {
  // The service worker fetches the whole app in quiet moments; that is not what the page waits for.
  const context = await browser.newContext({
    serviceWorkers: 'block',
    viewport: { width: 360, height: 640 },
  });
  const files = new Set<string>();
  const quiet = { sinceMs: Date.now() };
  const page = await context.newPage();
  context.on('request', (request) => {
    quiet.sinceMs = Date.now();
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/_app/') && pathname.endsWith('.js')) files.add(pathname.slice(1));
  });
  await page.goto(url.href, { waitUntil: 'load' });
  // A slow machine is quiet before it has begun: a page is usable once its own store is open.
  await page.waitForFunction(async () => (await indexedDB.databases()).length > 0, undefined, {
    timeout: limitMs,
  });
  const openedMs = Date.now();
  quiet.sinceMs = openedMs;
  while (Date.now() - quiet.sinceMs < quietMs && Date.now() - openedMs < limitMs) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await context.close();
  return files;
}
