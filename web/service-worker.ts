/**
 * The boat's own harbour: it opens every page when the network is cut. It answers from the shelf of one
 * version only, never touches the API, and a new version waits until the person says yes.
 *
 * To take it off every phone, serve `service-worker-off.js` at this address (docs in web/lib/phone/README.md).
 */
import { version } from '$service-worker';
import { rememberTab, versionsInUse } from './lib/phone/app/open-tabs';
import { photoFrom } from './lib/phone/app/photo-shelf';
import {
  type AppFiles,
  clearOldShelves,
  fileOf,
  shellOf,
  stockShelf,
} from './lib/phone/app/versions';
import { whichAnswer } from './lib/phone/app/which-answer';
import { countBytes, watchWorker } from './lib/phone/meter/worker-meter';

declare const self: ServiceWorkerGlobalScope & {
  /** Written in by vite-plugin-pwa: every file of this build that the app needs to open. */
  readonly __WB_MANIFEST: readonly (string | { readonly url: string })[];
};
const here = self;
const told = self.__WB_MANIFEST.map(
  (file) => `/${(typeof file === 'string' ? file : file.url).replace(/^\//, '')}`,
);

const files: AppFiles = {
  version,
  shell: told.find((path) => path === '/shell') ?? '/shell',
  hashed: told.filter((path) => path.startsWith('/_app/immutable/')),
  named: ['/manifest.webmanifest', '/icons/favicon.svg'],
};
const ports = {
  caches: here.caches,
  fetch: (url: string, init?: RequestInit) => here.fetch(url, init),
};

watchWorker(Date.now);

here.addEventListener('install', (event) => event.waitUntil(stockShelf(files, ports)));

async function takeOver(): Promise<void> {
  const tabs = await here.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const ids = tabs.map(({ id }) => id);
  await clearOldShelves(version, await versionsInUse(ids, here.caches), here.caches);
  await here.clients.claim();
}

here.addEventListener('activate', (event) => event.waitUntil(takeOver()));

here.addEventListener('message', (event) => {
  const { type } = (event.data ?? {}) as { type?: unknown };
  if (type === 'SKIP_WAITING') void here.skipWaiting();
  else event.waitUntil(countBytes(event.data, Date.now()));
});

here.addEventListener('fetch', (event) => {
  const { request } = event;
  switch (whichAnswer(request, here.location.origin, files.named)) {
    case 'shell':
      event.waitUntil(rememberTab(event.resultingClientId, version, here.caches));
      return event.respondWith(
        shellOf(files, here.caches).then((shell) => shell ?? here.fetch(request)),
      );
    case 'file':
      return event.respondWith(
        fileOf(request, files, here.caches).then((file) => file ?? here.fetch(request)),
      );
    case 'photo':
      return event.respondWith(photoFrom(request, here.caches, (asked) => here.fetch(asked)));
    case 'network':
      return undefined;
  }
});

/** The radio is back: open windows send. Without one, the next opening does. */
here.addEventListener('sync', ((event: ExtendableEvent & { tag: string }) => {
  if (event.tag !== 'jukung.send') return;
  event.waitUntil(
    here.clients
      .matchAll({ type: 'window' })
      .then((windows) => windows.forEach((window) => window.postMessage('jukung.send'))),
  );
}) as EventListener);
