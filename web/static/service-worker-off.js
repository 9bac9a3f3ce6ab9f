/*
 * The kill switch: served in place of /service-worker.js it takes the worker and its shelves off every
 * phone that asks for an update. People's own data (IndexedDB) is not touched, and no open page is
 * reloaded: whoever is typing goes on typing. From the next opening on, pages come from the network.
 */
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) =>
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names.filter((name) => name.startsWith('jukung-')).map((name) => caches.delete(name)),
        ),
      )
      .then(() => self.registration.unregister()),
  ),
);
